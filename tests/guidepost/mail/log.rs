//! No secret of a mail stands in a log, however much is logged, and no address.

use std::fs::File;
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command};
use std::time::Duration;

use guidepost::config::Registration::Invite;

use crate::support::TestApp;
use crate::support::options;
use crate::support::postgres::new_database;
use crate::support::smtp::{FROM, Mood, SmtpPeer};

struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The program itself, logging all that it logs.
async fn serve(database: &str, peer: &SmtpPeer, log: &File) -> (Server, String) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let url = peer.url.replace("smtp://", "smtp://user:hidden-password@");
    let mut command = Command::new(env!("CARGO_BIN_EXE_guidepost"));
    command
        .arg("serve")
        .env("DATABASE_URL", database)
        .env("GUIDEPOST_LOG", "trace")
        .env("GUIDEPOST_LISTEN", address.to_string())
        .env("GUIDEPOST_BASE_URL", "http://localhost:8080")
        .env("GUIDEPOST_METRICS_LISTEN", "off")
        .env("GUIDEPOST_REGISTRATION", "open")
        .env("GUIDEPOST_SMTP_URL", url)
        .env("GUIDEPOST_MAIL_FROM", FROM)
        .stdout(log.try_clone().unwrap())
        .stderr(log.try_clone().unwrap());
    let server = Server(command.spawn().unwrap());
    let base = format!("http://{address}");
    while reqwest::get(format!("{base}/readyz")).await.is_err() {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    (server, base)
}

/// What stands in the log as soon as this does.
async fn told(log: &Path, what: &str) -> String {
    loop {
        let log = std::fs::read(log).unwrap();
        let log = String::from_utf8_lossy(&log).into_owned();
        if log.contains(what) {
            return log;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_secret_and_no_address_stands_in_the_log() {
    let mut plain = options();
    plain.registration = Some(Invite);
    let app = TestApp::with(new_database().await, &plain, None);
    let peer = SmtpPeer::start().await;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("log");
    let (server, base) = serve(&app.database, &peer, &File::create(&path).unwrap()).await;
    let mut ada = app.browser().at(&base);

    let ask = [("address", "ada.lovelace@example.org"), ("next", "/")];
    ada.form("/sign-in/mail", &ask).await;
    let joining = peer.nth(1).await;
    ada.get(&joining.link()).await;
    ada.form("/join/mail", &[("key", &joining.key())]).await;
    ada.form("/join", &[("handle", "ada")]).await;
    assert!(ada.is("ada").await);
    let add = [("do", "add"), ("address", "work@ada-lovelace.example")];
    ada.form("/settings/mail", &add).await;
    let verifying = peer.nth(2).await;
    ada.get(&verifying.link()).await;
    ada.form("/settings/mail/verify", &[("key", &verifying.key())])
        .await;
    peer.nth(3).await;
    ada.form("/sign-in/mail", &ask).await;
    let signing_in = peer.nth(4).await;
    ada.get(&signing_in.link()).await;
    ada.form("/sign-in/link", &[("key", &signing_in.key())])
        .await;
    // A failure is told, too.
    peer.is(Mood::Refusing);
    ada.form("/sign-in/mail", &ask).await;
    let log = told(&path, "the mail server answered 550").await;
    drop(server);
    assert!(log.contains("TRACE") && log.contains("/settings/mail/verify"));
    for secret in [
        "hidden-password",
        "ada.lovelace",
        "ada-lovelace",
        &joining.key(),
        &verifying.key(),
        &signing_in.key(),
        &ada.jar["session"],
        &ada.jar["browser"],
    ] {
        assert!(!log.contains(secret), "{secret}");
    }
}
