//! Each save makes a version that its author can read again, and nobody else.

use std::sync::Arc;

use serde_json::json;
use tokio::sync::Semaphore;

use super::id;
use crate::support::stories::short;
use crate::support::{Client, TestApp, problem};

async fn save(author: &Client, id: &str, title: &str) -> u16 {
    let saved = author.save(id, &short(title, "sre", "cto")).await;
    saved.status().as_u16()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_author_sees_what_changed_when() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    let (draft, _) = author.draft(&short("One", "sre", "cto")).await;
    let path = format!("/api/v1/stories/{}/versions", id(&draft));
    assert_eq!(save(&author, &id(&draft), "Two").await, 200);
    assert_eq!(
        save(&author, &id(&draft), "Two").await,
        200,
        "changes nothing"
    );
    assert_eq!(save(&author, &id(&draft), "Three").await, 200);

    let first = author.json(&format!("{path}?limit=2")).await;
    let cursor = first["next_cursor"].as_str().unwrap();
    let second = author
        .json(&format!("{path}?limit=2&cursor={cursor}"))
        .await;

    let versions = |page: &serde_json::Value| -> Vec<(i64, String)> {
        let item = |it: &serde_json::Value| {
            (
                it["version"].as_i64().unwrap(),
                it["title"].as_str().unwrap().to_owned(),
            )
        };
        page["items"].as_array().unwrap().iter().map(item).collect()
    };
    assert_eq!(
        versions(&first),
        [(3, "Three".to_owned()), (2, "Two".to_owned())]
    );
    assert_eq!(versions(&second), [(1, "One".to_owned())]);
    assert_eq!(second["next_cursor"], json!(null));
    assert_eq!(first["items"][0]["changed"], json!(["/summary", "/title"]));

    let one = author.json(&format!("{path}/1")).await;
    assert_eq!(one["content"]["title"], "One");
    for missing in ["0", "4", "x"] {
        let (status, _) = problem(author.get(&format!("{path}/{missing}")).await).await;
        assert_eq!(status, 404);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_else_reads_a_version_of_a_public_story() {
    let app = TestApp::start().await;
    let (author, other) = (app.author("tsuzura").await, app.author("kaede").await);
    let story = author.published(&short("One", "sre", "cto")).await;
    for path in ["versions", "versions/1", "previews"] {
        let path = format!("/api/v1/stories/{}/{path}", id(&story));
        assert_eq!(author.get(&path).await.status(), 200);
        assert_eq!(other.get(&path).await.status(), 404);
        assert_eq!(app.stranger().get(&path).await.status(), 401);
    }
}

/// 40 people at one story, each saving 50 times over whatever they read.
#[tokio::test(flavor = "multi_thread")]
async fn of_two_thousand_saves_at_once_none_is_lost_or_counted_twice() {
    const WRITERS: usize = 40;
    const SAVES: usize = 50;
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    let mut story = short("Begin", "sre", "cto");
    story["reflection_md"] = vec!["0"; WRITERS].join(" ").into();
    let (draft, _) = author.draft(&story).await;
    let id = id(&draft);

    // All 40 hold an old version most of the time; so many race at once.
    let racing = Arc::new(Semaphore::new(2));
    let writers = (0..WRITERS).map(|writer| {
        let (author, id, racing) = (author.clone(), id.clone(), racing.clone());
        tokio::spawn(async move { write(&author, &id, writer, SAVES, &racing).await })
    });
    for writer in writers.collect::<Vec<_>>() {
        writer.await.unwrap();
    }

    let story = author.json(&format!("/api/v1/stories/{id}")).await;
    assert_eq!(story["version"], json!(1 + WRITERS * SAVES));
    // Each writer counted its own saves in the story; an update that was lost would be missing here.
    let all = vec![SAVES.to_string(); WRITERS].join(" ");
    assert_eq!(story["reflection_md"], all.as_str());
    let path = format!("/api/v1/stories/{id}/versions?limit=100");
    let (mut seen, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = author.json(&format!("{path}{cursor}")).await;
        let items = page["items"].as_array().unwrap();
        seen.extend(items.iter().map(|it| it["version"].as_u64().unwrap()));
        match page["next_cursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => break,
        }
    }
    let gapless: Vec<u64> = (1..=u64::try_from(1 + WRITERS * SAVES).unwrap())
        .rev()
        .collect();
    assert_eq!(seen, gapless);
}

/// Saves until `saves` of them were taken, always over the story as it was last seen.
async fn write(author: &Client, id: &str, writer: usize, saves: usize, racing: &Semaphore) {
    let path = format!("/api/v1/stories/{id}");
    let mut story = author.json(&path).await;
    let mut saved = 0;
    while saved < saves {
        let _turn = racing.acquire().await.unwrap();
        let etag = format!("\"{}-x\"", story["version"]);
        let text = story["reflection_md"].as_str().unwrap();
        let mut counts: Vec<usize> = text.split(' ').map(|it| it.parse().unwrap()).collect();
        counts[writer] += 1;
        let counts: Vec<String> = counts.iter().map(ToString::to_string).collect();
        story["reflection_md"] = counts.join(" ").into();
        let answer = author.put(&path, &etag, &story).await;
        match answer.status().as_u16() {
            200 => {
                saved += 1;
                story = answer.json().await.unwrap();
            }
            412 => {
                let (_, problem) = problem(answer).await;
                story = problem["current"].clone();
            }
            other => panic!("{other}: {}", answer.text().await.unwrap()),
        }
    }
}
