//! Joining by mail: an address that nobody has leads to an account, where somebody new may have one.

use guidepost::access::invitation::invite;
use guidepost::config::Registration::{Approval, Invite, Open};
use time::{Duration, OffsetDateTime};

use super::Office;
use crate::support::browser::{Browser, location};

const LINK: &str = "/join/mail";

/// Asks with a new address, and follows the link.
async fn come(office: &Office, browser: &mut Browser, address: &str) {
    let n = office.peer.all().len();
    office.ask(browser, address).await;
    let mail = office.peer.nth(n + 1).await;
    assert_eq!(mail.to, [address]);
    let page = browser.page(&mail.link()).await;
    assert!(page.contains(address) && mail.link().starts_with(LINK));
    let answer = browser.form(LINK, &[("key", &mail.key())]).await;
    assert_eq!(location(&answer), "/join");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_nobody_has_leads_to_an_account() {
    let office = Office::start(Open).await;
    let mut ada = office.app.browser();
    ada.get("/roles?lang=ja").await;
    come(&office, &mut ada, "ada@example.org").await;
    let mail = office.peer.nth(1).await;
    assert_eq!(mail.subject(), "道しるべへの登録");
    let page = ada.page("/join").await;
    assert!(
        page.contains("ada@example.org") && page.contains("value=\"ada\""),
        "{page}"
    );
    let again = office
        .app
        .browser()
        .form(LINK, &[("key", &mail.key())])
        .await;
    assert_eq!(again.status(), 404);
    assert_eq!(office.app.browser().get(&mail.link()).await.status(), 404);

    let fields = [("handle", "ada"), ("display_name", ""), ("language", "en")];
    let answer = ada.form("/join", &fields).await;
    assert_eq!(location(&answer), "/roles?x=1");
    assert!(ada.is("ada").await);
    assert!(ada.page("/settings/mail").await.contains("Confirmed"));
    // It is a way in from now on, and nobody was told of their own first browser.
    office.sent(1).await;
    office
        .ask(&mut office.app.browser(), "ada@example.org")
        .await;
    let mail = office.peer.nth(2).await;
    assert_eq!(mail.subject(), "Sign in to Guidepost");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_three_links_are_good_until_one_is_used_or_they_run_out() {
    let office = Office::start(Open).await;
    let mut ada = office.app.browser();
    let mut statuses = Vec::new();
    for n in 1..=4 {
        office.ask(&mut ada, "ADA@example.org").await;
        office.peer.nth(n).await;
    }
    let mails = office.sent(4).await;
    for mail in &mails {
        statuses.push(ada.get(&mail.link()).await.status().as_u16());
    }
    assert_eq!(statuses, [404, 200, 200, 200]);
    let used = office
        .app
        .browser()
        .form(LINK, &[("key", &mails[1].key())])
        .await;
    assert_eq!(used.status(), 303);
    assert_eq!(ada.get(&mails[3].link()).await.status(), 404);

    office.ask(&mut ada, "ada@example.org").await;
    let second = office.peer.nth(5).await;
    assert_eq!(ada.get(&second.link()).await.status(), 200);
    office.sql("update joining_links set created_at = now() - interval '16 minutes', expires_at = now()").await;
    assert_eq!(ada.get(&second.link()).await.status(), 404);
    assert_eq!(
        ada.form(LINK, &[("key", &second.key())]).await.status(),
        404
    );
    assert!(!ada.jar.contains_key("newcomer"));
}

#[tokio::test(flavor = "multi_thread")]
async fn without_an_invitation_nothing_is_sent_and_with_one_it_is() {
    let office = Office::start(Invite).await;
    let mut ada = office.app.browser();
    office.ask(&mut ada, "ada@example.org").await;
    office.sent(0).await;
    let until = OffsetDateTime::now_utc() + Duration::days(1);
    let invitation = invite(&mut office.app.conn().await, until).await.unwrap();
    let page = ada
        .page(&format!("/join?invite={}", invitation.reveal()))
        .await;
    let hidden = format!("name=\"invite\" value=\"{}\"", invitation.reveal());
    assert!(
        page.contains(&hidden) && page.contains("action=\"/sign-in/mail\""),
        "{page}"
    );
    let fields = [
        ("address", "ada@example.org"),
        ("next", ""),
        ("invite", invitation.reveal()),
    ];
    assert_eq!(ada.form("/sign-in/mail", &fields).await.status(), 200);
    let mail = office.peer.nth(1).await;
    ada.form(LINK, &[("key", &mail.key())]).await;
    let answer = ada.form("/join", &[("handle", "ada")]).await;
    assert_eq!(location(&answer), "/");
    assert!(ada.is("ada").await);
    assert!(
        office
            .holds("(select used_by is not null from invitations)")
            .await
    );
    // Used up, it is as none.
    let fields = [
        ("address", "eve@example.org"),
        ("next", ""),
        ("invite", invitation.reveal()),
    ];
    assert_eq!(
        office
            .app
            .browser()
            .form("/sign-in/mail", &fields)
            .await
            .status(),
        200
    );
    office.sent(1).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn where_moderators_approve_the_account_waits() {
    let office = Office::start(Approval).await;
    let mut ada = office.app.browser();
    come(&office, &mut ada, "ada@example.org").await;
    let answer = ada.form("/join", &[("handle", "ada")]).await;
    assert_eq!(location(&answer), "/join");
    assert!(
        office
            .holds("(select waiting_since is not null from people)")
            .await
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_who_join_with_one_address_one_gets_an_account() {
    let office = Office::start(Open).await;
    let (mut ada, mut bob) = (office.app.browser(), office.app.browser());
    come(&office, &mut ada, "shared@example.org").await;
    come(&office, &mut bob, "shared@example.org").await;
    let (first, second) = ([("handle", "ada")], [("handle", "bob")]);
    let (a, b) = tokio::join!(ada.form("/join", &first), bob.form("/join", &second));
    let mut statuses = [a.status().as_u16(), b.status().as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [303, 409]);
    assert!(
        office
            .holds(
                "(select count(*) from people) = 1 and (select count(*) from handles) = 1 \
                and (select count(*) from sessions) = 1"
            )
            .await
    );
}
