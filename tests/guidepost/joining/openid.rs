//! OpenID Connect with a peer that signs real tokens, and misbehaves.

use guidepost::config::Registration::Open;

use super::{holds, instance, open};
use crate::support::browser::location;
use crate::support::openid::{OpenId, Quirk};

#[tokio::test(flavor = "multi_thread")]
async fn somebody_new_chooses_a_handle_and_is_known_the_next_time() {
    let peer = OpenId::start();
    let app = open(&peer).await;
    let mut ada = app.browser();
    let page = ada.page("/sign-in?lang=en&next=/roles").await;
    assert!(
        page.contains("href=\"/sign-in/company?next=%2Froles\""),
        "{page}"
    );
    assert!(!page.contains("name=\"person\""));

    let answer = ada.sign_in("/sign-in/company?next=/roles").await;
    assert_eq!(location(&answer), "/join");
    assert!(!ada.jar.contains_key("flow") && ada.jar.contains_key("newcomer"));
    let page = ada.page("/join?lang=en").await;
    assert!(page.contains("to Company as ada"), "{page}");
    assert!(page.contains("value=\"ada\"") && page.contains("value=\"ada of the Company\""));
    let answer = ada
        .form("/join", &[("handle", "ada"), ("language", "en")])
        .await;
    assert_eq!(location(&answer), "/roles");
    assert!(ada.is("ada").await && !ada.jar.contains_key("newcomer"));
    let email = "exists (select from identities where email = 'ada@example.org')";
    assert!(holds(&app, email).await);

    let mut again = app.browser();
    let answer = again.sign_in("/sign-in/company?next=/stories").await;
    assert_eq!(location(&answer), "/stories");
    assert!(again.is("ada").await);
    assert!(holds(&app, "(select count(*) from people) = 1").await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_that_is_not_as_it_should_be_signs_nobody_in() {
    let peer = OpenId::start();
    let app = open(&peer).await;
    app.browser().join("/sign-in/company", "ada").await;
    for quirk in [
        Quirk::WrongNonce,
        Quirk::WrongIssuer,
        Quirk::WrongAudience,
        Quirk::Expired,
        Quirk::ForeignKey,
        Quirk::Unsigned,
        Quirk::ExpiredCode,
        Quirk::OtherIssuerInReturn,
    ] {
        peer.does(quirk);
        let mut ada = app.browser();
        let answer = ada.sign_in("/sign-in/company?lang=en").await;
        assert_eq!(answer.status(), 400, "{quirk:?}");
        let page = answer.text().await.unwrap();
        assert!(
            page.contains("Signing in with Company did not work"),
            "{quirk:?}: {page}"
        );
        assert!(!ada.jar.contains_key("session") && !ada.jar.contains_key("newcomer"));
    }
    peer.does(Quirk::Nothing);
    assert_eq!(
        location(&app.browser().sign_in("/sign-in/company").await),
        "/"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn who_changes_their_mind_is_told_so() {
    let peer = OpenId::start();
    let app = open(&peer).await;
    peer.does(Quirk::Denied);
    let mut ada = app.browser();
    ada.get("/roles?lang=en").await;
    let answer = ada.sign_in("/sign-in/company").await;
    assert_eq!(answer.status(), 403);
    assert!(
        answer
            .text()
            .await
            .unwrap()
            .contains("You did not give permission at Company")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_provider_that_does_not_answer_is_named_and_comes_back() {
    let peer = OpenId::start();
    let good = OpenId::start();
    for quirk in [Quirk::Down, Quirk::Moved, Quirk::Endless] {
        peer.does(quirk);
        let app = instance(vec![peer.provider("company"), good.provider("other")], Open).await;
        let mut ada = app.browser();
        let page = ada.page("/sign-in?lang=en").await;
        assert!(
            page.contains("Company is not responding right now"),
            "{quirk:?}: {page}"
        );
        assert!(!page.contains("/sign-in/company") && page.contains("/sign-in/other"));
        let answer = ada.get("/sign-in/company").await;
        assert_eq!(answer.status(), 503, "{quirk:?}");
        peer.does(Quirk::Nothing);
        assert_eq!(location(&ada.sign_in("/sign-in/company").await), "/join");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_provider_that_does_not_know_us_is_named() {
    let peer = OpenId::start();
    let app = open(&peer).await;
    peer.does(Quirk::UnknownClient);
    assert_eq!(
        app.browser().sign_in("/sign-in/company").await.status(),
        503
    );
    let page = app.browser().page("/sign-in?lang=en").await;
    assert!(
        page.contains("Company is not responding right now"),
        "{page}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mistake_in_the_variables_is_named_and_stops_nobody_else() {
    let peer = OpenId::start();
    let mut broken = peer.provider("broken");
    broken.label = "Broken".to_owned();
    broken.keys = Err("GUIDEPOST_OIDC_BROKEN_CLIENT_SECRET is missing".to_owned());
    let app = instance(vec![broken, peer.provider("company")], Open).await;
    let page = app.browser().page("/sign-in?lang=en").await;
    assert!(page.contains("Broken is not fully set up") && !page.contains("_SECRET"));
    assert!(page.contains("/sign-in/company") && !page.contains("/sign-in/broken"));
    assert_eq!(app.browser().get("/sign-in/broken").await.status(), 503);
    assert_eq!(app.browser().get("/sign-in/absent").await.status(), 404);
    assert_eq!(
        app.browser().get("/sign-in/absent/callback").await.status(),
        404
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_that_came_later_is_asked_for() {
    let peer = OpenId::start();
    let app = open(&peer).await;
    app.browser().join("/sign-in/company", "ada").await;
    peer.changes_its_key();
    assert_eq!(
        location(&app.browser().sign_in("/sign-in/company").await),
        "/"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_counts_only_when_the_provider_says_it_is_verified() {
    let peer = OpenId::start();
    let app = open(&peer).await;
    peer.does(Quirk::UnverifiedEmail);
    app.browser().join("/sign-in/company", "ada").await;
    assert!(holds(&app, "(select email is null from identities)").await);
}
