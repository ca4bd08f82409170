//! Addresses: added, verified by a link, and removed.

use diesel_async::SimpleAsyncConnection;
use futures_util::future::join_all;
use guidepost::access::forget::expired;
use guidepost::config::Registration::Invite;
use guidepost::i18n::Language;

use super::Office;
use crate::support::browser::{Browser, location};

const HERE: &str = "/settings/mail";
const LINK: &str = "/settings/mail/verify";

/// Adds an address. Returns the path of the link that is sent.
async fn add(office: &Office, browser: &mut Browser, address: &str) -> String {
    // What was told before is not on its way any more.
    office
        .until("not exists (select from jobs where died_at is null)")
        .await;
    let n = office.peer.all().len();
    let answer = browser
        .form(HERE, &[("do", "add"), ("address", address)])
        .await;
    assert_eq!(location(&answer), "/settings/mail?done=sent");
    office.peer.nth(n + 1).await.link()
}

async fn press(browser: &mut Browser, link: &str) -> u16 {
    let key = link.split("?key=").nth(1).unwrap();
    browser.form(LINK, &[("key", key)]).await.status().as_u16()
}

/// The form that removes the address on the page.
async fn remove(browser: &mut Browser, address: &str) -> u16 {
    let page = browser.page(HERE).await;
    let form = page
        .split("<form ")
        .find(|it| it.contains(&format!("value=\"{address}\"")));
    let id = form.unwrap().split("name=\"id\" value=\"").nth(1).unwrap();
    let id = id.split('"').next().unwrap();
    let fields = [("do", "remove"), ("id", id)];
    browser.form(HERE, &fields).await.status().as_u16()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_is_added_and_verified_by_the_link_that_is_sent_to_it() {
    let office = Office::start(Invite).await;
    let aoi = office.person("aoi", Language::Japanese).await;
    let mut browser = office.app.browser();
    office.enter(&mut browser, aoi).await;
    assert!(
        browser
            .page("/settings/profile")
            .await
            .contains("href=\"/settings/mail\"")
    );

    let link = add(&office, &mut browser, " Aoi.K@Example.ORG ").await;
    let mail = office.peer.nth(1).await;
    assert_eq!(mail.to, ["Aoi.K@example.org"]);
    assert_eq!(mail.subject(), "メールアドレスの確認");
    let body = mail.body();
    assert!(
        body.contains("@aoi さんのアカウント") && body.contains("24時間"),
        "{body}"
    );
    let page = browser.page(HERE).await;
    assert!(page.contains("Aoi.K@example.org") && page.contains("確認を待っています"));
    let verified = "exists (select from mail_addresses where verified_at is not null)";
    assert!(!office.holds(verified).await);

    // What reads links ahead uses nothing up, and nobody else learns whose it is.
    for _ in 0..3 {
        let answer = browser.get(&link).await;
        assert_eq!(answer.status(), 200);
        assert_eq!(answer.headers()["cache-control"], "private, no-store");
        assert_eq!(answer.headers()["referrer-policy"], "same-origin");
        assert!(answer.text().await.unwrap().contains("Aoi.K@example.org"));
    }
    let mut stranger = office.app.browser();
    let (_, mut mallory) = office.member("mallory").await;
    for (other, status) in [(&mut stranger, 401), (&mut mallory, 404)] {
        let answer = other.get(&link).await;
        assert_eq!(answer.status(), status);
        assert!(!answer.text().await.unwrap().contains("example.org"));
        assert_eq!(press(other, &link).await, status);
    }

    assert_eq!(press(&mut browser, &link).await, 303);
    assert!(browser.page(HERE).await.contains("に確認しました"));
    assert_eq!(press(&mut browser, &link).await, 404);
    assert_eq!(browser.get(&link).await.status(), 404);
    for forged in ["", "x", "%00"] {
        let path = format!("{LINK}?key={forged}");
        assert_eq!(browser.get(&path).await.status(), 404);
    }
    office.sent(1).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_runs_out_after_a_day_and_with_the_next_one() {
    let office = Office::start(Invite).await;
    let (_, mut aoi) = office.member("aoi").await;
    let first = add(&office, &mut aoi, "aoi@example.org").await;
    let second = add(&office, &mut aoi, "AOI@example.org").await;
    assert_eq!(press(&mut aoi, &first).await, 404);
    assert_eq!(aoi.get(&second).await.status(), 200);
    let pass = "update mail_addresses set expires_at = expires_at - interval '23 hours'";
    office.sql(pass).await;
    assert_eq!(aoi.get(&second).await.status(), 200);
    office.sql(&pass.replace("23", "2")).await;
    assert_eq!(aoi.get(&second).await.status(), 404);
    assert_eq!(press(&mut aoi, &second).await, 404);
    assert!(aoi.page(HERE).await.contains("None yet"));
    expired(&mut office.app.conn().await, 100).await.unwrap();
    assert!(
        office
            .holds("not exists (select from mail_addresses)")
            .await
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_who_verify_one_address_one_has_it() {
    let office = Office::start(Invite).await;
    let mut wanting = Vec::new();
    for (handle, address) in [("ada", "shared@example.org"), ("bob", "SHARED@example.org")] {
        let (_, mut browser) = office.member(handle).await;
        let link = add(&office, &mut browser, address).await;
        wanting.push((browser, link));
    }
    let pressed = wanting
        .iter_mut()
        .map(|(browser, link)| press(browser, link));
    let mut statuses = join_all(pressed).await;
    statuses.sort_unstable();
    assert_eq!(statuses, [303, 409]);
    assert!(
        office
            .holds("(select count(*) from mail_addresses where verified_at is not null) = 1")
            .await
    );
    // The database itself keeps two from having it.
    let verified = "update mail_addresses set verified_at = now(), hash = null";
    assert!(
        office
            .app
            .conn()
            .await
            .batch_execute(verified)
            .await
            .is_err()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn another_s_address_can_be_added_but_tells_nothing() {
    let office = Office::start(Invite).await;
    office.reader_of("ada", "ada@example.org").await;
    let (_, mut mallory) = office.member("mallory").await;
    // As with an address that nobody has.
    add(&office, &mut mallory, "ada@example.org").await;
    add(&office, &mut mallory, "nobody@example.org").await;
    let page = mallory.page(HERE).await;
    assert_eq!(page.matches("Not confirmed yet").count(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_address_comes_back_with_what_was_typed() {
    let office = Office::start(Invite).await;
    let (_, mut aoi) = office.member("aoi").await;
    for typed in [
        "aoi",
        "aoi@example",
        "aoi@example.org\r\nBcc: eve@example.org",
        "葵@example.org",
    ] {
        let answer = aoi.form(HERE, &[("do", "add"), ("address", typed)]).await;
        assert_eq!(answer.status(), 422, "{typed}");
        let page = answer.text().await.unwrap();
        assert!(page.contains("Enter an e-mail address like"), "{page}");
        assert!(page.contains(&format!("value=\"{typed}\"")), "{page}");
        assert!(page.contains("aria-invalid"));
    }
    add(&office, &mut aoi, "one@example.org").await;
    for n in ["two", "three", "four", "five"] {
        add(&office, &mut aoi, &format!("{n}@example.org")).await;
    }
    let sixth = [("do", "add"), ("address", "six@example.org")];
    let answer = aoi.form(HERE, &sixth).await;
    assert_eq!(answer.status(), 422);
    assert!(
        answer
            .text()
            .await
            .unwrap()
            .contains("You have 5 addresses")
    );
    office.sent(5).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_way_in_stays() {
    let office = Office::start(Invite).await;
    let (person, mut aoi) = office.member("aoi").await;
    for address in ["one@example.org", "two@example.org"] {
        let link = add(&office, &mut aoi, address).await;
        assert_eq!(press(&mut aoi, &link).await, 303);
    }
    assert_eq!(remove(&mut aoi, "one@example.org").await, 303);
    assert_eq!(remove(&mut aoi, "two@example.org").await, 409);
    assert!(aoi.page(HERE).await.contains("two@example.org"));
    // One that was never verified is no way in.
    add(&office, &mut aoi, "three@example.org").await;
    assert_eq!(remove(&mut aoi, "three@example.org").await, 303);
    office
        .sql(&format!(
            "insert into identities (person_id, provider, subject) values ('{}', 'https://elsewhere.example', 'a')",
            person.0
        ))
        .await;
    // Nor is a provider that is not configured.
    assert_eq!(remove(&mut aoi, "two@example.org").await, 409);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_last_ways_that_go_at_the_same_time_one_stays() {
    let office = Office::start(Invite).await;
    let (person, aoi) = office.member("aoi").await;
    let mut ids = Vec::new();
    for n in 0..2 {
        let id = uuid::Uuid::new_v4();
        office
            .sql(&format!(
                "insert into mail_addresses (id, person_id, address, verified_at, expires_at) \
                 values ('{id}', '{}', 'a{n}@example.org', now(), now())",
                person.0
            ))
            .await;
        ids.push(id.to_string());
    }
    let (mut one, mut other) = (aoi.clone(), aoi);
    let (first, second) = (
        [("do", "remove"), ("id", ids[0].as_str())],
        [("do", "remove"), ("id", ids[1].as_str())],
    );
    let (a, b) = tokio::join!(one.form(HERE, &first), other.form(HERE, &second));
    let mut statuses = [a.status().as_u16(), b.status().as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [303, 409]);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_changes_another_s_addresses() {
    let office = Office::start(Invite).await;
    let id = uuid::Uuid::new_v4();
    let ada = office.reader_of("ada", "ada@example.org").await;
    office
        .sql(&format!(
            "update mail_addresses set id = '{id}' where person_id = '{}'",
            ada.0
        ))
        .await;
    let (_, mut mallory) = office.member("mallory").await;
    let id = id.to_string();
    for id in [id.as_str(), "", "x"] {
        let answer = mallory.form(HERE, &[("do", "remove"), ("id", id)]).await;
        assert_eq!(answer.status(), 404);
    }
    assert!(
        office
            .holds("(select count(*) from mail_addresses) = 1")
            .await
    );
}
