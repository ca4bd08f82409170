//! The way over GitHub, with a peer of its shape.

use guidepost::config::Registration::Open;
use serde_json::json;

use super::{holds, instance};
use crate::support::browser::location;
use crate::support::github::GitHub;

#[tokio::test(flavor = "multi_thread")]
async fn one_joins_and_comes_back_under_a_new_login() {
    let peer = GitHub::start();
    let app = instance(vec![peer.provider()], Open).await;
    let mut octo = app.browser();
    assert_eq!(
        location(&octo.sign_in("/sign-in/github?next=/roles").await),
        "/join"
    );
    let page = octo.page("/join?lang=en").await;
    assert!(page.contains("to GitHub as octo-cat") && page.contains("value=\"octo-cat\""));
    octo.form("/join", &[("handle", "octo-cat"), ("display_name", "")])
        .await;
    assert!(octo.is("octo-cat").await);

    peer.knows(1, "renamed", json!([]));
    let mut again = app.browser();
    again.sign_in("/sign-in/github").await;
    assert!(again.is("octo-cat").await);
    // Whoever takes a login that was given up is somebody else.
    peer.knows(2, "octo-cat", json!([]));
    assert_eq!(
        location(&app.browser().sign_in("/sign-in/github").await),
        "/join"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_counts_when_it_is_the_primary_one_and_verified() {
    let address = |email: &str, primary: bool, verified: bool| json!({ "email": email, "primary": primary, "verified": verified, "visibility": null });
    for (emails, expected) in [
        (
            json!([address("a@example.org", true, true)]),
            "email = 'a@example.org'",
        ),
        (
            json!([address("a@example.org", true, false)]),
            "email is null",
        ),
        (
            json!([address("a@example.org", false, true)]),
            "email is null",
        ),
        (json!({ "message": "Not Found" }), "email is null"),
    ] {
        let peer = GitHub::start();
        peer.knows(1, "octo-cat", emails);
        let app = instance(vec![peer.provider()], Open).await;
        app.browser().join("/sign-in/github", "octo-cat").await;
        assert!(
            holds(&app, &format!("(select {expected} from identities)")).await,
            "{expected}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bad_code_and_a_site_that_is_down_are_two_things() {
    let peer = GitHub::start();
    let app = instance(vec![peer.provider()], Open).await;
    let mut octo = app.browser();
    octo.get("/roles?lang=en").await;
    let away = octo.get("/sign-in/github").await;
    let back = octo.through(&location(&away)).await;
    let answer = octo.get(&back.replace("code=code", "code=other")).await;
    assert_eq!(answer.status(), 400);
    assert!(
        answer
            .text()
            .await
            .unwrap()
            .contains("Signing in with GitHub did not work")
    );

    peer.is_down(true);
    let away = octo.get("/sign-in/github").await;
    let back = octo.through(&location(&away)).await;
    octo.get(&back).await;
    let page = octo.page("/sign-in").await;
    assert!(
        page.contains("GitHub is not responding right now"),
        "{page}"
    );
}
