//! The way to a provider and back, as the browser walks it: once, in time, for itself and to no other site.

use super::{holds, open, sql};
use crate::support::browser::location;
use crate::support::openid::OpenId;

#[tokio::test(flavor = "multi_thread")]
async fn a_browser_comes_back_once() {
    let peer = OpenId::start();
    let app = open(&peer).await;
    let mut ada = app.browser();
    let away = ada.get("/sign-in/company").await;
    let before = ada.clone();
    let back = ada.through(&location(&away)).await;
    assert_eq!(location(&ada.get(&back).await), "/join");
    for mut replayed in [ada, before] {
        let answer = replayed.get(&back).await;
        assert_eq!(answer.status(), 400);
        assert!(!replayed.jar.contains_key("session"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_comes_back_for_another_browser() {
    let peer = OpenId::start();
    let app = open(&peer).await;
    let (mut mallory, mut ada) = (app.browser(), app.browser());
    let away = mallory.get("/sign-in/company").await;
    let planted = mallory.through(&location(&away)).await;
    assert_eq!(ada.get(&planted).await.status(), 400);
    let away = ada.get("/sign-in/company").await;
    let own = ada.through(&location(&away)).await;
    assert_eq!(ada.get(&planted).await.status(), 400);
    // What was planted took nothing from their own way.
    assert_eq!(location(&ada.get(&own).await), "/join");
    assert_eq!(location(&mallory.get(&planted).await), "/join");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_stays_away_too_long_begins_again() {
    let peer = OpenId::start();
    let app = open(&peer).await;
    let mut ada = app.browser();
    let away = ada.get("/sign-in/company").await;
    let back = ada.through(&location(&away)).await;
    sql(&app, "update sign_in_flows set expires_at = now()").await;
    assert_eq!(ada.get(&back).await.status(), 400);

    ada.sign_in("/sign-in/company").await;
    sql(&app, "update newcomers set expires_at = now()").await;
    assert_eq!(location(&ada.get("/join").await), "/sign-in");
    assert_eq!(ada.form("/join", &[("handle", "ada")]).await.status(), 400);
    let mut conn = app.conn().await;
    guidepost::access::forget::expired(&mut conn, 100)
        .await
        .unwrap();
    assert!(
        holds(
            &app,
            "not exists (select from sign_in_flows) and not exists (select from newcomers)"
        )
        .await
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_led_to_another_site_afterwards() {
    let peer = OpenId::start();
    let app = open(&peer).await;
    app.browser().join("/sign-in/company", "ada").await;
    for next in [
        "https%3A%2F%2Fevil.example",
        "%2F%2Fevil.example",
        "%2F%5Cevil.example",
        "javascript:x",
    ] {
        let start = format!("/sign-in/company?next={next}");
        let answer = app.browser().sign_in(&start).await;
        assert_eq!(location(&answer), "/", "{next}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn another_site_signs_nobody_in() {
    let peer = OpenId::start();
    let app = open(&peer).await;
    let mut ada = app.browser();
    let answer = ada
        .led_by_another_site("/sign-in/company?next=/roles")
        .await;
    assert_eq!(location(&answer), "/sign-in?next=%2Froles");
    assert!(ada.jar.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_was_planted_before_is_good_for_nothing() {
    let peer = OpenId::start();
    let app = open(&peer).await;
    app.browser().join("/sign-in/company", "ada").await;
    peer.knows("mallory");
    let mut mallory = app.browser();
    mallory.join("/sign-in/company", "mallory").await;
    peer.knows("ada");
    let mut ada = mallory.clone();
    ada.sign_in("/sign-in/company").await;
    assert_ne!(ada.jar["session"], mallory.jar["session"]);
    assert!(ada.is("ada").await && !mallory.is("mallory").await && !mallory.is("ada").await);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_cookie_of_the_way_is_short_lived_and_hidden() {
    let peer = OpenId::start();
    let app = open(&peer).await;
    let answer = app.browser().get("/sign-in/company").await;
    let cookie = answer.headers()["set-cookie"].to_str().unwrap().to_owned();
    for part in ["HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=600"] {
        assert!(cookie.split("; ").any(|it| it == part), "{cookie}");
    }
    let secret = cookie
        .strip_prefix("flow=")
        .unwrap()
        .split(';')
        .next()
        .unwrap();
    let kept = format!("exists (select from sign_in_flows where hash = sha256('{secret}'))");
    assert!(holds(&app, &kept).await);
    let state = location(&answer);
    let state = state
        .split("state=")
        .nth(1)
        .unwrap()
        .split('&')
        .next()
        .unwrap();
    assert!(
        holds(
            &app,
            &format!("not exists (select from sign_in_flows f where f::text like '%{state}%')")
        )
        .await
    );
}
