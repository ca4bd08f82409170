//! A mirror learns what came and what went, in order, and misses nothing.

use serde_json::{Value, json};

use super::{delete, id, stepped};
use crate::support::stories::short;
use crate::support::{TestApp, problem};

async fn changes(app: &TestApp, query: &str) -> (Vec<(String, String)>, Value) {
    app.all_is_told().await;
    let page = app
        .stranger()
        .json(&format!("/api/v1/stories/changes?{query}"))
        .await;
    let text = |it: &Value, key: &str| it[key].as_str().unwrap().to_owned();
    let items = page["items"].as_array().unwrap();
    let items = items.iter().map(|it| (text(it, "id"), text(it, "status")));
    (items.collect(), page)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mirror_follows_from_where_it_stopped() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    let (one, two) = (
        author.published(&short("One", "sre", "cto")).await,
        author.published(&short("Two", "sre", "cto")).await,
    );
    author.draft(&short("Draft", "sre", "cto")).await;
    let (quiet, _) = author.draft(&short("By link", "sre", "cto")).await;
    stepped(&author, &id(&quiet), "unlist").await;

    let (first, page) = changes(&app, "limit=1").await;
    assert_eq!(first, [(id(&one), "published".to_owned())]);
    let cursor = page["next_cursor"].as_str().unwrap();
    let (second, page) = changes(&app, &format!("cursor={cursor}")).await;
    assert_eq!(second, [(id(&two), "published".to_owned())]);
    assert_eq!(page["next_cursor"], json!(null));

    let since = page["since"].as_str().unwrap();
    assert_eq!(changes(&app, &format!("since={since}")).await.0, []);
    stepped(&author, &id(&one), "withdraw").await;
    delete(&author, &id(&two)).await;
    let (third, _) = changes(&app, &format!("since={since}")).await;
    let gone = "gone".to_owned();
    assert_eq!(third, [(id(&one), gone.clone()), (id(&two), gone)]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_story_that_changed_often_is_told_once_as_it_is_now() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    let story = author.published(&short("One", "sre", "cto")).await;
    let path = format!("/api/v1/stories/{}", id(&story));
    author
        .put(&path, "\"1-x\"", &short("Two", "sre", "cto"))
        .await;
    stepped(&author, &id(&story), "unlist").await;

    let (told, _) = changes(&app, "").await;

    assert_eq!(told, [(id(&story), "gone".to_owned())]);
    let (told, _) = changes(&app, "since=2020-01-01T00:00:00Z").await;
    assert_eq!(told.len(), 1);
    let (told, _) = changes(&app, "since=2999-01-01T00:00:00Z").await;
    assert_eq!(told, []);
    for nonsense in ["since=yesterday", "cursor=x", "limit=0", "limit=101"] {
        let path = format!("/api/v1/stories/changes?{nonsense}");
        let (status, _) = problem(app.stranger().get(&path).await).await;
        assert!(matches!(status, 400 | 422), "{nonsense}: {status}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_learns_by_halving_when_an_anonymous_story_was_published() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    let mut story = short("One", "sre", "cto");
    story["byline"] = "anonymous".into();
    let story = author.published(&story).await;
    app.all_is_told().await;
    let day = story["published_at"]
        .as_str()
        .unwrap()
        .split_once('T')
        .unwrap()
        .0;
    for hour in ["00:00:00", "23:59:59.999999"] {
        let (told, _) = changes(&app, &format!("since={day}T{hour}Z")).await;
        assert_eq!(told, [(id(&story), "published".to_owned())], "{hour}");
    }
}
