//! How many mails may be asked for. Nothing tells when there are no more.

use futures_util::future::join_all;
use guidepost::access::addresses::own::claim;
use guidepost::config::Registration::{Invite, Open};
use guidepost::config::{PerCaller, Rate, RateLimits, Rates, Serve};

use super::Office;
use crate::support::options;

#[tokio::test(flavor = "multi_thread")]
async fn one_address_gets_five_mails_an_hour_however_they_are_asked_for() {
    let office = Office::start(Open).await;
    let asked = (0..12).map(async |n| {
        let address = if n % 2 == 0 {
            "ada@example.org"
        } else {
            "ADA@Example.org"
        };
        let page = office.ask(&mut office.app.browser(), address).await;
        page.replace("ada@example.org", "")
            .replace("ADA@example.org", "")
    });
    let pages = join_all(asked).await;
    assert!(pages.iter().all(|it| *it == pages[0]));
    office.sent(5).await;
    office
        .sql("update mail_counts set expires_at = now()")
        .await;
    office
        .ask(&mut office.app.browser(), "ada@example.org")
        .await;
    office.sent(6).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_account_gets_five_links_an_hour_over_all_its_addresses() {
    let office = Office::start(Invite).await;
    let ada = office.reader_of("ada", "one@example.org").await;
    claim(&mut office.app.conn().await, ada, "two@example.org")
        .await
        .unwrap();
    for _ in 0..4 {
        office
            .ask(&mut office.app.browser(), "one@example.org")
            .await;
        office
            .ask(&mut office.app.browser(), "two@example.org")
            .await;
    }
    office.sent(5).await;
    // Others are not held up.
    office.reader_of("bob", "bob@example.org").await;
    office
        .ask(&mut office.app.browser(), "bob@example.org")
        .await;
    office.sent(6).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_member_adds_no_more_than_ten_addresses_an_hour() {
    let office = Office::start(Invite).await;
    let (_, mut mallory) = office.member("mallory").await;
    let mut add = async |n: usize| {
        office.sql("delete from mail_addresses").await;
        let address = format!("a{n}@example.org");
        let fields = [("do", "add"), ("address", address.as_str())];
        mallory.form("/settings/mail", &fields).await
    };
    for n in 0..10 {
        assert_eq!(add(n).await.status(), 303);
    }
    let answer = add(10).await;
    assert_eq!(answer.status(), 422);
    assert!(
        answer
            .text()
            .await
            .unwrap()
            .contains("Up to 10 confirmation e-mails")
    );
    assert!(
        office
            .holds("not exists (select from mail_addresses where address like 'a10%')")
            .await
    );
}

/// Asks from an address on the net, as a proxy tells it.
async fn ask_from(office: &Office, network: &str, address: &str) -> String {
    let fields = [("address", address)];
    let request = office.app.stranger().form_request("/sign-in/mail", &fields);
    let request = request.header("x-forwarded-for", network);
    let answer = request.send().await.unwrap();
    assert_eq!(answer.status(), 200);
    let page = answer.text().await.unwrap();
    page.replace(address, "")
}

#[tokio::test(flavor = "multi_thread")]
async fn one_network_and_one_server_send_few_mails_to_addresses_that_nobody_has() {
    let plenty = PerCaller {
        account: Rate::new(1_000, 1_000),
        address: Rate::new(1_000, 1_000),
    };
    let rates = Rates {
        reads: plenty,
        writes: plenty,
        entries: plenty,
        joining: plenty.address,
    };
    let limited = Serve {
        rate_limits: RateLimits::On(rates),
        trusted_proxies: "127.0.0.0/8".parse().unwrap(),
        ..options()
    };
    let office = Office::on(limited, Open, Vec::new()).await;
    office.reader_of("ada", "ada@example.org").await;
    office.reader_of("bob", "bob@example.org").await;
    let asked = (0..14).map(async |n| {
        let address = format!("stranger-{n}@example.org");
        ask_from(&office, "203.0.113.5", &address).await
    });
    let pages = join_all(asked).await;
    office.sent(10).await;
    // Members who sit behind the same address are not held up, and the answer is the same.
    let page = ask_from(&office, "203.0.113.5", "ada@example.org").await;
    assert!(pages.iter().all(|it| *it == page));
    office.sent(11).await;
    ask_from(&office, "203.0.113.6", "another@example.org").await;
    office.sent(12).await;

    office
        .sql("update mail_counts set n = 300 where n = 11")
        .await;
    ask_from(&office, "203.0.113.7", "third@example.org").await;
    office.sent(12).await;
    ask_from(&office, "203.0.113.7", "bob@example.org").await;
    office.sent(13).await;
}
