//! On one's own machine, without a mail server: mails are read in the outbox.

use guidepost::access::{LocalSignIn, Ways};
use guidepost::mail::Post;
use guidepost::worker::handlers;
use guidepost::worker::jobs::{Jobs, start};
use reqwest::Method;
use std::time::{Duration, Instant};

use super::{PATIENCE, pool};
use crate::support::browser::{Browser, location};
use crate::support::postgres::new_database;
use crate::support::{TestApp, options};

async fn machine() -> (TestApp, Jobs) {
    let (database, options) = (new_database().await, options());
    let ways = Ways::locally(LocalSignIn::of(None, &options), &options);
    let post = Post::new(ways.mail.clone(), pool(&database), &options.base_url());
    let jobs = start(&database, &handlers(post));
    (TestApp::with_ways(database, &options, ways), jobs)
}

/// The link of the newest mail, as soon as it is there.
async fn link(browser: &mut Browser, to: &str) -> String {
    let begun = Instant::now();
    loop {
        let page = browser.page("/outbox").await;
        let mut links = page.split("href=\"http://localhost:8080").skip(1);
        let found = links
            .find(|it| it.starts_with(to))
            .map(|it| it.split('"').next().unwrap().to_owned());
        if let Some(found) = found {
            return found;
        }
        assert!(begun.elapsed() < PATIENCE, "{page}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_joins_and_signs_in_by_what_the_outbox_holds() {
    let (app, _jobs) = machine().await;
    let mut ada = app.browser();
    ada.get("/roles?lang=en").await;
    assert!(ada.page("/outbox").await.contains("No e-mails yet"));
    let answer = ada
        .form(
            "/sign-in/mail",
            &[("address", "ada@example.org"), ("next", "")],
        )
        .await;
    assert!(answer.text().await.unwrap().contains("href=\"/outbox\""));
    let found = link(&mut ada, "/join/mail").await;
    let key = found.split("?key=").nth(1).unwrap();
    ada.form("/join/mail", &[("key", key)]).await;
    ada.form("/join", &[("handle", "ada"), ("language", "en")])
        .await;
    assert!(ada.is("ada").await);
    assert!(
        ada.page("/settings/mail")
            .await
            .contains("href=\"/outbox\"")
    );

    let mut other = app.browser();
    other
        .form(
            "/sign-in/mail",
            &[("address", "ada@example.org"), ("next", "/stories")],
        )
        .await;
    let found = link(&mut other, "/sign-in/link").await;
    let key = found.split("?key=").nth(1).unwrap();
    let answer = other.form("/sign-in/link", &[("key", key)]).await;
    assert_eq!(location(&answer), "/stories");
    let answer = other.get("/outbox").await;
    assert_eq!(answer.headers()["cache-control"], "private, no-store");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_outbox_is_open_to_this_machine_alone() {
    let (app, _jobs) = machine().await;
    let http = app.stranger();
    for header in [
        ("x-forwarded-for", "127.0.0.1"),
        ("forwarded", "for=127.0.0.1"),
        ("via", "1.1 proxy"),
        ("host", "evil.example"),
    ] {
        for path in ["/outbox", "/sign-in/mail"] {
            let asked = http.request(Method::GET, path).header(header.0, header.1);
            assert_eq!(
                asked.send().await.unwrap().status(),
                404,
                "{header:?} {path}"
            );
        }
        let fields = [("address", "ada@example.org")];
        let asked = http
            .form_request("/sign-in/mail", &fields)
            .header(header.0, header.1);
        assert_eq!(asked.send().await.unwrap().status(), 404, "{header:?}");
    }
    assert_eq!(http.get("/outbox").await.status(), 200);
}
