//! What an operator does at the terminal, and what stands in the log.

use std::fs::{self, File};
use std::net::TcpListener;
use std::process::{Child, Command};
use std::time::Duration;

use guidepost::config::Registration::{Approval, Invite};

use super::instance;
use crate::support::TestApp;
use crate::support::browser::location;
use crate::support::github::GitHub;
use crate::support::openid::{self, OpenId};

fn command(database: &str, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_guidepost"));
    command
        .args(args)
        .env("DATABASE_URL", database)
        .env("GUIDEPOST_LOG", "warn");
    command
}

/// What it says, and whether it succeeded.
fn run(mut command: Command) -> (String, bool) {
    let output = command.output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let complained = String::from_utf8_lossy(&output.stderr).into_owned();
    (said + &complained, output.status.success())
}

#[tokio::test(flavor = "multi_thread")]
async fn an_operator_invites_somebody() {
    let peer = OpenId::start();
    let app = instance(vec![peer.provider("company")], Invite).await;
    let mut invite = command(&app.database, &["people", "invite", "--expires", "2d"]);
    invite.env("GUIDEPOST_BASE_URL", "https://guidepost.example");
    let (said, _) = run(invite);
    let link = said
        .trim()
        .strip_prefix("https://guidepost.example")
        .unwrap();
    let mut ada = app.browser();
    ada.page(link).await;
    let start = link.replace("/join?", "/sign-in/company?");
    assert_eq!(location(&ada.join(&start, "ada").await), "/");
    assert_eq!(app.browser().get(link).await.status(), 404);
    let (said, is_well) = run(command(
        &app.database,
        &["people", "invite", "--expires", "soon"],
    ));
    assert!(!is_well && said.contains("must be a day"), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_operator_approves_who_waits() {
    let peer = OpenId::start();
    let app = instance(vec![peer.provider("company")], Approval).await;
    app.browser().join("/sign-in/company", "ada").await;
    let (said, _) = run(command(&app.database, &["people", "waiting"]));
    assert!(said.starts_with("ada\t"), "{said}");
    assert_eq!(app.stranger().get("/people/ada").await.status(), 404);
    assert!(run(command(&app.database, &["people", "approve", "ada"])).1);
    app.stranger().page("/people/ada").await;
    let (said, is_well) = run(command(&app.database, &["people", "approve", "ada"]));
    assert!(
        !is_well && said.contains("nobody called ada waits"),
        "{said}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_doctor_says_how_each_provider_stands() {
    let (peer, github) = (OpenId::start(), GitHub::start());
    github.is_down(true);
    let app = TestApp::start().await;
    let mut doctor = command(&app.database, &["doctor"]);
    doctor
        .env("GUIDEPOST_BASE_URL", "https://guidepost.example")
        .env("GUIDEPOST_GITHUB_URL", &github.site)
        .env("GUIDEPOST_GITHUB_CLIENT_ID", "guidepost")
        .env("GUIDEPOST_GITHUB_CLIENT_SECRET", "hidden")
        .env("GUIDEPOST_OIDC_KC_ISSUER", &peer.issuer)
        .env("GUIDEPOST_OIDC_KC_CLIENT_ID", "guidepost")
        .env("GUIDEPOST_OIDC_KC_CLIENT_SECRET", "hidden")
        .env("GUIDEPOST_OIDC_HALF_CLIENT_ID", "guidepost")
        .env("GUIDEPOST_REGISTRATION", "approval");
    let (said, is_well) = run(doctor);
    assert!(is_well, "{said}");
    for told in [
        "GitHub does not answer",
        "KC answers; it must know https://guidepost.example/sign-in/kc/callback",
        "HALF is misconfigured: GUIDEPOST_OIDC_HALF_ISSUER is missing",
        "sign-in: passkeys, for https://guidepost.example",
        "registration: approval",
    ] {
        assert!(said.contains(told), "{told}: {said}");
    }
    assert!(!said.contains("hidden"));
    let (said, _) = run(command(&app.database, &["doctor"]));
    assert!(
        said.contains("nobody vouches for who is new") && said.contains("registration: invite"),
        "{said}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_doctor_counts_identities_that_sign_nobody_in() {
    let peer = OpenId::start();
    let app = instance(vec![peer.provider("company")], Approval).await;
    app.browser().join("/sign-in/company", "ada").await;
    let orphans = "insert into identities (person_id, provider, subject) \
        select id, 'https://old.example', n::text from people, generate_series(1, 3) as n";
    super::sql(&app, orphans).await;
    let mut doctor = command(&app.database, &["doctor"]);
    doctor
        .env("GUIDEPOST_OIDC_KC_ISSUER", &peer.issuer)
        .env("GUIDEPOST_OIDC_KC_CLIENT_ID", "guidepost")
        .env("GUIDEPOST_OIDC_KC_CLIENT_SECRET", "hidden");
    let (said, is_well) = run(doctor);
    assert!(is_well, "{said}");
    assert!(
        said.contains("identities: 3 of https://old.example, which is not configured"),
        "{said}"
    );
    assert!(!said.contains(&format!("of {}", peer.issuer)), "{said}");
}

struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The program itself, logging all that it logs.
async fn serve(database: &str, peer: &OpenId, log: File) -> (Server, String) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let mut serve = command(database, &["serve"]);
    serve
        .env("GUIDEPOST_LOG", "debug")
        .env("GUIDEPOST_LISTEN", address.to_string())
        .env("GUIDEPOST_BASE_URL", "http://localhost:8080")
        .env("GUIDEPOST_METRICS_LISTEN", "off")
        .env("GUIDEPOST_OIDC_COMPANY_ISSUER", &peer.issuer)
        .env("GUIDEPOST_OIDC_COMPANY_CLIENT_ID", "guidepost")
        .env("GUIDEPOST_OIDC_COMPANY_CLIENT_SECRET", openid::SECRET)
        .stdout(log.try_clone().unwrap())
        .stderr(log);
    let server = Server(serve.spawn().unwrap());
    let base = format!("http://{address}");
    while reqwest::get(format!("{base}/readyz")).await.is_err() {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    (server, base)
}

#[tokio::test(flavor = "multi_thread")]
async fn no_secret_stands_in_the_log() {
    let peer = OpenId::start();
    let app = instance(vec![], Invite).await;
    let (invitation, _) = run(command(&app.database, &["people", "invite"]));
    let invitation = invitation.trim().rsplit('=').next().unwrap().to_owned();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("log");
    let (_server, base) = serve(&app.database, &peer, File::create(&path).unwrap()).await;
    let mut ada = app.browser().at(&base);

    let away = ada
        .get(&format!("/sign-in/company?invite={invitation}"))
        .await;
    let flow = ada.jar["flow"].clone();
    let back = ada.through(&location(&away)).await;
    let answer = ada.get(&back).await;
    assert_eq!(location(&answer), "/join");
    let newcomer = ada.jar["newcomer"].clone();
    ada.form("/join", &[("handle", "ada")]).await;
    assert!(ada.is("ada").await);
    // A refusal is told, too.
    peer.does(openid::Quirk::WrongNonce);
    ada.sign_in("/sign-in/company").await;

    let log = fs::read_to_string(&path).unwrap();
    assert!(log.contains("a sign-in was refused"), "{log}");
    let query = url::form_urlencoded::parse(back.split('?').nth(1).unwrap().as_bytes());
    let query: std::collections::HashMap<_, _> = query.into_owned().collect();
    for secret in [
        openid::SECRET,
        &invitation,
        &flow,
        &newcomer,
        &ada.jar["session"],
        &query["state"],
        "ada@example.org",
        "opaque",
    ] {
        assert!(!log.contains(secret), "{secret}");
    }
}
