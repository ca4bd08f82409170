//! One's own identities: added from within a session alone, and never the last way in away.

use guidepost::config::Registration::Open;
use regex::Regex;
use reqwest::{Method, Response};

use super::{holds, instance, sql};
use crate::support::TestApp;
use crate::support::browser::{Browser, location};
use crate::support::github::GitHub;
use crate::support::openid::OpenId;

const HERE: &str = "/settings/sign-in";

async fn both() -> (GitHub, OpenId, TestApp) {
    let (github, company) = (GitHub::start(), OpenId::start());
    let app = instance(vec![github.provider(), company.provider("company")], Open).await;
    (github, company, app)
}

/// Sets out from the settings; what our callback answers in the end.
async fn add(browser: &mut Browser, provider: &str) -> Response {
    let away = browser
        .form("/settings/sign-in/add", &[("provider", provider)])
        .await;
    assert_eq!(away.status(), 200);
    let page = away.text().await.unwrap();
    let url = Regex::new("content=\"0;url=([^\"]+)\"").unwrap();
    let url = url.captures(&page).unwrap()[1].replace("&#38;", "&");
    let back = browser.through(&url).await;
    browser.get(&back).await
}

async fn identities(browser: &mut Browser) -> Vec<String> {
    let page = browser.page(HERE).await;
    let id = Regex::new("name=\"identity\" value=\"([^\"]+)\"").unwrap();
    id.captures_iter(&page).map(|it| it[1].to_owned()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_identity_is_added_and_signs_in_and_is_taken_away() {
    let (_github, _company, app) = both().await;
    let mut ada = app.browser();
    ada.join("/sign-in/company", "ada").await;
    let answer = add(&mut ada, "github").await;
    assert_eq!(location(&answer), "/settings/sign-in?done=added");
    let page = ada.page(&location(&answer)).await;
    assert!(
        page.contains("octo-cat") && page.contains("ada@example.org"),
        "{page}"
    );
    // Once more is once.
    assert_eq!(add(&mut ada, "github").await.status(), 303);
    let own = identities(&mut ada).await;
    assert_eq!(own.len(), 2);

    let mut by_github = app.browser();
    by_github.sign_in("/sign-in/github").await;
    assert!(by_github.is("ada").await);

    let answer = ada
        .form("/settings/sign-in/remove", &[("identity", &own[1])])
        .await;
    assert_eq!(location(&answer), "/settings/sign-in?done=removed");
    let answer = app.browser().sign_in("/sign-in/github").await;
    assert_eq!(location(&answer), "/join");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_way_in_stays_however_one_asks() {
    let (github, _company, app) = both().await;
    let mut ada = app.browser();
    ada.join("/sign-in/company", "ada").await;
    let own = identities(&mut ada).await;
    let answer = ada
        .form("/settings/sign-in/remove", &[("identity", &own[0])])
        .await;
    assert_eq!(answer.status(), 409);
    assert!(
        answer
            .text()
            .await
            .unwrap()
            .contains("your last way to sign in")
    );
    assert_eq!(identities(&mut ada).await.len(), 1);

    add(&mut ada, "github").await;
    let own = identities(&mut ada).await;
    let (mut one, mut other) = (ada.clone(), ada.clone());
    let (first, second) = (
        [("identity", own[0].as_str())],
        [("identity", own[1].as_str())],
    );
    let (a, b) = tokio::join!(
        one.form("/settings/sign-in/remove", &first),
        other.form("/settings/sign-in/remove", &second),
    );
    let mut statuses = [a.status().as_u16(), b.status().as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [303, 409]);
    assert!(holds(&app, "(select count(*) from identities) = 1").await);

    // A provider that is not configured any more is no way in.
    sql(&app, "delete from identities").await;
    sql(&app, "insert into identities (person_id, provider, subject) select id, 'https://gone.example', 'a' from people").await;
    add(&mut ada, "github").await;
    let by_github = holds(&app, "(select count(*) from identities) = 2").await;
    assert!(by_github && !github.site.is_empty());
    let own = identities(&mut ada).await;
    let answer = ada
        .form("/settings/sign-in/remove", &[("identity", &own[1])])
        .await;
    assert_eq!(answer.status(), 409);
    let answer = ada
        .form("/settings/sign-in/remove", &[("identity", &own[0])])
        .await;
    assert_eq!(answer.status(), 303);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_identity_of_another_member_is_not_added() {
    let (_github, company, app) = both().await;
    app.browser().join("/sign-in/github", "octo").await;
    let mut ada = app.browser();
    ada.join("/sign-in/company", "ada").await;
    ada.get("/roles?lang=en").await;
    let answer = add(&mut ada, "github").await;
    assert_eq!(answer.status(), 409);
    let page = answer.text().await.unwrap();
    assert!(
        page.contains("belongs to another member") && !page.contains("octo"),
        "{page}"
    );
    assert_eq!(identities(&mut ada).await.len(), 1);

    // The same address makes nobody the same person.
    let same =
        serde_json::json!([{ "email": "bob@example.org", "primary": true, "verified": true }]);
    company.knows("bob");
    let github = GitHub::start();
    github.knows(9, "bob", same);
    app.browser().join("/sign-in/company", "bob").await;
    let other = instance(vec![github.provider(), company.provider("company")], Open).await;
    other.browser().join("/sign-in/company", "bob").await;
    let answer = other.browser().sign_in("/sign-in/github").await;
    assert_eq!(location(&answer), "/join");
}

#[tokio::test(flavor = "multi_thread")]
async fn only_its_owner_sees_and_takes_away_an_identity() {
    let (_github, company, app) = both().await;
    let mut ada = app.browser();
    ada.join("/sign-in/company", "ada").await;
    add(&mut ada, "github").await;
    let own = identities(&mut ada).await;
    company.knows("bob");
    let mut bob = app.browser();
    bob.join("/sign-in/company", "bob").await;
    for id in [own[0].as_str(), "nonsense", ""] {
        let answer = bob
            .form("/settings/sign-in/remove", &[("identity", id)])
            .await;
        assert_eq!(answer.status(), 404, "{id}");
    }
    let stranger = &mut app.browser();
    assert_eq!(
        location(&stranger.get(HERE).await),
        "/sign-in?next=%2Fsettings%2Fsign-in"
    );
    let answer = stranger
        .form("/settings/sign-in/remove", &[("identity", &own[0])])
        .await;
    assert_eq!(answer.status(), 401);
    assert_eq!(identities(&mut ada).await.len(), 2);
    let answer = ada.get(HERE).await;
    assert_eq!(answer.headers()["cache-control"], "private, no-store");
}

#[tokio::test(flavor = "multi_thread")]
async fn another_site_adds_and_takes_away_nothing() {
    let (_github, _company, app) = both().await;
    let mut ada = app.browser();
    ada.join("/sign-in/company", "ada").await;
    for (path, body) in [
        ("/settings/sign-in/add", "provider=github"),
        ("/settings/sign-in/remove", "identity=a"),
        ("/join", "handle=mallory"),
    ] {
        let forged = ada.me().request(Method::POST, path);
        let forged = forged.header("content-type", "application/x-www-form-urlencoded");
        let forged = forged.header("origin", "https://evil.example").body(body);
        assert_eq!(forged.send().await.unwrap().status(), 403, "{path}");
    }
    // Nor does a way that was begun to sign in.
    assert_eq!(location(&ada.sign_in("/sign-in/github").await), "/join");
    assert!(holds(&app, "(select count(*) from identities) = 1").await);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_signed_out_or_is_another_meanwhile_adds_nothing() {
    let (_github, company, app) = both().await;
    let mut ada = app.browser();
    ada.join("/sign-in/company", "ada").await;
    let away = ada
        .form("/settings/sign-in/add", &[("provider", "github")])
        .await;
    let page = away.text().await.unwrap();
    let url = page.split("content=\"0;url=").nth(1).unwrap();
    let url = url.split('"').next().unwrap().replace("&#38;", "&");
    company.knows("bob");
    let mut bob = app.browser();
    bob.join("/sign-in/company", "bob").await;
    let back = ada.through(&url).await;
    ada.jar
        .insert("session".to_owned(), bob.jar["session"].clone());
    assert_eq!(ada.get(&back).await.status(), 400);
    assert!(holds(&app, "(select count(*) from identities) = 2").await);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_signed_in_long_ago_signs_in_again_and_comes_back() {
    let (_github, _company, app) = both().await;
    let mut ada = app.browser();
    ada.join("/sign-in/company?lang=en", "ada").await;
    sql(
        &app,
        "update sessions set created_at = now() - interval '21 minutes'",
    )
    .await;
    let page = ada.page(HERE).await;
    assert!(page.contains("href=\"/sign-in?next=%2Fsettings%2Fsign-in\""));
    assert!(!page.contains("name=\"provider\""));
    let fields = [("provider", "github")];
    let answer = ada.form("/settings/sign-in/add", &fields).await;
    assert_eq!(answer.status(), 401);
    let page = answer.text().await.unwrap();
    assert!(
        page.contains("name=\"provider\" value=\"github\""),
        "{page}"
    );
    assert!(holds(&app, "not exists (select from sign_in_flows)").await);

    let answer = ada.sign_in("/sign-in/company?next=/settings/sign-in").await;
    assert_eq!(location(&answer), HERE);
    assert_eq!(
        location(&add(&mut ada, "github").await),
        "/settings/sign-in?done=added"
    );

    // So do those who wait for approval.
    sql(&app, "update people set waiting_since = now()").await;
    let answer = ada.sign_in("/sign-in/company?next=/settings/sign-in").await;
    assert_eq!(location(&answer), HERE);
}
