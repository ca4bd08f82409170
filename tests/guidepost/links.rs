//! Terms, privacy and contact stand where they are set, and nowhere else.

use diesel_async::SimpleAsyncConnection;
use guidepost::access::{LocalSignIn, Ways};
use guidepost::config::links::Links;
use guidepost::config::{Registration, Serve};

use crate::support::openid::OpenId;
use crate::support::postgres::new_database;
use crate::support::{TestApp, options};

const TERMS: &str = "https://example.org/terms?a=1&b=2";

fn with(terms: Option<&str>, contact: Option<&str>) -> Serve {
    let links = Links {
        terms: terms.map(|it| it.parse().unwrap()),
        privacy: terms.map(|_| "https://example.org/privacy".parse().unwrap()),
        contact: contact.map(|it| it.parse().unwrap()),
    };
    Serve {
        links,
        registration: Some(Registration::Open),
        ..options()
    }
}

async fn suspended_page(options: &Serve) -> String {
    let local = LocalSignIn::of(None, options);
    let app = TestApp::with(new_database().await, options, local);
    let aoi = app.member("aoi").await;
    let sql = "update people set suspended_at = now(); \
        insert into moderation_acts (kind, person_id, reason) select 'suspend', id, 'Spam.' from people";
    app.conn().await.batch_execute(sql).await.unwrap();
    aoi.page("/suspended?lang=en").await
}

async fn join_page(options: &Serve) -> String {
    let peer = OpenId::start();
    let ways = Ways::of(Some("elsewhere"), options, vec![peer.provider("company")]);
    let app = TestApp::with_ways(new_database().await, options, ways);
    let mut ada = app.browser();
    ada.sign_in("/sign-in/company").await;
    ada.page("/join?lang=en").await
}

#[tokio::test(flavor = "multi_thread")]
async fn they_stand_in_the_footer_where_one_joins_and_where_one_is_suspended() {
    let options = with(Some(TERMS), Some("mailto:hello@example.org"));
    let app = TestApp::with(new_database().await, &options, None);
    let terms = "href=\"https://example.org/terms?a=1&#38;b=2\"";
    for path in ["/", "/about", "/no/such/page"] {
        for (language, words) in [("en", "Terms of use"), ("ja", "利用規約")] {
            let page = app.stranger().get(&format!("{path}?lang={language}")).await;
            let page = page.text().await.unwrap();
            for told in [
                terms,
                "https://example.org/privacy",
                "href=\"mailto:hello@example.org\"",
                words,
            ] {
                assert!(page.contains(told), "{told} on {path}");
            }
        }
    }
    let join = join_page(&options).await;
    assert!(join.contains("By becoming a member, you agree"));
    assert_eq!(join.matches(terms).count(), 2);
    let suspended = suspended_page(&options).await;
    assert_eq!(suspended.matches("mailto:hello@example.org").count(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_set_stands_nowhere() {
    let options = with(None, None);
    let app = TestApp::with(new_database().await, &options, None);
    let home = app.stranger().page("/?lang=en").await;
    for word in ["Terms of use", "Privacy", "Contact"] {
        assert!(!home.contains(word), "{word}");
    }
    assert!(!join_page(&options).await.contains("you agree"));
    assert!(!suspended_page(&options).await.contains("can be reached"));
}
