//! Kept answers: given again while nothing changed, and right on every server at once when something did.

mod pages;

use std::time::Duration;

use diesel::sql_query;
use diesel_async::{RunQueryDsl, SimpleAsyncConnection};
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
    let path = format!("/api/v1/stories/{}", story["id"].as_str().unwrap());
    let etag = author.get(&path).await.headers()["etag"].clone();
    let request = author.request(Method::POST, &format!("{path}/{step}"));
    let answer = request.header("if-match", etag).send().await.unwrap();
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

#[tokio::test(flavor = "multi_thread")]
async fn a_story_is_read_again_under_each_of_its_addresses() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    let story = author.published(&short("A story", "sre", "cto")).await;
    let by_id = format!("/stories/{}", story["id"].as_str().unwrap());
    for _ in 0..3 {
        for path in [&address(&story), &by_id] {
            assert!(app.stranger().page(path).await.contains("A story"));
        }
    }
    step(&author, &story, "withdraw").await;
    for path in [&address(&story), &by_id] {
        assert_eq!(app.stranger().get(path).await.status(), 410, "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_author_s_own_page_is_kept_for_nobody() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    let story = author.published(&short("A story", "sre", "cto")).await;
    let signed_in = app.signed_in("tsuzura").await;
    let path = address(&story);
    for _ in 0..2 {
        let own = signed_in.get(&path).await;
        assert_eq!(own.headers()["cache-control"], "private, no-store");
        assert!(own.text().await.unwrap().contains("/edit"));
        let page = app.stranger().page(&path).await;
        assert!(!page.contains("/edit") && !page.contains("sign-out"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_kept_answer_says_the_same_in_every_encoding() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    let mut story = short("圧縮しても同じ", "sre", "cto");
    story["reflection_md"] = "長い文章。".repeat(500).into();
    let story = author.published(&story).await;
    let path = address(&story);
    let plain = app.stranger().page(&path).await;
    for (accepted, encoding) in [
        ("gzip, deflate, br", Some("br")),
        ("gzip", Some("gzip")),
        ("identity", None),
    ] {
        let get = app.stranger().request(Method::GET, &path);
        let answer = get
            .header("accept-encoding", accepted)
            .send()
            .await
            .unwrap();
        let told = answer
            .headers()
            .get("content-encoding")
            .map(|it| it.to_str().unwrap().to_owned());
        assert_eq!(told.as_deref(), encoding);
        assert!(
            answer.headers()["vary"]
                .to_str()
                .unwrap()
                .contains("Accept-Encoding")
        );
        let etag = answer.headers()["etag"].clone();
        let bytes = answer.bytes().await.unwrap();
        let mut text = Vec::new();
        match encoding {
            Some("br") => brotli::BrotliDecompress(&mut bytes.as_ref(), &mut text).unwrap(),
            Some(_) => {
                let mut decoder = flate2::read::GzDecoder::new(bytes.as_ref());
                std::io::Read::read_to_end(&mut decoder, &mut text)
                    .map(drop)
                    .unwrap();
            }
            None => text.extend_from_slice(&bytes),
        }
        assert_eq!(String::from_utf8(text).unwrap(), plain);
        let again = app.stranger().request(Method::GET, &path);
        let again = again
            .header("accept-encoding", accepted)
            .header("if-none-match", etag);
        assert_eq!(again.send().await.unwrap().status(), 304);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_language_has_its_own_page() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    let story = author.published(&short("A story", "sre", "cto")).await;
    let path = address(&story);
    for _ in 0..2 {
        for (language, said) in [("ja", "<html lang=\"ja\""), ("en", "<html lang=\"en\"")] {
            let get = app.stranger().request(Method::GET, &path);
            let page = get
                .header("accept-language", language)
                .send()
                .await
                .unwrap();
            assert!(page.text().await.unwrap().contains(said), "{language}");
            let page = app.stranger().get(&format!("{path}?lang={language}")).await;
            let cookie = page.headers()["set-cookie"].to_str().unwrap().to_owned();
            assert!(cookie.starts_with(&format!("lang={language}")));
            assert!(page.text().await.unwrap().contains(said), "{language}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stamp_is_never_followed_by_a_smaller_one() {
    let app = TestApp::start().await;
    let (mut one, mut other) = (app.conn().await, app.conn().await);
    let stamp = "select stamp_lists(array['', 'to:cto'])";
    one.batch_execute(&format!("begin; {stamp}")).await.unwrap();
    let waiting = tokio::spawn(async move { other.batch_execute(stamp).await });
    let mut watching = app.conn().await;
    let is_waiting = "select from pg_stat_activity where wait_event_type = 'Lock' \
         and datname = current_database()";
    while sql_query(is_waiting).execute(&mut watching).await.unwrap() == 0 {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    one.batch_execute(stamp).await.unwrap();
    one.batch_execute("commit").await.unwrap();
    waiting.await.unwrap().unwrap();
    // What was stamped last has the greatest number that was drawn.
    let is_last = "select from list_stamps, stamps where key = 'to:cto' and stamp = last_value";
    assert_eq!(sql_query(is_last).execute(&mut watching).await.unwrap(), 1);
}
