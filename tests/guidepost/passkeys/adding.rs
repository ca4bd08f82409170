//! A passkey is added by whoever is signed in, within limits.

use guidepost::config::Registration::Invite;

use super::{
    ADD, SETTINGS, add_passkey, ask, holds, instance, member, passkeys, reply, sign_in, sql,
    with_passkey,
};
use crate::support::authenticator::Authenticator;
use crate::support::browser::location;

#[tokio::test(flavor = "multi_thread")]
async fn the_first_moderator_adds_a_passkey_and_comes_back_with_it() {
    let app = instance(Invite).await;
    let (mut ada, mut device) = (member(&app, "ada").await, Authenticator::new());
    let page = ada.page(SETTINGS).await;
    assert!(page.contains("action=\"/settings/sign-in/passkeys\""));
    let added = add_passkey(&mut ada, &mut device, " Ada's laptop ").await;
    assert_eq!(location(&added), "/settings/sign-in?done=passkey-added");
    let page = ada.page(&location(&added)).await;
    assert!(
        page.contains("Ada&#39;s laptop") && page.contains("not used yet"),
        "{page}"
    );

    let mut elsewhere = app.browser();
    let answer = sign_in(&mut elsewhere, &mut device, "/roles").await;
    assert_eq!(location(&answer), "/roles");
    assert!(elsewhere.is("ada").await);
    assert!(!ada.page(SETTINGS).await.contains("not used yet"));
    let counted = "(select credential #>> '{cred,counter}' from passkeys) = '2'";
    assert!(holds(&app, counted).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_browser_is_asked_for_one_that_the_device_finds_and_verifies() {
    let app = instance(Invite).await;
    let (mut ada, _) = with_passkey(&app, "ada").await;
    let question = ask(&mut ada, ADD, &[("name", "Key")]).await;
    let options = &question["publicKey"];
    assert_eq!(options["rp"]["id"], "localhost");
    assert_eq!(options["user"]["name"], "ada");
    let selection = &options["authenticatorSelection"];
    assert_eq!(selection["residentKey"], "required");
    assert_eq!(selection["requireResidentKey"], true);
    assert_eq!(selection["userVerification"], "required");
    assert_eq!(options["excludeCredentials"].as_array().unwrap().len(), 1);
    let question = ask(&mut app.browser(), "/sign-in/passkey", &[]).await;
    let options = &question["publicKey"];
    assert_eq!(options["rpId"], "localhost");
    assert_eq!(options["userVerification"], "required");
    assert!(options["allowCredentials"].as_array().unwrap().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_adds_a_passkey_without_a_session() {
    let app = instance(Invite).await;
    let mut ada = member(&app, "ada").await;
    let fields = [("name", "Key")];
    let question = ask(&mut ada, ADD, &fields).await;
    let made = Authenticator::new().make(&question);
    let mut stranger = ada.clone();
    stranger.jar.remove("session");
    let begun = stranger.form(&format!("{ADD}/begin"), &fields).await;
    assert_eq!(begun.status(), 401);
    let answer = reply(&mut stranger, ADD, &question, &made, &fields).await;
    assert_eq!(answer.status(), 401);
    assert!(holds(&app, "not exists (select from passkeys)").await);
    // Whoever signs in again sends the same once more.
    let answer = reply(&mut ada, ADD, &question, &made, &fields).await;
    assert_eq!(answer.status(), 303);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_ceremony_is_for_one_person_in_one_browser_once() {
    let app = instance(Invite).await;
    let (mut ada, mut bob) = (member(&app, "ada").await, member(&app, "bob").await);
    let fields = [("name", "Key")];
    ask(&mut bob, ADD, &fields).await;
    let question = ask(&mut ada, ADD, &fields).await;
    let made = Authenticator::new().make(&question);
    // Another browser leaves it waiting.
    let answer = reply(&mut bob, ADD, &question, &made, &fields).await;
    assert_eq!(answer.status(), 400);
    let (mut one, mut other) = (ada.clone(), ada.clone());
    let (a, b) = tokio::join!(
        reply(&mut one, ADD, &question, &made, &fields),
        reply(&mut other, ADD, &question, &made, &fields),
    );
    let mut statuses = [a.status().as_u16(), b.status().as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [303, 400]);
    assert_eq!(passkeys(&mut ada).await.len(), 1);

    // The same browser, but somebody else signed in meanwhile.
    let question = ask(&mut ada, ADD, &fields).await;
    let made = Authenticator::new().make(&question);
    let session = bob.jar["session"].clone();
    ada.jar.insert("session".to_owned(), session);
    let answer = reply(&mut ada, ADD, &question, &made, &fields).await;
    assert_eq!(answer.status(), 400);
    assert!(holds(&app, "(select count(*) from passkeys) = 1").await);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_tabs_of_a_browser_do_not_disturb_each_other() {
    let app = instance(Invite).await;
    let mut ada = member(&app, "ada").await;
    let fields = [("name", "Key")];
    let first = ask(&mut ada, ADD, &fields).await;
    let second = ask(&mut ada, ADD, &fields).await;
    for question in [first, second] {
        let made = Authenticator::new().make(&question);
        let answer = reply(&mut ada, ADD, &question, &made, &fields).await;
        assert_eq!(answer.status(), 303);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_passkey_is_one_person_s() {
    let app = instance(Invite).await;
    let (_, mut device) = with_passkey(&app, "ada").await;
    let mut bob = member(&app, "bob").await;
    let answer = add_passkey(&mut bob, &mut device, "Theirs").await;
    assert_eq!(answer.status(), 403);
    assert!(holds(&app, "(select count(*) from passkeys) = 1").await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bad_name_and_one_too_many_are_told_before_anything_is_made() {
    let app = instance(Invite).await;
    let mut ada = member(&app, "ada").await;
    let long = "a".repeat(81);
    for (name, told) in [
        ("", "Give it a name"),
        (long.as_str(), "at most 80"),
        ("a\u{202e}b", "U+202E"),
    ] {
        let fields = [("name", name)];
        let begun = ada.form(&format!("{ADD}/begin"), &fields).await;
        assert_eq!(begun.status(), 422, "{name}");
        let answer = ada.form(ADD, &fields).await;
        assert_eq!(answer.status(), 422, "{name}");
        let page = answer.text().await.unwrap();
        assert!(
            page.contains(told) && page.contains("passkey-name-error"),
            "{page}"
        );
        assert!(name.is_empty() || page.contains(&format!("value=\"{name}\"")));
    }
    // Without a script nothing comes from the browser.
    let answer = ada.form(ADD, &[("name", "Key")]).await;
    assert_eq!(answer.status(), 422);
    let page = answer.text().await.unwrap();
    assert!(page.contains("your browser did not send a passkey") && page.contains("<noscript>"));

    let many = "insert into passkeys (person_id, rp_id, credential_id, credential, name) \
         select id, 'localhost', int4send(n), '{}', 'a' from people, generate_series(1, 20) n";
    sql(&app, many).await;
    let begun = ada.form(&format!("{ADD}/begin"), &[("name", "Key")]).await;
    assert_eq!(begun.status(), 422);
    let answer = ada.form(ADD, &[("name", "Key")]).await;
    assert!(
        answer
            .text()
            .await
            .unwrap()
            .contains("You have 20 passkeys")
    );
}
