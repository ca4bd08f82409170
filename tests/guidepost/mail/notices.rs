//! Notices of sign-ins from a browser that is new to the account.

use guidepost::access::addresses::own::claim;
use guidepost::config::Registration::Invite;
use guidepost::i18n::Language;

use super::Office;
use crate::support::browser::Browser;

const KNOWN: &str = "known_browsers";

async fn enter_by_mail(office: &Office, browser: &mut Browser, n: usize) {
    office.ask(browser, "ada@example.org").await;
    let mail = office.peer.nth(n).await;
    let answer = browser.form("/sign-in/link", &[("key", &mail.key())]).await;
    assert_eq!(answer.status(), 303);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_browser_that_is_new_to_the_account_is_told_of_once() {
    let office = Office::start(Invite).await;
    let ada = office.reader_of("ada", "ada@example.org").await;
    office
        .sql("update people set time_zone = 'Asia/Tokyo'")
        .await;
    let mut first = office.app.browser();
    enter_by_mail(&office, &mut first, 1).await;
    let mails = office.sent(2).await;
    let notice = &mails[1];
    assert_eq!(notice.to, ["ada@example.org"]);
    assert_eq!(notice.subject(), "Sign-in from a new browser");
    let body = notice.body();
    for told in [
        "Hello @ada,",
        "When: ",
        "(Asia/Tokyo)",
        "Browser: ",
        "http://localhost:8080/settings/sessions",
    ] {
        assert!(body.contains(told), "{told}: {body}");
    }
    assert!(!body.contains("?key="));

    // The same browser later, even after signing out, and a cookie that says nothing but that.
    let mark = first.jar["browser"].clone();
    first.form("/sign-out", &[]).await;
    assert_eq!(first.jar.get("browser"), Some(&mark));
    enter_by_mail(&office, &mut first, 3).await;
    office.sent(3).await;
    assert!(
        office
            .holds(&format!("(select count(*) from {KNOWN}) = 1"))
            .await
    );
    assert!(office.holds(&format!("not exists (select from {KNOWN} it where it::text like '%{mark}%' or hash = sha256('{mark}'))")).await);

    // Another one, to all addresses.
    claim(&mut office.app.conn().await, ada, "work@example.org")
        .await
        .unwrap();
    let mut second = office.app.browser();
    office.enter(&mut second, ada).await;
    let mails = office.sent(5).await;
    let mut to: Vec<_> = mails[3..].iter().flat_map(|it| it.to.clone()).collect();
    to.sort();
    assert_eq!(to, ["ada@example.org", "work@example.org"]);

    // What another member knows is new to this one.
    let bob = office.reader_of("bob", "bob@example.org").await;
    office.enter(&mut first, bob).await;
    let mails = office.sent(6).await;
    assert_eq!(mails[5].to, ["bob@example.org"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_notice_speaks_the_language_of_its_reader() {
    let office = Office::start(Invite).await;
    let aoi = office.person("aoi", Language::Japanese).await;
    claim(&mut office.app.conn().await, aoi, "aoi@example.org")
        .await
        .unwrap();
    office.enter(&mut office.app.browser(), aoi).await;
    let mail = office.peer.nth(1).await;
    assert_eq!(mail.subject(), "新しいブラウザーからのサインイン");
    let body = mail.body();
    for told in [
        "@aoi さん",
        "日時：20",
        "ブラウザー：不明",
        "サインイン中の端末：http://localhost:8080/settings/sessions",
    ] {
        assert!(body.contains(told), "{told}: {body}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_sent_to_whom_no_verified_address_is_known() {
    let office = Office::start(Invite).await;
    let (person, _) = office.member("ada").await;
    office
        .sql(&format!(
            "insert into mail_addresses (person_id, address, expires_at) \
             values ('{}', 'ada@example.org', now() + interval '1 day')",
            person.0
        ))
        .await;
    office.enter(&mut office.app.browser(), person).await;
    office.sent(0).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_cookie_that_knows_a_browser_is_hidden_and_long_lived() {
    let office = Office::start(Invite).await;
    let ada = office.person("ada", Language::English).await;
    let mut conn = office.app.conn().await;
    let next = guidepost::access::return_to::ReturnTo::parse("/");
    let secret = guidepost::access::sign_in_link::make_link(&mut conn, ada, &next)
        .await
        .unwrap();
    let key = [("key", secret.reveal())];
    let answer = office.app.stranger().form("/sign-in/link", &key).await;
    let cookies = answer.headers().get_all("set-cookie").iter();
    let cookie = cookies
        .map(|it| it.to_str().unwrap())
        .find(|it| it.starts_with("browser="))
        .unwrap();
    for part in ["HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=34560000"] {
        assert!(cookie.split("; ").any(|it| it == part), "{cookie}");
    }
    // Who does not sign in gets none.
    let answer = office
        .app
        .stranger()
        .form("/sign-in/link", &[("key", "x")])
        .await;
    assert!(!answer.headers().contains_key("set-cookie"));
}
