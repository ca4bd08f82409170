//! Kept answers: given again while nothing changed, and right on every server at once when something did.

mod answers;
mod pages;

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::stories::short;
use crate::support::{Client, TestApp};

/// Two servers over one database, and somebody who writes.
async fn two_servers() -> (TestApp, TestApp, Client) {
    let one = TestApp::start().await;
    let other = TestApp::on(one.database.clone());
    let author = one
        .person(
            "tsuzura",
            &[
                guidepost::access::Scope::StoriesWrite,
                guidepost::access::Scope::ProfileWrite,
            ],
        )
        .await;
    (one, other, author)
}

fn address(story: &Value) -> String {
    format!("/stories/{}", story["slug"].as_str().unwrap())
}

async fn step(author: &Client, story: &Value, step: &str) {
    let answer = author.step(story["id"].as_str().unwrap(), step).await;
    assert_eq!(answer.status(), 200);
}

async fn change(author: &Client, story: &Value, change: impl FnOnce(&mut Value)) {
    let path = format!("/api/v1/stories/{}", story["id"].as_str().unwrap());
    let answer = author.get(&path).await;
    let etag = answer.headers()["etag"].to_str().unwrap().to_owned();
    let mut content: Value = answer.json().await.unwrap();
    change(&mut content);
    assert_eq!(author.put(&path, &etag, &content).await.status(), 200);
}

async fn titles(client: &Client, list: &str) -> Vec<String> {
    let list = client.json(&format!("/api/v1/stories{list}")).await;
    let items = list["items"].as_array().unwrap();
    items
        .iter()
        .map(|it| it["title"].as_str().unwrap().to_owned())
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_edit_is_seen_on_the_next_request_at_every_server() {
    let (one, other, author) = two_servers().await;
    let story = author.published(&short("Before", "sre", "cto")).await;
    let readers = [one.stranger(), other.stranger()];
    for reader in &readers {
        assert!(reader.page(&address(&story)).await.contains("Before"));
    }
    change(&author, &story, |it| it["title"] = "After".into()).await;
    for reader in &readers {
        let page = reader.page(&address(&story)).await;
        assert!(page.contains("After") && !page.contains("Before</h1>"));
        assert_eq!(titles(reader, "?to=cto").await, ["After"]);
    }
    step(&author, &story, "withdraw").await;
    for reader in &readers {
        assert_eq!(reader.get(&address(&story)).await.status(), 410);
        assert!(titles(reader, "?to=cto").await.is_empty());
    }
    step(&author, &story, "unlist").await;
    for reader in &readers {
        assert!(reader.page(&address(&story)).await.contains("After"));
        assert!(titles(reader, "").await.is_empty());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_stands_in_no_list_is_right_on_the_next_request_too() {
    let (one, other, author) = two_servers().await;
    let story = author.published(&short("Before", "sre", "cto")).await;
    step(&author, &story, "unlist").await;
    let readers = [one.stranger(), other.stranger()];
    let is_read = async |said: &str| {
        // The second time it is known that nothing has changed at all.
        for reader in readers.iter().chain(&readers) {
            let page = reader.page(&address(&story)).await;
            assert!(page.contains(said), "{said}");
        }
    };
    is_read("Before").await;
    change(&author, &story, |it| it["title"] = "After".into()).await;
    is_read("After").await;
    // Somebody else's story is no reason to make it anew, and no reason to forget it.
    let stranger = one.author("kosei").await;
    stranger
        .published(&short("Another", "sre", "engineering-manager"))
        .await;
    is_read("After").await;
    let renamed = author.request(Method::PATCH, "/api/v1/me");
    let renamed = renamed.json(&json!({"display_name": "Tsuzura II"})).send();
    assert_eq!(renamed.await.unwrap().status(), 200);
    is_read("Tsuzura II").await;
    step(&author, &story, "withdraw").await;
    for reader in &readers {
        assert_eq!(reader.get(&address(&story)).await.status(), 410);
    }
    step(&author, &story, "unlist").await;
    is_read("After").await;
    let deleted = author.delete(story["id"].as_str().unwrap()).await;
    assert_eq!(deleted.status(), 204);
    for reader in &readers {
        assert_eq!(reader.get(&address(&story)).await.status(), 404);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_changes_with_each_story_that_comes_changes_and_goes() {
    let (one, other, author) = two_servers().await;
    let first = author.published(&short("First", "sre", "cto")).await;
    let readers = [one.stranger(), other.stranger()];
    let lists = [
        "",
        "?to=cto",
        "?from=sre",
        "?from=sre&to=cto",
        "?language=en",
        "?to=cto&language=en",
    ];
    for list in lists {
        for reader in &readers {
            assert_eq!(titles(reader, list).await, ["First"], "{list}");
        }
    }
    let second = author.published(&short("Second", "sre", "cto")).await;
    for list in lists {
        for reader in &readers {
            assert_eq!(titles(reader, list).await, ["Second", "First"], "{list}");
        }
    }
    // It leaves the lists of what it tells no more, and stays in the others.
    change(&author, &second, |it| {
        it["transitions"][0]["to_role"] = "staff-engineer".into();
    })
    .await;
    change(&author, &first, |it| it["language"] = "ja".into()).await;
    for reader in &readers {
        assert_eq!(titles(reader, "").await, ["Second", "First"]);
        assert_eq!(titles(reader, "?to=cto").await, ["First"]);
        assert_eq!(titles(reader, "?from=sre&to=cto").await, ["First"]);
        assert_eq!(titles(reader, "?language=en").await, ["Second"]);
        assert!(titles(reader, "?to=cto&language=en").await.is_empty());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_name_stands_beside_every_story_at_once() {
    let (one, other, author) = two_servers().await;
    let story = author.published(&short("A story", "sre", "cto")).await;
    let readers = [one.stranger(), other.stranger()];
    for reader in &readers {
        assert!(reader.page(&address(&story)).await.contains("tsuzura"));
        titles(reader, "").await;
    }
    let renamed = author.request(Method::PATCH, "/api/v1/me");
    let renamed = renamed
        .json(&json!({"display_name": "Tsuzura the Second"}))
        .send();
    assert_eq!(renamed.await.unwrap().status(), 200);
    for reader in &readers {
        let page = reader.page(&address(&story)).await;
        assert!(page.contains("Tsuzura the Second"));
        let list = reader.json("/api/v1/stories").await;
        assert_eq!(
            list["items"][0]["author"]["display_name"],
            "Tsuzura the Second"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_shown_beside_a_story_vanishes_with_it() {
    let (one, other, author) = two_servers().await;
    let story = author.published(&short("A story", "sre", "cto")).await;
    let next = author
        .published(&short("Where it goes on", "cto", "staff-engineer"))
        .await;
    let readers = [one.stranger(), other.stranger()];
    for reader in &readers {
        assert!(
            reader
                .page(&address(&story))
                .await
                .contains("Where it goes on")
        );
    }
    step(&author, &next, "withdraw").await;
    for reader in &readers {
        assert!(
            !reader
                .page(&address(&story))
                .await
                .contains("Where it goes on")
        );
    }
}
