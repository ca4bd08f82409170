//! Joining with a passkey alone: no account before it is made, and the rules of registration hold.

use guidepost::access::Ways;
use guidepost::access::invitation::invite;
use guidepost::config::Registration::{Approval, Invite, Open};
use guidepost::config::{PerCaller, Rate, RateLimits, Rates};
use reqwest::Response;
use time::{Duration, OffsetDateTime};

use super::{SETTINGS, ask, holds, instance, member, passkeys, reply, sign_in};
use crate::support::authenticator::Authenticator;
use crate::support::browser::{Browser, location};
use crate::support::postgres::new_database;
use crate::support::{TestApp, options};

const JOIN: &str = "/join/passkey";

async fn join(
    browser: &mut Browser,
    device: &mut Authenticator,
    fields: &[(&str, &str)],
) -> Response {
    let question = ask(browser, JOIN, fields).await;
    let made = device.make(&question);
    reply(browser, JOIN, &question, &made, fields).await
}

async fn invitation(app: &TestApp) -> String {
    let until = OffsetDateTime::now_utc() + Duration::days(1);
    let secret = invite(&mut app.conn().await, until).await.unwrap();
    secret.reveal().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_exists_when_its_passkey_was_made() {
    let app = instance(Open).await;
    let (mut ada, mut device) = (app.browser(), Authenticator::new());
    let page = ada.page("/sign-in?next=/roles&lang=en").await;
    assert!(
        page.contains("href=\"/join/passkey?next=%2Froles\""),
        "{page}"
    );
    ada.page("/join/passkey?next=%2Froles").await;
    let fields = [
        ("handle", "ada"),
        ("display_name", "Ada"),
        ("language", "en"),
        ("next", "/roles"),
    ];
    let question = ask(&mut ada, JOIN, &fields).await;
    assert_eq!(question["publicKey"]["user"]["displayName"], "Ada");
    let nobody = "not exists (select from people) and not exists (select from handles)";
    assert!(holds(&app, nobody).await);
    let made = device.make(&question);
    let answer = reply(&mut ada, JOIN, &question, &made, &fields).await;
    assert_eq!(location(&answer), "/roles");
    assert!(ada.is("ada").await);
    assert_eq!(passkeys(&mut ada).await.len(), 1);
    assert_eq!(location(&ada.get(JOIN).await), "/");
    // It is their only way in, and there are no codes.
    assert!(
        ada.page(SETTINGS)
            .await
            .contains("Passkeys are your only way to sign in")
    );

    let mut elsewhere = app.browser();
    sign_in(&mut elsewhere, &mut device, "/").await;
    assert!(elsewhere.is("ada").await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_form_comes_back_with_what_was_typed_before_anything_is_made() {
    let app = instance(Open).await;
    member(&app, "taken").await;
    let mut ada = app.browser();
    ada.get("/roles?lang=en").await;
    for handle in ["Admin", "taken", ""] {
        let fields = [
            ("handle", handle),
            ("display_name", "Ada"),
            ("language", "ja"),
        ];
        let begun = ada.form("/join/passkey/begin", &fields).await;
        assert_eq!(begun.status(), 422, "{handle}");
        let answer = ada.form(JOIN, &fields).await;
        assert_eq!(answer.status(), 422, "{handle}");
        let page = answer.text().await.unwrap();
        assert!(
            page.contains("id=\"handle-error\"") && page.contains("value=\"Ada\""),
            "{page}"
        );
        assert!(page.contains(&format!("name=\"handle\" value=\"{handle}\"")));
    }
    let answer = ada
        .form(JOIN, &[("handle", "ada"), ("language", "en")])
        .await;
    assert_eq!(answer.status(), 422);
    let page = answer.text().await.unwrap();
    assert!(
        page.contains("your browser did not send a passkey"),
        "{page}"
    );
    assert!(holds(&app, "not exists (select from people where handle = 'ada')").await);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_ceremony_makes_one_account_and_one_handle_is_one_person_s() {
    let app = instance(Open).await;
    let (mut ada, mut device) = (app.browser(), Authenticator::new());
    let fields = [("handle", "wanted"), ("language", "en")];
    let question = ask(&mut ada, JOIN, &fields).await;
    let made = device.make(&question);
    let mut other = app.browser();
    let late = ask(&mut other, JOIN, &fields).await;
    let answer = reply(&mut other, JOIN, &question, &made, &fields).await;
    assert_eq!(answer.status(), 400);
    let (mut one, mut two) = (ada.clone(), ada.clone());
    let (a, b) = tokio::join!(
        reply(&mut one, JOIN, &question, &made, &fields),
        reply(&mut two, JOIN, &question, &made, &fields),
    );
    let mut statuses = [a.status().as_u16(), b.status().as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [303, 400]);
    assert!(holds(&app, "(select count(*) from people) = 1").await);

    // Whoever was asked before it was taken hears so afterwards.
    let made = Authenticator::new().make(&late);
    let answer = reply(&mut other, JOIN, &late, &made, &fields).await;
    assert_eq!(answer.status(), 422);
    assert!(!other.jar.contains_key("session"));
    assert!(holds(&app, "(select count(*) from passkeys) = 1").await);
}

#[tokio::test(flavor = "multi_thread")]
async fn without_an_invitation_nobody_new_joins() {
    let app = instance(Invite).await;
    let mut ada = app.browser();
    let fields = [("handle", "ada"), ("language", "en")];
    assert_eq!(ada.get(JOIN).await.status(), 403);
    assert_eq!(ada.form("/join/passkey/begin", &fields).await.status(), 409);
    assert_eq!(ada.form(JOIN, &fields).await.status(), 403);
    assert_eq!(ada.get("/join/passkey?invite=made-up").await.status(), 404);
    // It is said before anybody tries, with passkeys alone as well.
    let page = ada.page("/sign-in?lang=en").await;
    assert!(page.contains("you need an invitation link"), "{page}");

    let secret = invitation(&app).await;
    let page = ada.page(&format!("/join?invite={secret}")).await;
    let way = format!("/join/passkey?invite={secret}");
    assert!(page.contains(&format!("href=\"{way}\"")), "{page}");
    let page = ada.page(&way).await;
    assert!(page.contains(&format!("name=\"invite\" value=\"{secret}\"")));
    // Two come with it, as long as it is good.
    let mut bob = app.browser();
    let (first, second) = (
        [
            ("handle", "ada"),
            ("language", "en"),
            ("invite", secret.as_str()),
        ],
        [
            ("handle", "bob"),
            ("language", "en"),
            ("invite", secret.as_str()),
        ],
    );
    let (mut hers, mut his) = (Authenticator::new(), Authenticator::new());
    let (hers_asked, his_asked) = (
        ask(&mut ada, JOIN, &first).await,
        ask(&mut bob, JOIN, &second).await,
    );
    let (made, his_made) = (hers.make(&hers_asked), his.make(&his_asked));
    let (a, b) = tokio::join!(
        reply(&mut ada, JOIN, &hers_asked, &made, &first),
        reply(&mut bob, JOIN, &his_asked, &his_made, &second)
    );
    let mut statuses = [a.status().as_u16(), b.status().as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [303, 404]);
    let once = "(select count(*) from people) = 1 and (select count(*) from passkeys) = 1 \
         and (select used_by is not null from invitations)";
    assert!(holds(&app, once).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_to_be_approved_waits_and_who_is_invited_does_not() {
    let app = instance(Approval).await;
    let (mut ada, mut device) = (app.browser(), Authenticator::new());
    let page = ada.page("/join/passkey?lang=en").await;
    assert!(
        page.contains("A moderator approves each new account"),
        "{page}"
    );
    let fields = [("handle", "ada"), ("language", "en"), ("next", "/roles")];
    let answer = join(&mut ada, &mut device, &fields).await;
    assert_eq!(location(&answer), "/join");
    assert!(ada.page("/join").await.contains("is waiting for approval"));
    assert_eq!(app.browser().get("/people/ada").await.status(), 404);
    assert_eq!(location(&ada.get("/write").await), "/join");
    ada.page(SETTINGS).await;

    let secret = invitation(&app).await;
    let (mut bob, mut device) = (app.browser(), Authenticator::new());
    let fields = [("handle", "bob"), ("language", "en"), ("invite", &secret)];
    let answer = join(&mut bob, &mut device, &fields).await;
    assert_eq!(location(&answer), "/");
    bob.page("/write").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_will_wait_reads_of_no_account_that_they_do_not_have() {
    let app = instance(Approval).await;
    let page = app.browser().page("/join/passkey?lang=en").await;
    assert!(
        page.contains("Moderators see what you enter here."),
        "{page}"
    );
    assert!(!page.contains("the account that you signed in with"));
}

#[tokio::test(flavor = "multi_thread")]
async fn few_join_from_one_address_an_hour_without_an_invitation() {
    let plenty = PerCaller {
        account: Rate::new(1_000, 1_000),
        address: Rate::new(1_000, 1_000),
    };
    let mut options = options();
    options.registration = Some(Open);
    options.rate_limits = RateLimits::On(Rates {
        reads: plenty,
        writes: plenty,
        entries: plenty,
        joining: Rate::new(2, 1),
    });
    let ways = Ways::of(Some("elsewhere"), &options, Vec::new());
    let app = TestApp::with_ways(new_database().await, &options, ways);
    let invite = invitation(&app).await;
    let mut statuses = Vec::new();
    for (handle, invite) in [
        ("one", ""),
        ("Admin", ""),
        ("two", ""),
        ("three", ""),
        ("four", invite.as_str()),
    ] {
        let (mut browser, mut device) = (app.browser(), Authenticator::new());
        let fields = [("handle", handle), ("language", "en"), ("invite", invite)];
        let answer = match handle {
            // What is wrong with the form does not count.
            "Admin" => browser.form(JOIN, &fields).await,
            _ => join(&mut browser, &mut device, &fields).await,
        };
        statuses.push(answer.status().as_u16());
    }
    assert_eq!(statuses, [303, 422, 303, 429, 303]);
    assert!(
        holds(
            &app,
            "not exists (select from handles where handle = 'three')"
        )
        .await
    );
}
