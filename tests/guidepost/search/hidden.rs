//! What may not be seen is not found, counted, marked or suggested.

use std::time::Duration;

use diesel_async::SimpleAsyncConnection;
use serde_json::{Value, json};

use super::searching::{Searching, asking};
use crate::support::Client;
use crate::support::stories::short;

/// A word that only what is hidden has.
const WORD: &str = "xylophonist";

fn id(story: &Value) -> &str {
    story["id"].as_str().unwrap()
}

async fn step(author: &Client, story: &Value, step: &str) {
    assert_eq!(author.step(id(story), step).await.status(), 200);
}

async fn assert_nothing_is_told(searching: &Searching) {
    for words in [WORD, "xylophon", "xylophonits", "to:cto", ""] {
        let found = searching.found(&asking(words)).await;
        assert_eq!(found["total"], 0, "{words}: {found}");
        let text = found.to_string();
        assert!(!text.contains(WORD), "{words}: {found}");
        for facet in ["to", "from", "practice", "challenge", "language"] {
            assert_eq!(found["facets"][facet], json!({}), "{words}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn drafts_and_what_was_taken_away_are_nowhere() {
    let searching = Searching::start().await;
    let author = searching.app.author("tsuzura").await;
    let story = |n: usize| short(&format!("{WORD} {n}"), "sre", "cto");
    author.draft(&story(1)).await;
    for (n, away) in ["unlist", "withdraw"].into_iter().enumerate() {
        let published = author.published(&story(n)).await;
        searching.up_to_date().await;
        assert_eq!(searching.titles(WORD).await.len(), 1);
        step(&author, &published, away).await;
        searching.up_to_date().await;
        assert_nothing_is_told(&searching).await;
    }
    let published = author.published(&story(3)).await;
    searching.up_to_date().await;
    assert_eq!(author.delete(id(&published)).await.status(), 204);
    searching.up_to_date().await;
    assert_nothing_is_told(&searching).await;
    // Not for its author either: search is the same for everyone.
    let own = author.json(&format!("/api/v1/search?q={WORD}")).await;
    assert_eq!(own["total"], 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_withdrawn_vanishes_at_once_though_the_index_does_not_know() {
    let mut searching = Searching::start().await;
    let author = searching.app.author("tsuzura").await;
    let story = author.published(&short(WORD, "sre", "cto")).await;
    searching.up_to_date().await;
    searching.stop_tending().await;
    step(&author, &story, "withdraw").await;
    let found = searching.found(&asking(WORD)).await;
    assert_eq!(
        (&found["engine"], &found["total"]),
        (&json!("embedded"), &json!(0))
    );
    assert_eq!(found["items"], json!([]));
    assert_nothing_is_told(&searching).await;
    searching.tend();
    searching.up_to_date().await;
    assert_nothing_is_told(&searching).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_transaction_that_runs_on_does_not_keep_what_is_withdrawn_in_counts_and_offers() {
    let searching = Searching::start().await;
    let author = searching.app.author("tsuzura").await;
    let story = author.published(&short(WORD, "sre", "cto")).await;
    searching.up_to_date().await;
    let mut running = searching.app.conn().await;
    running
        .batch_execute("begin; select pg_current_xact_id()")
        .await
        .unwrap();
    step(&author, &story, "withdraw").await;
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert_nothing_is_told(&searching).await;
    running.batch_execute("commit").await.unwrap();
    searching.up_to_date().await;
    assert_nothing_is_told(&searching).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn marks_of_an_older_version_are_not_shown() {
    let mut searching = Searching::start().await;
    let author = searching.app.author("tsuzura").await;
    let mut story = short("Gardens", "sre", "cto");
    story["tips"][0]["text_md"] = format!("Ask the {WORD}.").into();
    let published = author.published(&story).await;
    searching.up_to_date().await;
    searching.stop_tending().await;
    let changed = short("Gardens", "sre", "cto");
    assert_eq!(author.save(id(&published), &changed).await.status(), 200);
    let found = searching.found(&asking(WORD)).await;
    assert_eq!(found["items"].as_array().unwrap().len(), 1);
    assert_eq!(found["items"][0]["highlights"], json!([]), "{found}");
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_finds_who_wrote_an_anonymous_story() {
    let searching = Searching::start().await;
    let author = searching.app.author("tsuzura").await;
    author.published(&short("Named", "sre", "cto")).await;
    let mut story = short("Nameless", "sre", "cto");
    story["byline"] = "anonymous".into();
    author.published(&story).await;
    searching.up_to_date().await;
    for words in ["tsuzura", "author:tsuzura", "\"tsuzura\""] {
        assert_eq!(searching.titles(words).await, ["Named"], "{words}");
    }
    let found = searching.found("author=tsuzura").await;
    assert_eq!(found["total"], 1);
    assert_eq!(found["facets"]["to"], json!({"cto": 1}));
    let nameless = searching.found(&asking("nameless")).await;
    assert_eq!(nameless["items"][0]["author"], Value::Null);
    assert!(!nameless.to_string().contains("tsuzura"));
}
