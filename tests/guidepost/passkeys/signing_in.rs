//! Signing in with a passkey: whose it is comes from the device, and what holds for other ways in holds here.

use guidepost::config::Registration::Invite;

use super::{SIGN_IN, ask, holds, instance, passkeys, reply, sign_in, sql, with_passkey};
use crate::support::browser::location;

#[tokio::test(flavor = "multi_thread")]
async fn the_page_offers_it_to_the_browser_and_without_a_script_says_what_is_missing() {
    let app = instance(Invite).await;
    let page = app.browser().page("/sign-in?next=/roles&lang=en").await;
    assert!(page.contains("autocomplete=\"username webauthn\""));
    assert!(page.contains("name=\"next\" value=\"/roles\""));
    assert!(page.contains("<noscript>") && page.contains("Passkeys need JavaScript"));
    assert!(page.contains("href=\"/sign-in/recovery\""));
    // Who is new needs an invitation here.
    assert!(!page.contains("/join/passkey"));
    let answer = app.browser().form(SIGN_IN, &[]).await;
    assert_eq!(location(&answer), "/sign-in");
    assert_eq!(location(&app.browser().get(SIGN_IN).await), "/sign-in");
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_led_to_another_site_afterwards() {
    let app = instance(Invite).await;
    let (_, mut device) = with_passkey(&app, "ada").await;
    for (next, led) in [
        ("/stories?to=cto", "/stories?to=cto"),
        ("", "/"),
        ("https://evil.example", "/"),
        ("//evil.example", "/"),
        ("/\\evil.example", "/"),
    ] {
        let answer = sign_in(&mut app.browser(), &mut device, next).await;
        assert_eq!(location(&answer), led, "{next}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_was_planted_before_is_good_for_nothing() {
    let app = instance(Invite).await;
    let (_, mut device) = with_passkey(&app, "ada").await;
    let (mut mallory, _) = with_passkey(&app, "mallory").await;
    let mut ada = mallory.clone();
    sign_in(&mut ada, &mut device, "/").await;
    assert_ne!(ada.jar["session"], mallory.jar["session"]);
    assert!(ada.is("ada").await && !mallory.is("mallory").await && !mallory.is("ada").await);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_suspended_or_waits_is_led_to_where_it_is_told() {
    let app = instance(Invite).await;
    let (_, mut device) = with_passkey(&app, "ada").await;
    sql(&app, "update people set waiting_since = now()").await;
    let mut ada = app.browser();
    let answer = sign_in(&mut ada, &mut device, "/roles").await;
    assert_eq!(location(&answer), "/join");
    ada.page("/join").await;
    assert_eq!(location(&ada.get("/write").await), "/join");

    sql(
        &app,
        "update people set waiting_since = null, suspended_at = now()",
    )
    .await;
    let mut ada = app.browser();
    let answer = sign_in(&mut ada, &mut device, "/write").await;
    assert_eq!(location(&answer), "/write");
    assert_eq!(location(&ada.get("/write").await), "/suspended");
    assert!(!ada.is("ada").await);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_cookie_of_a_ceremony_is_short_lived_and_hidden() {
    let app = instance(Invite).await;
    let answer = app.browser().form("/sign-in/passkey/begin", &[]).await;
    let cookie = answer.headers()["set-cookie"].to_str().unwrap().to_owned();
    for part in ["HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=600"] {
        assert!(cookie.split("; ").any(|it| it == part), "{cookie}");
    }
    let secret = cookie.strip_prefix("ceremony=").unwrap();
    let secret = secret.split(';').next().unwrap();
    let kept = format!("(select browser_hash from passkey_ceremonies) = sha256('{secret}')");
    assert!(holds(&app, &kept).await);
    let clear =
        format!("not exists (select from passkey_ceremonies c where c::text like '%{secret}%')");
    assert!(holds(&app, &clear).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_nobody_answered_is_forgotten() {
    let app = instance(Invite).await;
    let (mut ada, mut device) = with_passkey(&app, "ada").await;
    let mut elsewhere = app.browser();
    let question = ask(&mut elsewhere, SIGN_IN, &[]).await;
    let signed = device.sign(&question);
    sql(&app, "update passkey_ceremonies set expires_at = now()").await;
    let answer = reply(&mut elsewhere, SIGN_IN, &question, &signed, &[]).await;
    assert_eq!(answer.status(), 400);
    let mut conn = app.conn().await;
    guidepost::access::forget::expired(&mut conn, 100)
        .await
        .unwrap();
    assert!(holds(&app, "not exists (select from passkey_ceremonies)").await);
    assert_eq!(passkeys(&mut ada).await.len(), 1);
}
