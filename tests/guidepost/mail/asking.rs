//! Asking for a link: the same answer for everybody, and nothing readable in a queue.

use guidepost::config::Registration::Invite;

use super::Office;
use crate::support::smtp::Mood;

#[tokio::test(flavor = "multi_thread")]
async fn the_answer_is_the_same_whether_an_address_is_known_or_not() {
    let office = Office::start(Invite).await;
    office.reader_of("ada", "ada@example.org").await;
    let mut browser = office.app.browser();
    assert!(
        browser
            .page("/sign-in")
            .await
            .contains("action=\"/sign-in/mail\"")
    );
    let mut pages = Vec::new();
    for address in ["ada@example.org", "eve@example.org"] {
        let page = office.ask(&mut browser, address).await;
        assert!(page.contains(address));
        pages.push(page.replace(address, ""));
        // What is done before the answer is the same, too.
        let counted =
            format!("exists (select from mail_counts where hash = sha256('to {address}'))");
        assert!(office.holds(&counted).await);
    }
    assert_eq!(pages[0], pages[1]);
    assert!(browser.jar.is_empty());
    let mails = office.sent(1).await;
    assert_eq!(mails[0].to, ["ada@example.org"]);
    assert!(office.holds("not exists (select from letters)").await);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_address_comes_back_with_what_was_typed() {
    let office = Office::start(Invite).await;
    let mut browser = office.app.browser();
    for typed in ["", "ada", "ada@example.org\nBcc: eve@example.org"] {
        let fields = [("address", typed), ("next", "/roles")];
        let answer = browser.form("/sign-in/mail", &fields).await;
        assert_eq!(answer.status(), 422);
        assert_eq!(answer.headers()["cache-control"], "private, no-store");
        let page = answer.text().await.unwrap();
        assert!(page.contains(&format!("value=\"{typed}\"")) && page.contains("address-error"));
        assert!(page.contains("name=\"next\" value=\"/roles\""));
    }
    office.sent(0).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_server_that_is_down_fails_no_page_and_is_tried_again() {
    let office = Office::start(Invite).await;
    office.reader_of("ada", "ada@example.org").await;
    office.peer.is(Mood::Refusing);
    office
        .ask(&mut office.app.browser(), "Ada@example.org")
        .await;
    office
        .until("exists (select from jobs where last_error is not null)")
        .await;
    // Nobody who reads the queue gets in, or learns what the server said.
    for condition in [
        "(select last_error from jobs) = 'the mail server answered 550'",
        "(select payload from jobs) = (select jsonb_build_object('letter', id) from letters)",
        "(select letters::text !~ '[A-Za-z0-9_-]{43}' from letters)",
        "(select count(*) from sign_in_links) = 1",
        "not exists (select from events where payload::text like '%example.org%')",
    ] {
        assert!(office.holds(condition).await, "{condition}");
    }
    office.peer.is(Mood::Well);
    office
        .sql("update jobs set run_at = now(); select pg_notify('guidepost_jobs', '')")
        .await;
    let mail = office.peer.nth(1).await;
    let answer = office
        .app
        .browser()
        .form("/sign-in/link", &[("key", &mail.key())])
        .await;
    assert_eq!(answer.status(), 303);
    // The link, once, and the notice of a new browser.
    office.sent(2).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_that_can_not_be_sent_for_an_hour_is_not_wanted_any_more() {
    let office = Office::start(Invite).await;
    office.reader_of("ada", "ada@example.org").await;
    office.peer.is(Mood::Refusing);
    office
        .ask(&mut office.app.browser(), "ada@example.org")
        .await;
    office
        .until("exists (select from jobs where last_error is not null)")
        .await;
    office.peer.is(Mood::Well);
    office
        .sql(
            "update letters set written_at = now() - interval '61 minutes', expires_at = now() - interval '1 minute'; \
             update jobs set run_at = now(); select pg_notify('guidepost_jobs', '')",
        )
        .await;
    office.sent(0).await;
}
