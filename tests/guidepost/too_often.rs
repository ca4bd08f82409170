//! What came too often, or is too large, is not lost; and coming in is counted by itself.

use guidepost::access::{LocalSignIn, Ways};
use guidepost::config::{PerCaller, Rate, RateLimits, Rates, Registration, Serve};
use reqwest::{Method, Response};

use crate::support::openid::OpenId;
use crate::support::postgres::new_database;
use crate::support::{TestApp, options};

const PLENTY: PerCaller = PerCaller {
    account: Rate::new(1_000, 1_000),
    address: Rate::new(1_000, 1_000),
};

async fn limited(rates: Rates) -> TestApp {
    let options = Serve {
        rate_limits: RateLimits::On(rates),
        ..options()
    };
    let local = LocalSignIn::of(None, &options);
    TestApp::with(new_database().await, &options, local)
}

/// Few forms of one address.
async fn few_writes() -> TestApp {
    limited(Rates {
        reads: PLENTY,
        writes: PerCaller {
            account: Rate::new(1, 1),
            address: Rate::new(2, 1),
        },
        entries: PLENTY,
        joining: PLENTY.address,
    })
    .await
}

/// Few attempts to come in: of an address four, in the name of one account two.
const FEW_ENTRIES: Rates = Rates {
    reads: PLENTY,
    writes: PLENTY,
    entries: PerCaller {
        account: Rate::new(2, 1),
        address: Rate::new(4, 1),
    },
    joining: PLENTY.address,
};

fn wait(answer: &Response) -> u64 {
    answer.headers()["retry-after"]
        .to_str()
        .unwrap()
        .parse()
        .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_that_came_too_often_comes_back_to_be_sent_again() {
    let app = few_writes().await;
    let reader = app.stranger();
    let typed = [
        ("person", "nobody-there"),
        ("reason", "other"),
        ("note", "First line\n\nand <a second one>."),
    ];
    for _ in 0..2 {
        assert_eq!(reader.form("/report", &typed).await.status(), 404);
    }
    let answer = reader.form("/report?lang=en", &typed).await;
    assert_eq!(answer.status(), 429);
    let seconds = wait(&answer);
    assert!((1_700..=3_600).contains(&seconds), "{seconds}");
    assert_eq!(answer.headers()["ratelimit-remaining"], "0");
    assert_eq!(answer.headers()["cache-control"], "private, no-store");
    let page = answer.text().await.unwrap();
    for told in [
        "action=\"/report?lang=en\"",
        "name=\"person\" value=\"nobody-there\"",
        "and &#60;a second one&#62;.",
        &format!("{seconds} s"),
    ] {
        assert!(page.contains(told), "{told}: {page}");
    }
    // Nothing typed, nothing to send again.
    let answer = reader.form("/sign-out?lang=en", &[]).await;
    assert_eq!(answer.status(), 429);
    assert!(
        answer
            .text()
            .await
            .unwrap()
            .contains("go back with your browser")
    );
    // Programs read a problem, as ever.
    let refused = reader.request(Method::POST, "/api/v1/stories").body("{}");
    let refused = refused.send().await.unwrap();
    assert_eq!(refused.status(), 429);
    assert_eq!(
        refused.headers()["content-type"],
        "application/problem+json"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_refused_was_not_done() {
    let app = few_writes().await;
    let fields =
        |handle: &'static str| [("handle", handle), ("display_name", ""), ("language", "en")];
    for handle in ["ada", "bob"] {
        let answer = app.stranger().form("/sign-in", &fields(handle)).await;
        assert_eq!(answer.status(), 303);
    }
    let answer = app.stranger().form("/sign-in", &fields("cid")).await;
    assert_eq!(answer.status(), 429);
    assert!(!answer.headers().contains_key("set-cookie"));
    assert!(
        answer
            .text()
            .await
            .unwrap()
            .contains("name=\"handle\" value=\"cid\"")
    );
    assert_eq!(app.stranger().get("/people/cid").await.status(), 404);
    // Another site learns and does nothing this way either.
    let forged = app.stranger().request(Method::POST, "/sign-in");
    let forged = forged
        .header("content-type", "application/x-www-form-urlencoded")
        .header("sec-fetch-site", "cross-site")
        .body("handle=cid");
    let forged = forged.send().await.unwrap();
    assert_eq!(forged.status(), 403);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_too_large_is_told_in_plain_words() {
    let app = TestApp::start().await;
    let long = "x".repeat(5 * 1024 * 1024);
    for (language, words) in [
        ("en", "Go back with your browser"),
        ("ja", "ブラウザーの「戻る」"),
    ] {
        let path = format!("/report?lang={language}");
        let answer = app.stranger().form(&path, &[("note", &long)]).await;
        assert_eq!(answer.status(), 413);
        let page = answer.text().await.unwrap();
        assert!(page.contains(words) && page.contains("4 MiB"), "{page}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_presses_again_and_again_is_given_back_no_more() {
    let app = few_writes().await;
    let reader = app.stranger();
    let mut given_back = Vec::new();
    for _ in 0..110 {
        let answer = reader.form("/report", &[("note", "typed")]).await;
        let text = answer.text().await.unwrap();
        given_back.push(text.contains("value=\"typed\""));
    }
    let n = given_back.iter().filter(|it| **it).count();
    assert!((100..=101).contains(&n), "{n}");
    assert!(!given_back[109]);
}

#[tokio::test(flavor = "multi_thread")]
async fn coming_in_is_counted_for_the_address_whatever_one_tries() {
    let app = limited(FEW_ENTRIES).await;
    let reader = app.stranger();
    let mut statuses = Vec::new();
    for (path, fields) in [
        ("/sign-in/link", vec![("key", "made-up")]),
        ("/join", vec![("handle", "ada")]),
        ("/sign-in", vec![("person", "nobody-there")]),
        ("/sign-in", vec![("handle", "new-one")]),
        ("/sign-in/link", vec![("key", "made-up-too")]),
        ("/join", vec![("handle", "bob")]),
    ] {
        statuses.push(reader.form(path, &fields).await.status().as_u16());
    }
    assert_eq!(statuses, [404, 400, 422, 303, 429, 429]);
    let refused = reader.form("/join?lang=en", &[("handle", "cid")]).await;
    assert!(wait(&refused) > 0);
    let page = refused.text().await.unwrap();
    assert!(page.contains("name=\"handle\" value=\"cid\""), "{page}");
    // Everything else goes on.
    assert_eq!(reader.get("/sign-in").await.status(), 200);
    assert_eq!(reader.form("/report", &[]).await.status(), 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn coming_in_is_counted_for_the_account_that_is_named_be_it_there_or_not() {
    let app = limited(FEW_ENTRIES).await;
    let mut statuses = Vec::new();
    for name in [
        "nobody-there",
        " Nobody-There ",
        "nobody-there",
        "other-one",
    ] {
        let answer = app.stranger().form("/sign-in", &[("person", name)]).await;
        statuses.push(answer.status().as_u16());
    }
    assert_eq!(statuses, [422, 422, 429, 422]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_way_to_a_provider_is_counted_too() {
    let peer = OpenId::start();
    let options = Serve {
        rate_limits: RateLimits::On(FEW_ENTRIES),
        registration: Some(Registration::Open),
        ..options()
    };
    let ways = Ways::of(Some("elsewhere"), &options, vec![peer.provider("company")]);
    let app = TestApp::with_ways(new_database().await, &options, ways);
    let mut statuses = Vec::new();
    for _ in 0..5 {
        let answer = app.stranger().get("/sign-in/company").await;
        statuses.push(answer.status().as_u16());
    }
    assert_eq!(statuses, [303, 303, 303, 303, 429]);
}
