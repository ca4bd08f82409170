//! One's own passkeys are renamed and taken away: one's own alone, and never the last way in.

use guidepost::config::Registration::Invite;

use super::{SETTINGS, add_passkey, holds, instance, member, passkeys, sql, with_passkey};
use crate::support::authenticator::Authenticator;
use crate::support::browser::location;

const RENAME: &str = "/settings/sign-in/passkeys/rename";
const REMOVE: &str = "/settings/sign-in/passkeys/remove";

#[tokio::test(flavor = "multi_thread")]
async fn a_passkey_gets_another_name() {
    let app = instance(Invite).await;
    let (mut ada, _) = with_passkey(&app, "ada").await;
    let own = passkeys(&mut ada).await;
    let fields = [("passkey", own[0].as_str()), ("name", "  職場の鍵 ")];
    let answer = ada.form(RENAME, &fields).await;
    assert_eq!(location(&answer), "/settings/sign-in?done=passkey-renamed");
    assert!(ada.page(SETTINGS).await.contains("<bdi>職場の鍵</bdi>"));
    for name in ["", "  ", "a\u{202e}b", &"あ".repeat(81)] {
        let fields = [("passkey", own[0].as_str()), ("name", name)];
        let answer = ada.form(RENAME, &fields).await;
        assert_eq!(answer.status(), 422, "{name}");
        let page = answer.text().await.unwrap();
        assert!(page.contains("<details open>"), "{page}");
        assert!(page.contains(&format!("name=\"name\" value=\"{name}\"")));
    }
    assert!(holds(&app, "(select name from passkeys) = '職場の鍵'").await);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_touches_the_passkeys_of_another() {
    let app = instance(Invite).await;
    let (mut ada, _) = with_passkey(&app, "ada").await;
    let (mut bob, _) = with_passkey(&app, "bob").await;
    add_passkey(&mut bob, &mut Authenticator::new(), "Second").await;
    let hers = passkeys(&mut ada).await;
    for id in [hers[0].as_str(), "made-up", ""] {
        let fields = [("passkey", id), ("name", "Mine")];
        assert_eq!(bob.form(RENAME, &fields).await.status(), 404, "{id}");
        assert_eq!(bob.form(REMOVE, &fields).await.status(), 404, "{id}");
        let mut stranger = app.browser();
        assert_eq!(stranger.form(RENAME, &fields).await.status(), 401, "{id}");
        assert_eq!(stranger.form(REMOVE, &fields).await.status(), 401, "{id}");
    }
    assert_eq!(passkeys(&mut ada).await, hers);
    assert!(
        holds(
            &app,
            "not exists (select from passkeys where name = 'Mine')"
        )
        .await
    );
    assert!(!bob.page(SETTINGS).await.contains(&hers[0]));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_way_in_stays() {
    let app = instance(Invite).await;
    let (mut ada, _) = with_passkey(&app, "ada").await;
    ada.form("/settings/sign-in/codes", &[]).await;
    let own = passkeys(&mut ada).await;
    // Codes on paper are used up: they are no way in for good.
    let answer = ada.form(REMOVE, &[("passkey", &own[0])]).await;
    assert_eq!(answer.status(), 409);
    assert!(
        answer
            .text()
            .await
            .unwrap()
            .contains("your last way to sign in")
    );

    add_passkey(&mut ada, &mut Authenticator::new(), "Phone").await;
    let own = passkeys(&mut ada).await;
    let (mut one, mut other) = (ada.clone(), ada.clone());
    let (first, second) = (
        [("passkey", own[0].as_str())],
        [("passkey", own[1].as_str())],
    );
    let (a, b) = tokio::join!(one.form(REMOVE, &first), other.form(REMOVE, &second));
    let mut statuses = [a.status().as_u16(), b.status().as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [303, 409]);

    // One for an address that the site had before signs nobody in.
    sql(&app, "update passkeys set rp_id = 'before.example'").await;
    add_passkey(&mut ada, &mut Authenticator::new(), "New").await;
    let page = ada.page(SETTINGS).await;
    assert!(page.contains("created for an earlier address"), "{page}");
    let own = passkeys(&mut ada).await;
    assert_eq!(
        ada.form(REMOVE, &[("passkey", &own[1])]).await.status(),
        409
    );
    assert_eq!(
        ada.form(REMOVE, &[("passkey", &own[0])]).await.status(),
        303
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_passkey_counts_where_an_identity_is_taken_away() {
    let app = instance(Invite).await;
    let (mut ada, _) = with_passkey(&app, "ada").await;
    let bob = member(&app, "bob").await;
    sql(
        &app,
        "insert into identities (person_id, provider, subject) select id, 'https://gone.example', handle from people",
    )
    .await;
    for (mut browser, status) in [(ada.clone(), 303), (bob, 409)] {
        let page = browser.page(SETTINGS).await;
        let own = super::values(&page, "identity");
        let fields = [("identity", own[0].as_str())];
        let answer = browser.form("/settings/sign-in/remove", &fields).await;
        assert_eq!(answer.status(), status);
    }
    assert_eq!(passkeys(&mut ada).await.len(), 1);
    // With the person all of it goes.
    sql(&app, "delete from people").await;
    assert!(holds(&app, "not exists (select from passkeys)").await);
}
