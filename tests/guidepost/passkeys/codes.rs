//! Recovery codes: shown once, kept as hashes, each good once, and no way in for good.

use std::collections::BTreeSet;

use guidepost::access::Ways;
use guidepost::config::Registration::Invite;
use guidepost::config::{PerCaller, Rate, RateLimits, Rates};
use regex::Regex;

use super::{SETTINGS, holds, instance, member, sql, with_passkey};
use crate::support::browser::{Browser, location};
use crate::support::postgres::new_database;
use crate::support::{TestApp, options};

const ENTER: &str = "/sign-in/recovery";

/// Makes new ones; those that the answer shows.
async fn make(browser: &mut Browser) -> Vec<String> {
    let seen = seen(browser).await;
    press(browser, &seen).await
}

/// What the form says of the codes that are there now.
async fn seen(browser: &mut Browser) -> String {
    let page = browser.page(SETTINGS).await;
    let seen = page.split("name=\"seen\" value=\"").nth(1).unwrap();
    seen.split('"').next().unwrap().to_owned()
}

async fn press(browser: &mut Browser, seen: &str) -> Vec<String> {
    let answer = browser
        .form("/settings/sign-in/codes", &[("seen", seen)])
        .await;
    assert_eq!(answer.status(), 200);
    assert_eq!(answer.headers()["cache-control"], "private, no-store");
    shown(&answer.text().await.unwrap())
}

fn shown(page: &str) -> Vec<String> {
    let code = Regex::new("<code translate=\"no\">([0-9a-z-]{29})</code>").unwrap();
    code.captures_iter(page)
        .map(|it| it[1].to_owned())
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_codes_are_shown_once_and_kept_as_hashes() {
    let app = instance(Invite).await;
    let (mut ada, _) = with_passkey(&app, "ada").await;
    assert!(
        ada.page(SETTINGS)
            .await
            .contains("Passkeys are your only way to sign in")
    );
    let codes = make(&mut ada).await;
    assert_eq!(codes.iter().collect::<BTreeSet<_>>().len(), 10);
    let page = ada.page(SETTINGS).await;
    assert!(
        shown(&page).is_empty() && page.contains("Usable codes left: 10"),
        "{page}"
    );
    assert!(!page.contains("Passkeys are your only way to sign in"));
    for code in &codes {
        let kept = format!("exists (select from recovery_codes where hash = sha256('{code}'))");
        assert!(holds(&app, &kept).await);
    }
    assert!(holds(&app, "(select count(*) from recovery_codes) = 10").await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_signs_in_once_and_not_twice() {
    let app = instance(Invite).await;
    let mut ada = member(&app, "ada").await;
    let codes = make(&mut ada).await;
    let mut elsewhere = app.browser();
    elsewhere.page("/sign-in/recovery?lang=en").await;
    let typed = format!(" {} ", codes[0].to_uppercase().replace('-', " "));
    let answer = elsewhere.form(ENTER, &[("code", &typed)]).await;
    assert_eq!(location(&answer), "/settings/sign-in?done=recovered");
    let page = elsewhere.page(&location(&answer)).await;
    assert!(
        page.contains("It cannot be used again") && page.contains("Usable codes left: 9"),
        "{page}"
    );
    assert!(elsewhere.is("ada").await);

    let answer = app.browser().form(ENTER, &[("code", &codes[0])]).await;
    assert_eq!(answer.status(), 422);
    let (mut one, mut two) = (app.browser(), app.browser());
    let fields = [("code", codes[1].as_str())];
    let (a, b) = tokio::join!(one.form(ENTER, &fields), two.form(ENTER, &fields));
    let mut statuses = [a.status().as_u16(), b.status().as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [303, 422]);
    assert!(holds(&app, "(select count(*) from recovery_codes) = 8").await);
}

#[tokio::test(flavor = "multi_thread")]
async fn new_codes_make_the_ones_before_useless() {
    let app = instance(Invite).await;
    let (mut ada, mut bob) = (member(&app, "ada").await, member(&app, "bob").await);
    let (his, before) = (make(&mut bob).await, make(&mut ada).await);
    // Of two windows that ask at the same time one gets them, and the other reads so.
    let seen = seen(&mut ada).await;
    let (mut one, mut two) = (ada.clone(), ada.clone());
    let (a, b) = tokio::join!(press(&mut one, &seen), press(&mut two, &seen));
    assert_eq!(a.len() + b.len(), 10);
    assert!(holds(&app, "(select count(*) from recovery_codes) = 20").await);
    let answer = app.browser().form(ENTER, &[("code", &before[0])]).await;
    assert_eq!(answer.status(), 422);
    let good = a.first().or(b.first()).unwrap();
    let answer = app.browser().form(ENTER, &[("code", good)]).await;
    assert_eq!(answer.status(), 303);
    let mut elsewhere = app.browser();
    elsewhere.form(ENTER, &[("code", &his[0])]).await;
    assert!(elsewhere.is("bob").await);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_reloads_the_answer_keeps_the_codes_that_they_wrote_down() {
    let app = instance(Invite).await;
    let mut ada = member(&app, "ada").await;
    ada.get("/roles?lang=en").await;
    let first = seen(&mut ada).await;
    let codes = press(&mut ada, &first).await;
    for seen in [first.as_str(), "", "made-up"] {
        let fields = [("seen", seen)];
        let answer = ada.form("/settings/sign-in/codes", &fields).await;
        let page = answer.text().await.unwrap();
        assert!(shown(&page).is_empty() && page.contains("the codes that you copied still work"));
        assert!(page.contains("Usable codes left: 10"));
    }
    let answer = ada.get("/settings/sign-in/codes").await;
    assert_eq!(location(&answer), SETTINGS);
    let answer = app.browser().form(ENTER, &[("code", &codes[9])]).await;
    assert_eq!(answer.status(), 303);

    // Who wants new ones gets them, also when some were used.
    let again = make(&mut ada).await;
    assert_eq!(again.len(), 10);
    let answer = app.browser().form(ENTER, &[("code", &codes[0])]).await;
    assert_eq!(answer.status(), 422);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_of_nobody_s_is_refused_and_nothing_more_is_told() {
    let app = instance(Invite).await;
    let mut ada = app.browser();
    ada.get("/roles?lang=en").await;
    for code in [
        "",
        "ada",
        "00000-00000-00000-00000-00000",
        &"a".repeat(100_000),
    ] {
        let answer = ada.form(ENTER, &[("code", code)]).await;
        assert_eq!(answer.status(), 422);
        let page = answer.text().await.unwrap();
        assert!(page.contains("id=\"code-error\"") && page.contains("does not work"));
        assert!(page.contains(&format!("value=\"{code}\"")));
    }
    assert!(!ada.jar.contains_key("session"));
    let made = ada.form("/settings/sign-in/codes", &[]).await;
    assert_eq!(made.status(), 401);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_suspended_person_reads_why_and_a_planted_session_ends() {
    let app = instance(Invite).await;
    let (mut ada, mut mallory) = (member(&app, "ada").await, member(&app, "mallory").await);
    let codes = make(&mut ada).await;
    let mut planted = mallory.clone();
    planted.form(ENTER, &[("code", &codes[0])]).await;
    assert!(planted.is("ada").await && !mallory.is("mallory").await);
    sql(&app, "update people set suspended_at = now()").await;
    let mut ada = app.browser();
    ada.form(ENTER, &[("code", &codes[1])]).await;
    assert_eq!(location(&ada.get(SETTINGS).await), "/suspended");
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_tries_for_long() {
    let mut options = options();
    let often = PerCaller {
        account: Rate::new(1_000, 1_000),
        address: Rate::new(1_000, 1_000),
    };
    options.rate_limits = RateLimits::On(Rates {
        reads: often,
        writes: often,
        entries: PerCaller {
            // One is that of who made the codes.
            address: Rate::new(11, 11),
            ..often
        },
        joining: often.address,
    });
    let ways = Ways::of(Some("elsewhere"), &options, Vec::new());
    let app = TestApp::with_ways(new_database().await, &options, ways);
    let mut ada = member(&app, "ada").await;
    let codes = make(&mut ada).await;
    let mut mallory = app.browser();
    let mut statuses = Vec::new();
    for _ in 0..12 {
        let answer = mallory.form(ENTER, &[("code", "guessed")]).await;
        statuses.push(answer.status().as_u16());
    }
    assert_eq!(statuses[..10], [422; 10]);
    assert_eq!(statuses[10..], [429; 2]);
    let answer = mallory.form(ENTER, &[("code", &codes[0])]).await;
    assert_eq!(answer.status(), 429);
    assert!(answer.headers().contains_key("retry-after"));
}
