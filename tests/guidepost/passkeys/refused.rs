//! Answers that do not fit: replayed, of another browser, for another site, unverified, copied, made for something else.

use guidepost::config::Registration::{Invite, Open};

use super::{
    ADD, SIGN_IN, ask, holds, instance, member, passkeys, reply, sign_in, sql, with_passkey,
};
use crate::support::authenticator::Authenticator;
use crate::support::browser::Browser;

fn is_signed_in(browser: &Browser) -> bool {
    browser.jar.contains_key("session")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_replayed_answer() {
    let app = instance(Invite).await;
    let (_, mut device) = with_passkey(&app, "ada").await;
    let mut ada = app.browser();
    let question = ask(&mut ada, SIGN_IN, &[]).await;
    let signed = device.sign(&question);
    let mut before = ada.clone();
    let answer = reply(&mut ada, SIGN_IN, &question, &signed, &[]).await;
    assert_eq!(answer.status(), 303);
    let answer = reply(&mut before, SIGN_IN, &question, &signed, &[]).await;
    assert_eq!(answer.status(), 400);
    assert!(!is_signed_in(&before));
    // Nor does it fit a new question, which is used up by it.
    let other = ask(&mut before, SIGN_IN, &[]).await;
    for status in [403, 400] {
        let answer = reply(&mut before, SIGN_IN, &other, &signed, &[]).await;
        assert_eq!(answer.status(), status);
    }
    assert!(!is_signed_in(&before));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_for_another_browser() {
    let app = instance(Invite).await;
    let (_, mut device) = with_passkey(&app, "ada").await;
    let (mut mallory, mut ada, mut bare) = (app.browser(), app.browser(), app.browser());
    let question = ask(&mut mallory, SIGN_IN, &[]).await;
    ask(&mut ada, SIGN_IN, &[]).await;
    let signed = device.sign(&question);
    for browser in [&mut ada, &mut bare] {
        let answer = reply(browser, SIGN_IN, &question, &signed, &[]).await;
        assert_eq!(answer.status(), 400);
        assert!(!is_signed_in(browser));
    }
    let answer = reply(&mut mallory, SIGN_IN, &question, &signed, &[]).await;
    assert_eq!(answer.status(), 303);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_from_another_site_or_of_a_device_that_asked_nobody() {
    let app = instance(Invite).await;
    let (mut ada, device) = with_passkey(&app, "ada").await;
    for origin in [
        "http://localhost:8081",
        "https://localhost:8080",
        "http://evil.example",
        "http://localhost.evil.example:8080",
    ] {
        let mut led = device.at(origin);
        let mut browser = app.browser();
        let answer = sign_in(&mut browser, &mut led, "/").await;
        assert_eq!(answer.status(), 403, "{origin}");
        assert!(!is_signed_in(&browser));
    }
    let mut unverified = device.unverified();
    let answer = sign_in(&mut app.browser(), &mut unverified, "/").await;
    assert_eq!(answer.status(), 403);

    let new = Authenticator::new();
    for mut device in [new.at("http://evil.example"), new.unverified()] {
        let answer = super::add_passkey(&mut ada, &mut device, "Key").await;
        assert_eq!(answer.status(), 403);
    }
    assert_eq!(passkeys(&mut ada).await.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_that_counts_behind() {
    let app = instance(Invite).await;
    let (_, mut device) = with_passkey(&app, "ada").await;
    let mut copy = device.clone();
    assert_eq!(
        sign_in(&mut app.browser(), &mut device, "/").await.status(),
        303
    );
    let mut mallory = app.browser();
    assert_eq!(sign_in(&mut mallory, &mut copy, "/").await.status(), 403);
    assert!(!is_signed_in(&mallory));
    assert_eq!(
        sign_in(&mut app.browser(), &mut device, "/").await.status(),
        303
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_passkey_that_nobody_has_or_that_names_somebody_else() {
    let app = instance(Invite).await;
    let (mut ada, mut device) = with_passkey(&app, "ada").await;
    let (_, other) = with_passkey(&app, "bob").await;
    let mut liar = device.naming(&other.user);
    assert_eq!(
        sign_in(&mut app.browser(), &mut liar, "/").await.status(),
        403
    );
    let mut liar = device.naming(b"nobody");
    assert_eq!(
        sign_in(&mut app.browser(), &mut liar, "/").await.status(),
        403
    );
    // Another key behind the same names.
    let mut forged = Authenticator::new().naming(&device.user);
    assert_eq!(
        sign_in(&mut app.browser(), &mut forged, "/").await.status(),
        403
    );

    let mut second = Authenticator::new();
    super::add_passkey(&mut ada, &mut second, "Phone").await;
    let own = passkeys(&mut ada).await;
    let fields = [("passkey", own[0].as_str())];
    let removed = ada.form("/settings/sign-in/passkeys/remove", &fields).await;
    assert_eq!(removed.status(), 303);
    let answer = sign_in(&mut app.browser(), &mut device, "/").await;
    assert_eq!(answer.status(), 403);
    assert_eq!(
        sign_in(&mut app.browser(), &mut second, "/").await.status(),
        303
    );

    // What was made under another name of the site does not count under this one.
    sql(&app, "update passkeys set rp_id = 'guidepost.example'").await;
    let answer = sign_in(&mut app.browser(), &mut second, "/").await;
    assert_eq!(answer.status(), 403);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_to_another_kind_of_question() {
    let app = instance(Open).await;
    let (_, mut device) = with_passkey(&app, "ada").await;
    let (mut bob, mut new) = (member(&app, "bob").await, Authenticator::new());
    let fields = [("name", "Key")];
    let joiner = [("handle", "carol"), ("language", "en")];
    // One that is made in order to join does not become Bob's, nor the other way round.
    let joining = ask(&mut bob, "/join/passkey", &joiner).await;
    let made = new.make(&joining);
    assert_eq!(
        reply(&mut bob, ADD, &joining, &made, &fields)
            .await
            .status(),
        400
    );
    let adding = ask(&mut bob, ADD, &fields).await;
    let made = new.make(&adding);
    let answer = reply(&mut bob, "/join/passkey", &adding, &made, &joiner).await;
    assert_eq!(answer.status(), 400);
    let adding = ask(&mut bob, ADD, &fields).await;
    let signing = ask(&mut bob, SIGN_IN, &[]).await;
    let signed = device.sign(&signing);
    assert_eq!(
        reply(&mut bob, SIGN_IN, &adding, &signed, &[])
            .await
            .status(),
        400
    );
    let made = new.make(&adding);
    assert_eq!(
        reply(&mut bob, ADD, &signing, &made, &fields)
            .await
            .status(),
        400
    );
    let counts = "(select count(*) from passkeys) = 1 and (select count(*) from people) = 2";
    assert!(holds(&app, counts).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_answer_at_all() {
    let app = instance(Invite).await;
    let mut ada = app.browser();
    for credential in ["{}", "x", "[]", "{\"id\":\"a\"}", &"[".repeat(100_000)] {
        let question = ask(&mut ada, SIGN_IN, &[]).await;
        let answer = reply(&mut ada, SIGN_IN, &question, credential, &[]).await;
        assert_eq!(answer.status(), 403);
    }
    let fields = [("ceremony", "made-up"), ("credential", "{}")];
    assert_eq!(ada.form(SIGN_IN, &fields).await.status(), 400);
    // Another site sends nothing in anybody's name.
    let request = ada
        .me()
        .request(reqwest::Method::POST, "/sign-in/passkey/begin");
    let request = request.header("sec-fetch-site", "cross-site");
    assert_eq!(request.send().await.unwrap().status(), 403);
}
