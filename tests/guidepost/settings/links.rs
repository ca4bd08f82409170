//! The one-time way in that an operator makes at the terminal, where there is no other way in.

use std::process::Command;

use diesel_async::SimpleAsyncConnection;
use futures_util::future::join_all;

use super::{cache, is_signed_in};
use crate::support::filled::{Filled, location};
use crate::support::members::{session_cookie, session_set_cookie};
use crate::support::postgres::new_database;
use crate::support::{Client, TestApp, options};

/// A server without the local sign-in.
async fn start() -> TestApp {
    TestApp::with(new_database().await, &options(), None)
}

fn run(app: &TestApp, args: &[&str]) -> (bool, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_guidepost"));
    command.args(args).env("GUIDEPOST_LOG", "warn");
    command.env("DATABASE_URL", &app.database);
    command.env("GUIDEPOST_BASE_URL", "https://guidepost.example");
    let output = command.output().unwrap();
    let text = [output.stdout, output.stderr].concat();
    (output.status.success(), String::from_utf8(text).unwrap())
}

/// The path of a link for this person.
fn link(app: &TestApp, handle: &str) -> String {
    let (is_done, said) = run(app, &["people", "sign-in-link", handle]);
    assert!(is_done, "{said}");
    let path = said
        .trim()
        .strip_prefix("https://guidepost.example")
        .unwrap();
    assert!(path.starts_with("/sign-in/link?key="), "{said}");
    path.to_owned()
}

async fn enter(reader: &Client, path: &str) -> Filled {
    reader.filled(path, "/sign-in/link").await
}

async fn is_over(app: &TestApp, path: &str) {
    let answer = app.stranger().get(path).await;
    assert_eq!(answer.status(), 404, "{path}");
    assert_eq!(cache(&answer), "private, no-store");
    let text = answer.text().await.unwrap();
    assert!(text.contains("no longer works"), "{text}");
    assert!(text.contains("href=\"/sign-in\""), "{text}");
    assert!(!text.contains("aoi") && !text.contains("<form class=\"stack\""));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_moderator_gets_in_where_there_is_no_other_way() {
    let app = start().await;
    let (is_done, said) = run(
        &app,
        &[
            "people",
            "add",
            "aoi",
            "--name",
            "葵",
            "--language",
            "en",
            "--moderator",
        ],
    );
    assert!(is_done, "{said}");
    let others = app.stranger().page("/sign-in").await;
    assert!(!others.contains("action=\"/sign-in\""), "{others}");
    let path = link(&app, "aoi");
    // What reads links ahead uses nothing up.
    for _ in 0..3 {
        let answer = app.stranger().get(&path).await;
        assert_eq!(answer.status(), 200);
        assert_eq!(cache(&answer), "private, no-store");
        assert_eq!(answer.headers()["referrer-policy"], "same-origin");
        assert!(session_set_cookie(&answer).is_none());
    }
    let form = enter(&app.stranger(), &path).await;

    let answer = app
        .stranger()
        .form(&form.action, &[("key", form.get("key").unwrap())])
        .await;

    assert_eq!(location(&answer), "/settings");
    let aoi = app.stranger().with_cookie(&session_cookie(&answer));
    assert!(aoi.page("/settings/profile").await.contains("value=\"葵\""));
    is_over(&app, &path).await;
    let again = app.stranger().press(&form, "").await;
    assert_eq!(again.status(), 404);
    assert!(session_set_cookie(&again).is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_is_good_for_fifteen_minutes_and_until_the_next_one() {
    let app = start().await;
    run(&app, &["people", "add", "aoi"]);
    let first = link(&app, "aoi");
    let second = link(&app, "aoi");
    is_over(&app, &first).await;
    let form = enter(&app.stranger(), &second).await;
    let pass = async |time: &str| {
        let sql = format!(
            "update sign_in_links set created_at = created_at - interval '{time}', \
             expires_at = expires_at - interval '{time}'"
        );
        app.conn().await.batch_execute(&sql).await.unwrap();
    };
    pass("14 minutes").await;
    enter(&app.stranger(), &second).await;
    pass("2 minutes").await;
    is_over(&app, &second).await;
    let answer = app.stranger().press(&form, "").await;
    assert_eq!(answer.status(), 404);
    assert!(session_set_cookie(&answer).is_none());
    for invented in ["", "x", "%00", "a&key=b"] {
        is_over(&app, &format!("/sign-in/link?key={invented}")).await;
    }
    is_over(&app, "/sign-in/link").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_those_who_come_at_the_same_time_one_gets_in() {
    let app = start().await;
    run(&app, &["people", "add", "aoi"]);
    let form = enter(&app.stranger(), &link(&app, "aoi")).await;
    let reader = app.stranger();
    let answers = join_all((0..6).map(|_| reader.press(&form, ""))).await;
    let mut statuses: Vec<u16> = answers.iter().map(|it| it.status().as_u16()).collect();
    statuses.sort_unstable();
    assert_eq!(statuses, [303, 404, 404, 404, 404, 404]);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_was_signed_in_before_on_this_browser_is_signed_out() {
    let app = TestApp::start().await;
    app.author("aoi").await;
    let mallory = app.member("mallory").await;
    let path = format!("{}&lang=en", link(&app, "aoi"));
    assert!(
        mallory
            .page(&path)
            .await
            .contains("You are signed in as mallory")
    );
    let form = enter(&mallory, &path).await;
    let answer = mallory.press(&form, "").await;
    assert!(!is_signed_in(&mallory).await);
    let own = app.stranger().with_cookie(&session_cookie(&answer));
    assert!(own.page("/roles").await.contains("/people/aoi"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_secret_is_kept_hashed_and_nobody_gets_one_for_nobody() {
    let app = start().await;
    run(&app, &["people", "add", "aoi"]);
    let secret = link(&app, "aoi").replace("/sign-in/link?key=", "");
    let kept = format!("exists (select from sign_in_links where hash = sha256('{secret}'))");
    let sql = format!("do $$ begin if not {kept} then raise 'not hashed'; end if; end $$");
    app.conn().await.batch_execute(&sql).await.unwrap();
    let (is_done, said) = run(&app, &["people", "sign-in-link", "nemo-nemo"]);
    assert!(
        !is_done && said.contains("nobody called nemo-nemo"),
        "{said}"
    );
}
