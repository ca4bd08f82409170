//! Where no mail is sent there are no ways of mail, and nothing else changes.

use std::process::Command;

use guidepost::access::Ways;
use guidepost::access::addresses::own::claim;
use guidepost::config::Registration::Open;
use guidepost::config::mail::from;
use guidepost::people::{Handle, Person};

use crate::support::browser::Browser;
use crate::support::openid::OpenId;
use crate::support::postgres::new_database;
use crate::support::smtp::{FROM, SmtpPeer};
use crate::support::{TestApp, options};

async fn instance(url: Option<&str>, sender: Option<&str>) -> (OpenId, TestApp) {
    let peer = OpenId::start();
    let mut options = options();
    options.registration = Some(Open);
    let ways = Ways::of(Some("elsewhere"), &options, vec![peer.provider("company")]);
    let ways = ways.with_mail(from(url, sender));
    (
        peer,
        TestApp::with_ways(new_database().await, &options, ways),
    )
}

async fn has_no_ways_of_mail(app: &TestApp) {
    let mut ada = app.browser();
    assert!(!ada.page("/sign-in").await.contains("/sign-in/mail"));
    ada.join("/sign-in/company", "ada").await;
    assert!(ada.is("ada").await);
    assert!(
        !ada.page("/settings/profile")
            .await
            .contains("/settings/mail")
    );
    are_not_there(app, &mut ada).await;
    // An address that nothing is sent to is no way in.
    let handle = Handle::parse("ada").unwrap();
    let mut conn = app.conn().await;
    let person = Person::by_handle(&mut conn, &handle).await.unwrap();
    claim(&mut conn, person.id, "ada@example.org")
        .await
        .unwrap();
    let page = ada.page("/settings/sign-in").await;
    let id = page.split("name=\"identity\" value=\"").nth(1).unwrap();
    let id = id.split('"').next().unwrap();
    let answer = ada
        .form("/settings/sign-in/remove", &[("identity", id)])
        .await;
    assert_eq!(answer.status(), 409);
}

async fn are_not_there(app: &TestApp, member: &mut Browser) {
    for (path, of_strangers) in [
        ("/sign-in/mail", 404),
        ("/settings/mail", 303),
        ("/settings/mail/verify?key=x", 404),
        ("/outbox", 404),
    ] {
        assert_eq!(member.get(path).await.status(), 404, "{path}");
        let answer = app.browser().get(path).await;
        assert_eq!(answer.status(), of_strangers, "{path}");
    }
    let fields = [("address", "ada@example.org"), ("do", "add")];
    for path in ["/sign-in/mail", "/settings/mail", "/settings/mail/verify"] {
        assert_eq!(member.form(path, &fields).await.status(), 404, "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_mail_server_nothing_speaks_of_mail() {
    let (_peer, app) = instance(None, None).await;
    has_no_ways_of_mail(&app).await;
    assert!(!app.stranger().page("/sign-in").await.contains("by-mail"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mistake_in_the_variables_is_named_and_stops_nothing_else() {
    let (_peer, app) = instance(Some("smtps://user:hunter2@mail.example"), None).await;
    has_no_ways_of_mail(&app).await;
    let page = app.stranger().page("/sign-in?lang=en").await;
    assert!(
        page.contains("Sending e-mail is not fully set up"),
        "{page}"
    );
    assert!(!page.contains("hunter2"));
}

fn doctor(app: &TestApp, vars: &[(&str, &str)]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_guidepost"));
    command.arg("doctor").env("DATABASE_URL", &app.database);
    command.envs(vars.iter().copied());
    let output = command.output().unwrap();
    assert!(output.status.success());
    String::from_utf8([output.stdout, output.stderr].concat()).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_doctor_says_how_mail_is_sent() {
    let app = TestApp::start().await;
    let peer = SmtpPeer::start().await;
    let said = doctor(&app, &[]);
    assert!(
        said.contains("mail: none is sent; set GUIDEPOST_SMTP_URL"),
        "{said}"
    );
    let said = doctor(
        &app,
        &[
            ("GUIDEPOST_SMTP_URL", &peer.url),
            ("GUIDEPOST_MAIL_FROM", FROM),
        ],
    );
    assert!(
        said.contains("mail: 127.0.0.1 answers; mails come from "),
        "{said}"
    );
    assert_eq!((peer.all().len(), peer.calls()), (0, 1));
    let closed = "smtp://user:hidden@127.0.0.1:9";
    let said = doctor(
        &app,
        &[
            ("GUIDEPOST_SMTP_URL", closed),
            ("GUIDEPOST_MAIL_FROM", FROM),
        ],
    );
    assert!(said.contains("mail: 127.0.0.1 does not answer: "), "{said}");
    assert!(!said.contains("hidden"));
    let said = doctor(&app, &[("GUIDEPOST_SMTP_URL", closed)]);
    assert!(
        said.contains("mail: misconfigured: GUIDEPOST_MAIL_FROM is missing"),
        "{said}"
    );
}
