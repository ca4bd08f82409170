//! Passkeys and recovery codes, with a device of software: ceremonies, the settings, joining, and what is refused.

mod adding;
mod codes;
mod joining;
mod numbers;
mod refused;
mod settings;
mod signing_in;

use diesel_async::SimpleAsyncConnection;
use guidepost::access::Ways;
use guidepost::access::sign_in_link::make_link_by_operator;
use guidepost::config::Registration;
use guidepost::i18n::Language;
use guidepost::people::Handle;
use guidepost::people::add::{NewPerson, add};
use reqwest::Response;
use serde_json::Value;

use crate::support::authenticator::Authenticator;
use crate::support::browser::Browser;
use crate::support::postgres::new_database;
use crate::support::{TestApp, options};

const SETTINGS: &str = "/settings/sign-in";
const ADD: &str = "/settings/sign-in/passkeys";
const SIGN_IN: &str = "/sign-in/passkey";

/// An instance as it is on the net, where nobody else signs people in.
async fn instance(registration: Registration) -> TestApp {
    let mut options = options();
    options.registration = Some(registration);
    let ways = Ways::of(Some("elsewhere"), &options, Vec::new());
    assert!(ways.local.is_none());
    TestApp::with_ways(new_database().await, &options, ways)
}

/// Somebody whom an operator has let in.
async fn member(app: &TestApp, handle: &str) -> Browser {
    let mut conn = app.conn().await;
    let person = NewPerson {
        language: Language::English,
        ..NewPerson::named(Handle::parse(handle).unwrap())
    };
    let person = add(&mut conn, person).await.unwrap();
    let link = make_link_by_operator(&mut conn, person).await.unwrap();
    let mut browser = app.browser();
    browser.get("/roles?lang=en").await;
    let entered = browser
        .form("/sign-in/link", &[("key", link.reveal())])
        .await;
    assert_eq!(entered.status(), 303);
    browser
}

/// Somebody with a passkey, and the device that keeps it.
async fn with_passkey(app: &TestApp, handle: &str) -> (Browser, Authenticator) {
    let (mut browser, mut device) = (member(app, handle).await, Authenticator::new());
    let added = add_passkey(&mut browser, &mut device, "Laptop").await;
    assert_eq!(added.status(), 303, "{}", added.text().await.unwrap());
    (browser, device)
}

async fn ask(browser: &mut Browser, path: &str, fields: &[(&str, &str)]) -> Value {
    let answer = browser.form(&format!("{path}/begin"), fields).await;
    assert_eq!(answer.status(), 200);
    assert_eq!(answer.headers()["cache-control"], "private, no-store");
    answer.json().await.unwrap()
}

async fn reply(
    browser: &mut Browser,
    path: &str,
    question: &Value,
    credential: &str,
    fields: &[(&str, &str)],
) -> Response {
    let ceremony = question["ceremony"].as_str().unwrap();
    let answer = [("ceremony", ceremony), ("credential", credential)];
    browser.form(path, &[&answer, fields].concat()).await
}

async fn add_passkey(browser: &mut Browser, device: &mut Authenticator, name: &str) -> Response {
    let fields = [("name", name)];
    let question = ask(browser, ADD, &fields).await;
    let made = device.make(&question);
    reply(browser, ADD, &question, &made, &fields).await
}

async fn sign_in(browser: &mut Browser, device: &mut Authenticator, next: &str) -> Response {
    let question = ask(browser, SIGN_IN, &[]).await;
    let signed = device.sign(&question);
    reply(browser, SIGN_IN, &question, &signed, &[("next", next)]).await
}

async fn sql(app: &TestApp, sql: &str) {
    app.conn().await.batch_execute(sql).await.unwrap();
}

/// Whether this holds in the database.
async fn holds(app: &TestApp, condition: &str) -> bool {
    let sql = format!("do $$ begin if not ({condition}) then raise 'no'; end if; end $$");
    app.conn().await.batch_execute(&sql).await.is_ok()
}

/// What stands in the fields of this name on a page.
fn values(page: &str, name: &str) -> Vec<String> {
    let field = regex::Regex::new(&format!("name=\"{name}\" value=\"([^\"]+)\"")).unwrap();
    field
        .captures_iter(page)
        .map(|it| it[1].to_owned())
        .collect()
}

/// The passkeys on one's settings, each once.
async fn passkeys(browser: &mut Browser) -> Vec<String> {
    let mut found = values(&browser.page(SETTINGS).await, "passkey");
    found.dedup();
    found
}
