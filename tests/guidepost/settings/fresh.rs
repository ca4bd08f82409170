//! What opens another way into an account takes a sign-in of a short while ago, and leads there and back.

use diesel_async::SimpleAsyncConnection;

use super::{make_token, secret_on};
use crate::support::members::session_cookie;
use crate::support::{Client, TestApp};

/// As if everyone had signed in so long ago.
async fn ago(app: &TestApp, minutes: u32) {
    let sql = format!("update sessions set created_at = now() - interval '{minutes} minutes'");
    app.conn().await.batch_execute(&sql).await.unwrap();
}

fn token(form: &str) -> [(&'static str, &str); 4] {
    [
        ("do", "make"),
        ("name", "Import"),
        ("days", "7"),
        ("form", form),
    ]
}

async fn send(member: &Client, form: &str) -> reqwest::Response {
    member.form("/settings/tokens?lang=en", &token(form)).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_takes_a_fresh_sign_in_and_what_was_typed_stays() {
    let app = TestApp::start().await;
    let aoi = app.member("aoi").await;
    ago(&app, 19).await;
    make_token(&aoi, "Early", &[]).await;
    ago(&app, 21).await;
    let page = aoi.page("/settings/tokens?lang=en").await;
    assert!(
        page.contains("href=\"/sign-in?next=%2Fsettings%2Ftokens\""),
        "{page}"
    );
    assert!(!page.contains("value=\"make\""));

    let form = uuid::Uuid::new_v4().to_string();
    let answer = send(&aoi, &form).await;
    assert_eq!(answer.status(), 401);
    assert_eq!(answer.headers()["cache-control"], "private, no-store");
    let page = answer.text().await.unwrap();
    for told in [
        "Please sign in again",
        "action=\"/settings/tokens?lang=en\"",
        "name=\"name\" value=\"Import\"",
        "href=\"/sign-in\"",
    ] {
        assert!(page.contains(told), "{told}: {page}");
    }
    assert!(secret_on(&page).is_none());

    // Signed in again, the same form goes through, and the way back was kept.
    let fields = [("person", "aoi"), ("next", "/settings/tokens")];
    let answer = aoi.form("/sign-in", &fields).await;
    assert_eq!(answer.headers()["location"], "/settings/tokens");
    let again = app.stranger().with_cookie(&session_cookie(&answer));
    let made = send(&again, &form).await;
    assert_eq!(made.status(), 200);
    assert!(secret_on(&made.text().await.unwrap()).is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn taking_away_and_everything_else_takes_none() {
    let app = TestApp::start().await;
    let aoi = app.member("aoi").await;
    make_token(&aoi, "Old", &[]).await;
    ago(&app, 21).await;
    let page = aoi.page("/settings/tokens").await;
    let id = page.split("name=\"token\" value=\"").nth(1).unwrap();
    let id = id.split('"').next().unwrap();
    let fields = [("do", "revoke"), ("token", id)];
    let answer = aoi.form("/settings/tokens", &fields).await;
    assert_eq!(
        answer.headers()["location"],
        "/settings/tokens?done=revoked"
    );
    aoi.page("/settings/profile").await;
    aoi.page("/write").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_renewed_session_is_no_fresh_one() {
    let app = TestApp::start().await;
    let aoi = app.member("aoi").await;
    let sql = "update sessions set created_at = now() - interval '2 days', \
        renewed_at = now() - interval '2 days'";
    app.conn().await.batch_execute(sql).await.unwrap();
    let renewed = aoi.get("/roles").await;
    let renewed = app.stranger().with_cookie(&session_cookie(&renewed));
    let form = uuid::Uuid::new_v4().to_string();
    assert_eq!(send(&renewed, &form).await.status(), 401);
    assert_eq!(send(&app.stranger(), &form).await.status(), 401);
}
