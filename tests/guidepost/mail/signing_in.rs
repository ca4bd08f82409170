//! Signing in by the link in a mail: once, in time, with that link alone.

use futures_util::future::join_all;
use guidepost::access::sign_in_link::make_link_by_operator;
use guidepost::config::Registration::{Approval, Invite};

use super::Office;
use crate::support::browser::location;
use crate::support::openid::OpenId;

const LINK: &str = "/sign-in/link";

#[tokio::test(flavor = "multi_thread")]
async fn the_link_in_the_mail_signs_in_once_and_leads_on() {
    let office = Office::start(Invite).await;
    office.reader_of("ada", "Ada@example.org").await;
    let mut browser = office.app.browser();
    office.ask(&mut browser, " aDA@EXAMPLE.org").await;
    let mail = office.peer.nth(1).await;
    // As its owner wrote it.
    assert_eq!(mail.to, ["Ada@example.org"]);
    assert_eq!(mail.subject(), "Sign in to Guidepost");
    assert_eq!(mail.header("Auto-Submitted"), "auto-generated");
    assert_eq!(
        mail.header("From"),
        "道しるべ <guidepost@guidepost.example>"
    );
    assert!(mail.header("Message-ID").ends_with("@guidepost.example>"));
    assert!(mailparse::dateparse(&mail.header("Date")).is_ok());
    assert!(mail.body().contains("Hello @ada,") && mail.body().contains("15 minutes"));

    let link = mail.link();
    for _ in 0..3 {
        let page = office.app.browser().page(&link).await;
        assert!(page.contains("@ada"));
    }
    // On any browser: whoever has the link may be at another one.
    let mut telephone = office.app.browser();
    let key = mail.key();
    let answer = telephone.form(LINK, &[("key", &key)]).await;
    assert_eq!(location(&answer), "/roles?x=1");
    assert!(telephone.is("ada").await);
    assert_eq!(office.app.browser().get(&link).await.status(), 404);
    let again = office.app.browser().form(LINK, &[("key", &key)]).await;
    assert_eq!(again.status(), 404);
    let forged = format!("x{}", key.split_at(1).1);
    assert_eq!(
        office
            .app
            .browser()
            .form(LINK, &[("key", &forged)])
            .await
            .status(),
        404
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_is_good_for_fifteen_minutes() {
    let office = Office::start(Invite).await;
    office.reader_of("ada", "ada@example.org").await;
    let mut browser = office.app.browser();
    office.ask(&mut browser, "ada@example.org").await;
    let second = office.peer.nth(1).await.link();
    let pass = async |minutes: u8| {
        office
            .sql(&format!(
                "update sign_in_links set created_at = created_at - interval '{minutes} minutes', \
                 expires_at = expires_at - interval '{minutes} minutes'"
            ))
            .await;
    };
    pass(14).await;
    assert_eq!(browser.get(&second).await.status(), 200);
    pass(2).await;
    assert_eq!(browser.get(&second).await.status(), 404);
    let key = second.split("?key=").nth(1).unwrap();
    assert_eq!(browser.form(LINK, &[("key", key)]).await.status(), 404);
    assert!(!browser.jar.contains_key("session"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_three_links_are_good_until_one_is_used() {
    let office = Office::start(Invite).await;
    office.reader_of("ada", "ada@example.org").await;
    let mut browser = office.app.browser();
    let mut links = Vec::new();
    for n in 1..=4 {
        office.ask(&mut browser, "ada@example.org").await;
        links.push(office.peer.nth(n).await);
    }
    let mut statuses = Vec::new();
    for mail in &links {
        statuses.push(browser.get(&mail.link()).await.status().as_u16());
    }
    assert_eq!(statuses, [404, 200, 200, 200]);
    // Those who come by several at the same time are one.
    let stranger = office.app.stranger();
    let answers = links.iter().map(async |it| {
        let key = it.key();
        stranger
            .form(LINK, &[("key", &key)])
            .await
            .status()
            .as_u16()
    });
    let mut statuses = join_all(answers).await;
    statuses.sort_unstable();
    assert_eq!(statuses, [303, 404, 404, 404]);
    assert!(office.holds("not exists (select from sign_in_links)").await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stranger_who_asks_and_asks_keeps_nobody_out_of_their_browser() {
    let office = Office::start(Invite).await;
    let ada = office.reader_of("ada", "ada@example.org").await;
    let mut browser = office.app.browser();
    office.enter(&mut browser, ada).await;
    office.sent(1).await;
    for _ in 0..7 {
        office
            .ask(&mut office.app.browser(), "ada@example.org")
            .await;
    }
    office.sent(6).await;
    browser.jar.remove("session");
    office.ask(&mut browser, "ada@example.org").await;
    let mails = office.sent(7).await;
    let key = mails[6].key();
    let answer = browser.form(LINK, &[("key", &key)]).await;
    assert_eq!(answer.status(), 303);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_asks_by_mail_does_not_end_what_an_operator_gave_out() {
    let office = Office::start(Invite).await;
    let ada = office.reader_of("ada", "ada@example.org").await;
    let secret = make_link_by_operator(&mut office.app.conn().await, ada)
        .await
        .unwrap();
    // Anybody may ask who knows the address.
    office
        .ask(&mut office.app.browser(), "ada@example.org")
        .await;
    let mails = office.sent(2).await;
    let mailed = mails.iter().find(|it| it.body().contains("key="));
    let mailed = mailed.unwrap().key();
    for key in [secret.reveal(), &mailed] {
        let answer = office.app.browser().form(LINK, &[("key", key)]).await;
        assert_eq!(answer.status(), 303);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_those_who_come_at_the_same_time_one_gets_in() {
    let office = Office::start(Invite).await;
    office.reader_of("ada", "ada@example.org").await;
    office
        .ask(&mut office.app.browser(), "ada@example.org")
        .await;
    let key = office.peer.nth(1).await.key();
    let stranger = office.app.stranger();
    let fields = [("key", key.as_str())];
    let answers = join_all((0..5).map(|_| stranger.form(LINK, &fields))).await;
    let mut statuses: Vec<u16> = answers.iter().map(|it| it.status().as_u16()).collect();
    statuses.sort_unstable();
    assert_eq!(statuses, [303, 404, 404, 404, 404]);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_led_to_another_site() {
    let office = Office::start(Invite).await;
    office.reader_of("ada", "ada@example.org").await;
    for (n, next) in ["//evil.example", "https://evil.example", "/\\evil.example"]
        .iter()
        .enumerate()
    {
        let fields = [("address", "ada@example.org"), ("next", next)];
        let answer = office.app.browser().form("/sign-in/mail", &fields).await;
        assert_eq!(answer.status(), 200);
        let mails = office.sent(2 * n + 1).await;
        let asked = mails
            .iter()
            .rfind(|it| it.subject().starts_with("Sign in"))
            .unwrap();
        let answer = office
            .app
            .browser()
            .form(LINK, &[("key", &asked.key())])
            .await;
        assert_eq!(location(&answer), "/", "{next}");
        office.sent(2 * n + 2).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_removed_address_signs_nobody_in_any_more() {
    let office = Office::start(Invite).await;
    let ada = office.reader_of("ada", "ada@example.org").await;
    office
        .ask(&mut office.app.browser(), "ada@example.org")
        .await;
    let link = office.peer.nth(1).await.link();
    let doors = guidepost::access::identity::Doors {
        vouchers: Vec::new(),
        mail: true,
        rp_id: None,
    };
    let mut conn = office.app.conn().await;
    let own = guidepost::access::addresses::own::all(&mut conn, ada)
        .await
        .unwrap();
    guidepost::access::addresses::own::claim(&mut conn, ada, "other@example.org")
        .await
        .unwrap();
    guidepost::access::addresses::remove_address(&mut conn, ada, own[0].id, &doors)
        .await
        .unwrap();
    assert_eq!(office.app.browser().get(&link).await.status(), 404);
    // It and the other one were told.
    office.sent(3).await;
    office
        .ask(&mut office.app.browser(), "ada@example.org")
        .await;
    office.sent(3).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_a_provider_told_signs_nobody_in() {
    let peer = OpenId::start();
    let office = Office::with(
        guidepost::config::Registration::Open,
        vec![peer.provider("company")],
    )
    .await;
    office.app.browser().join("/sign-in/company", "ada").await;
    assert!(
        office
            .holds("(select email from identities) = 'ada@example.org'")
            .await
    );
    office
        .ask(&mut office.app.browser(), "ada@example.org")
        .await;
    // It is not known here: whoever reads its mail may join with it, as somebody else.
    let mail = office.peer.nth(1).await;
    assert!(mail.link().starts_with("/join/mail?key="));
}

#[tokio::test(flavor = "multi_thread")]
async fn who_waits_for_approval_is_told_so() {
    let office = Office::start(Approval).await;
    let ada = office.reader_of("ada", "ada@example.org").await;
    office
        .sql(&format!(
            "update people set waiting_since = now() where id = '{}'",
            ada.0
        ))
        .await;
    let mut browser = office.app.browser();
    office.ask(&mut browser, "ada@example.org").await;
    let key = office.peer.nth(1).await.key();
    let answer = browser.form(LINK, &[("key", &key)]).await;
    assert_eq!(location(&answer), "/join");
}
