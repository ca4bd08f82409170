//! No secret stands in a log, however much is logged.

use std::fs::File;
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Output};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::make_token;
use crate::support::authenticator::Authenticator;
use crate::support::members::session_cookie;
use crate::support::stories::short;
use crate::support::{Client, TestApp};

const INVENTED: &str = "gp_an-invented-one";

struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn guidepost(app: &TestApp, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_guidepost"));
    command.args(args).env("GUIDEPOST_LOG", "trace");
    command.env("DATABASE_URL", &app.database);
    command.env_remove("GUIDEPOST_BASE_URL");
    command
}

/// A server that writes everything it does to a file.
async fn serve(app: &TestApp, log: &Path) -> (Server, Client) {
    let port = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    let listen = format!("127.0.0.1:{port}");
    let output = File::create(log).unwrap();
    let mut command = guidepost(
        app,
        &["serve", "--listen", &listen, "--metrics-listen", "off"],
    );
    command.stdout(output.try_clone().unwrap()).stderr(output);
    let server = Server(command.spawn().unwrap());
    let reader = app.stranger().at(&format!("http://{listen}"));
    let began = Instant::now();
    while reqwest::get(format!("http://{listen}/readyz"))
        .await
        .is_err()
    {
        assert!(
            began.elapsed() < Duration::from_secs(60),
            "the server does not come up"
        );
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    (server, reader)
}

/// What an operator does: an account, a way in, a token. Returns the secrets, and what else was said.
fn operate(app: &TestApp) -> (String, String, Vec<u8>) {
    let run = |args: &[&str]| -> Output { guidepost(app, args).output().unwrap() };
    run(&["people", "add", "aoi"]);
    let link = run(&["people", "sign-in-link", "aoi"]);
    let token = run(&["tokens", "create", "aoi", "--scope", "stories:write"]);
    let said = |output: &Output| {
        String::from_utf8(output.stdout.clone())
            .unwrap()
            .trim()
            .to_owned()
    };
    let key = said(&link).split("key=").nth(1).unwrap().to_owned();
    (key, said(&token), [link.stderr, token.stderr].concat())
}

/// What a member does: in by the link, a token, a story with a preview, out again. Returns the secrets.
async fn visit(reader: &Client, key: &str) -> Vec<String> {
    reader.get(&format!("/sign-in/link?key={key}")).await;
    let answer = reader.form("/sign-in/link", &[("key", key)]).await;
    let cookie = session_cookie(&answer);
    let aoi = reader.with_cookie(&cookie);
    let token = make_token(&aoi, "Logged?", &["stories:write"]).await;
    aoi.page("/settings/sessions").await;
    let program = reader.with_token(&token);
    let (draft, _) = program.draft(&short("One", "sre", "cto")).await;
    let previews = format!("/api/v1/stories/{}/previews", draft["id"].as_str().unwrap());
    let preview: Value = program
        .post(&previews, &json!({}))
        .await
        .json()
        .await
        .unwrap();
    let preview = preview["url"].as_str().unwrap().rsplit('/').next().unwrap();
    reader.page(&format!("/previews/{preview}")).await;
    reader.get(&format!("/%70reviews/{preview}")).await;
    reader.with_token(INVENTED).get("/api/v1/me").await;
    let beside = come_back(&aoi, reader).await;
    aoi.form("/sign-out", &[]).await;
    let session = cookie.split('=').nth(1).unwrap();
    let secrets = [&token, preview, session, INVENTED].map(str::to_owned);
    [&secrets[..], &beside].concat()
}

/// Makes a passkey and recovery codes, and comes in by both. Returns the secrets of the browsers, and the code.
async fn come_back(aoi: &Client, stranger: &Client) -> Vec<String> {
    let value = |cookie: &str| cookie.split(['=', ';']).nth(1).unwrap().to_owned();
    let mut device = Authenticator::new().at(&stranger.base().replace("127.0.0.1", "localhost"));
    let mut secrets = Vec::new();
    for (path, who) in [
        ("/settings/sign-in/passkeys", aoi),
        ("/sign-in/passkey", stranger),
    ] {
        let begun = who.form(&format!("{path}/begin"), &[("name", "Key")]).await;
        let cookie = begun.headers()["set-cookie"].to_str().unwrap().to_owned();
        secrets.push(value(&cookie));
        let question: Value = begun.json().await.unwrap();
        let answer = match path {
            "/sign-in/passkey" => device.sign(&question),
            _ => device.make(&question),
        };
        let fields = [
            ("ceremony", question["ceremony"].as_str().unwrap()),
            ("credential", &answer),
            ("name", "Key"),
        ];
        let cookies = [who.cookie(), cookie.split(';').next()];
        let cookies: Vec<&str> = cookies.into_iter().flatten().collect();
        let answer = who
            .with_cookie(&cookies.join("; "))
            .form(path, &fields)
            .await;
        assert_eq!(answer.status(), 303, "{path}");
        if path == "/sign-in/passkey" {
            secrets.push(value(&session_cookie(&answer)));
        }
    }
    let page = aoi.form("/settings/sign-in/codes", &[]).await;
    let page = page.text().await.unwrap();
    let code = page.split("<code translate=\"no\">").nth(1).unwrap();
    let code = code.split('<').next().unwrap().to_owned();
    let answer = stranger.form("/sign-in/recovery", &[("code", &code)]).await;
    secrets.extend([value(&session_cookie(&answer)), code]);
    secrets
}

#[tokio::test(flavor = "multi_thread")]
async fn no_secret_stands_in_the_log_of_a_whole_visit() {
    let app = TestApp::start().await;
    let folder = tempfile::tempdir().unwrap();
    let log = folder.path().join("log");
    let (server, reader) = serve(&app, &log).await;
    let (key, token, said) = operate(&app);
    let mut secrets = visit(&reader, &key).await;
    secrets.extend([key, token]);
    drop(server);

    let written = [std::fs::read(&log).unwrap(), said].concat();
    let written = String::from_utf8_lossy(&written);
    // It was the whole visit that was logged.
    assert!(written.contains("/sign-in/link") && written.contains("/previews/"));
    assert!(written.contains("/sign-in/passkey") && written.contains("/sign-in/recovery"));
    assert!(written.contains("DEBUG") && written.contains("TRACE"));
    assert_eq!(secrets.len(), 11);
    for secret in secrets {
        assert!(
            secret.len() > 10 && !written.contains(&secret),
            "{secret} is in the log"
        );
    }
}
