//! Signing out, and who can not make others do it.

use super::{is_signed_in, pass};
use crate::support::TestApp;
use crate::support::members::{session_cookie, session_set_cookie};

#[tokio::test(flavor = "multi_thread")]
async fn signing_out_ends_the_session_for_whoever_stole_its_cookie() {
    let app = TestApp::start().await;
    let reader = app.member("aoi").await;
    let thief = reader.clone();

    let answer = reader.form("/sign-out", &[]).await;

    assert_eq!(answer.status(), 303);
    assert_eq!(answer.headers()["location"], "/");
    assert_eq!(answer.headers()["clear-site-data"], "\"cache\"");
    let cookie = session_set_cookie(&answer).unwrap();
    assert!(cookie.starts_with("session=;") && cookie.contains("Max-Age=0"));
    assert!(!is_signed_in(&thief).await);
    assert_eq!(app.stranger().form("/sign-out", &[]).await.status(), 303);
    // No link and no picture signs anybody out.
    assert_eq!(
        app.member("kaede").await.get("/sign-out").await.status(),
        405
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn signing_out_ends_the_renewed_secret_too() {
    let app = TestApp::start().await;
    let old = app.member("aoi").await;
    pass(&app, "renewed_at", "25 hours").await;
    let new = old.with_cookie(&session_cookie(&old.get("/roles").await));
    old.form("/sign-out", &[]).await;
    assert!(!is_signed_in(&new).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn another_site_signs_nobody_in_or_out() {
    let app = TestApp::start().await;
    let reader = app.member("aoi").await;
    for (name, value) in [
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
        ("origin", "https://elsewhere.example"),
    ] {
        for path in ["/sign-out", "/sign-in"] {
            let request = reader.request(reqwest::Method::POST, path);
            let request = request.header(name, value).body("person=aoi");
            let request = request.header("content-type", "application/x-www-form-urlencoded");
            let answer = request.send().await.unwrap();
            assert_eq!(answer.status(), 403, "{path} {name}: {value}");
            assert!(session_set_cookie(&answer).is_none());
        }
    }
    assert!(is_signed_in(&reader).await);
}
