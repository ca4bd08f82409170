//! The pages that put many stories together: right on the next request, at every server.

use reqwest::Method;
use serde_json::json;

use super::{change, step, two_servers};
use crate::support::stories::short;
use crate::support::{Client, TestApp};

/// Every page on which a story from SRE to CTO stands.
const PAGES: [&str; 7] = [
    "/",
    "/stories",
    "/stories?to=cto",
    "/stories?from=sre&language=en",
    "/stories?author=tsuzura",
    "/roles/cto",
    "/people/tsuzura",
];

async fn all_show(readers: &[Client], title: &str, is_there: bool) {
    for reader in readers {
        for path in PAGES {
            let page = reader.page(path).await;
            assert_eq!(page.contains(title), is_there, "{title} on {path}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_shows_a_story_as_it_is_and_where_it_is_no_more_not() {
    let (one, other, author) = two_servers().await;
    let readers = [one.stranger(), other.stranger()];
    author.published(&short("Here first", "sre", "cto")).await;
    all_show(&readers, "Here first", true).await;
    all_show(&readers, "It came later", false).await;
    let story = author
        .published(&short("It came later", "sre", "cto"))
        .await;
    all_show(&readers, "It came later", true).await;
    change(&author, &story, |it| {
        it["title"] = "Told anew".into();
        it["summary"] = "Another one.".into();
    })
    .await;
    all_show(&readers, "It came later", false).await;
    all_show(&readers, "Told anew", true).await;
    step(&author, &story, "withdraw").await;
    all_show(&readers, "Told anew", false).await;
    all_show(&readers, "Here first", true).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn numbers_are_those_of_the_stories_that_are_there() {
    let (one, other, author) = two_servers().await;
    let readers = [one.stranger(), other.stranger()];
    let mut stories = Vec::new();
    for n in 1..=3 {
        let story = short(&format!("Story {n}"), "sre", "cto");
        stories.push(author.published(&story).await);
        for reader in &readers {
            let roles = reader.json("/api/v1/roles/cto").await;
            assert_eq!(roles["stories"], n);
            let list = reader.page("/stories?language=en&lang=en").await;
            assert!(
                list.contains(&format!("Chief technology officer ({n})")),
                "{n} reach the role"
            );
        }
    }
    step(&author, &stories[0], "withdraw").await;
    for reader in &readers {
        let list = reader.page("/stories?language=en&lang=en").await;
        assert!(list.contains("Chief technology officer (2)"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_guidepost_tells_what_its_stories_tell_now() {
    let (one, other, author) = two_servers().await;
    let readers = [one.stranger(), other.stranger()];
    let mut story = short("A story", "sre", "cto");
    story["tips"][0]["text_md"] = "Ask early.".into();
    story["practices"] =
        json!([{"practice": "error-budget", "applied_to": "risk", "how_md": "By halves."}]);
    let story = author.published(&story).await;
    for reader in &readers {
        let page = reader.page("/roles/cto").await;
        assert!(page.contains("Ask early.") && page.contains(">risk<"));
    }
    change(&author, &story, |it| {
        it["tips"][0]["text_md"] = "Ask often.".into();
        it["practices"][0]["applied_to"] = "budgets".into();
    })
    .await;
    for reader in &readers {
        let page = reader.page("/roles/cto").await;
        assert!(page.contains("Ask often.") && page.contains(">budgets<"));
        assert!(!page.contains("Ask early.") && !page.contains(">risk<"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_without_stories_is_shown_as_they_are() {
    let (one, other, author) = two_servers().await;
    let readers = [one.stranger(), other.stranger()];
    for bio in ["I keep things running.", "I keep people running."] {
        let renamed = author.request(Method::PATCH, "/api/v1/me");
        let renamed = renamed.json(&json!({"bio_md": bio})).send().await.unwrap();
        assert_eq!(renamed.status(), 200);
        for reader in &readers {
            assert!(reader.page("/people/tsuzura").await.contains(bio), "{bio}");
        }
    }
    let language = author.request(Method::PATCH, "/api/v1/me");
    let language = language.json(&json!({"language": "en"})).send();
    assert_eq!(language.await.unwrap().status(), 200);
    for reader in &readers {
        let page = reader.page("/people/tsuzura?lang=ja").await;
        assert!(page.contains("measure\" lang=\"en\""));
    }
    let links = json!({"links": [{"label": "Garden", "url": "https://example.org/garden"}]});
    let linked = author.request(Method::PATCH, "/api/v1/me").json(&links);
    assert_eq!(linked.send().await.unwrap().status(), 200);
    for reader in &readers {
        assert!(reader.page("/people/tsuzura").await.contains("Garden"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn another_site_may_read_a_kept_list_too() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    author.published(&short("A story", "sre", "cto")).await;
    for _ in 0..3 {
        let list = app.stranger().request(Method::GET, "/api/v1/stories");
        let list = list.header("origin", "https://elsewhere.example");
        let list = list.send().await.unwrap();
        assert_eq!(list.headers()["access-control-allow-origin"], "*");
        assert!(list.text().await.unwrap().contains("A story"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_signed_in_gets_no_page_of_others_and_leaves_none() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    author.published(&short("A story", "sre", "cto")).await;
    let signed_in = app.signed_in("tsuzura").await;
    for path in PAGES {
        for _ in 0..2 {
            let own = signed_in.get(path).await;
            assert_eq!(own.headers()["cache-control"], "private, no-store");
            assert!(own.text().await.unwrap().contains("/sign-out"), "{path}");
            assert!(!app.stranger().page(path).await.contains("/sign-out"));
        }
    }
}
