//! OpenID Connect with a peer that signs real tokens, and misbehaves.

use guidepost::config::Registration::Open;

use super::{holds, instance, sql};
use crate::support::TestApp;
use crate::support::browser::location;
use crate::support::openid::{OpenId, Quirk};

async fn open(peer: &OpenId) -> TestApp {
    instance(vec![peer.provider("company")], Open).await
}

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
    assert!(page.contains("with Company as ada"), "{page}");
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
            page.contains("Company did not sign you in"),
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
            .contains("You did not agree at Company")
    );
}

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
    guidepost::access::forget::left_behind(&mut conn, 100)
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
async fn a_provider_that_does_not_answer_is_named_and_comes_back() {
    let peer = OpenId::start();
    let good = OpenId::start();
    for quirk in [Quirk::Down, Quirk::Moved, Quirk::Endless] {
        peer.does(quirk);
        let app = instance(vec![peer.provider("company"), good.provider("other")], Open).await;
        let mut ada = app.browser();
        let page = ada.page("/sign-in?lang=en").await;
        assert!(
            page.contains("Company does not answer just now"),
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
    assert!(page.contains("Company does not answer just now"), "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mistake_in_the_variables_is_named_and_stops_nobody_else() {
    let peer = OpenId::start();
    let mut broken = peer.provider("broken");
    broken.label = "Broken".to_owned();
    broken.keys = Err("GUIDEPOST_OIDC_BROKEN_CLIENT_SECRET is missing".to_owned());
    let app = instance(vec![broken, peer.provider("company")], Open).await;
    let page = app.browser().page("/sign-in?lang=en").await;
    assert!(page.contains("Broken is not set up completely") && !page.contains("_SECRET"));
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
