//! Secret links: read by whoever has one, until they end.

use diesel_async::SimpleAsyncConnection;
use reqwest::Method;
use serde_json::{Value, json};

use super::{delete, id, stepped};
use crate::support::stories::short;
use crate::support::{Client, TestApp, faults};

/// Makes a link and returns it with the path of its page.
async fn link(author: &Client, id: &str) -> (Value, String) {
    let path = format!("/api/v1/stories/{id}/previews");
    let answer = author.post(&path, &json!({"days": 2})).await;
    assert_eq!(answer.status(), 201);
    let preview: Value = answer.json().await.unwrap();
    let url = preview["url"].as_str().unwrap();
    let page = url
        .strip_prefix("http://localhost:8080")
        .unwrap()
        .to_owned();
    (preview, page)
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_has_the_link_reads_the_draft_as_it_will_be() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    let (draft, _) = author.draft(&short("Lanternfish", "sre", "cto")).await;
    let (_, page) = link(&author, &id(&draft)).await;

    let answer = app.stranger().get(&page).await;

    assert_eq!(answer.status(), 200);
    assert_eq!(answer.headers()["cache-control"], "private, no-store");
    assert_eq!(answer.headers()["referrer-policy"], "same-origin");
    let text = answer.text().await.unwrap();
    assert!(text.contains("Lanternfish") && text.contains("noindex"));
    assert!(!text.contains("rel=\"canonical\""));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_preview_of_an_anonymous_story_does_not_name_its_author() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    let mut story = short("Lanternfish", "sre", "cto");
    story["byline"] = "anonymous".into();
    let (draft, _) = author.draft(&story).await;
    let (_, page) = link(&author, &id(&draft)).await;

    let text = app.stranger().page(&page).await;

    assert!(text.contains("Lanternfish") && !text.contains("tsuzura"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_suspended_person_wrote_under_their_name_is_not_read_by_its_link() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    let (named, _) = author.draft(&short("Named", "sre", "cto")).await;
    let mut nameless = short("Nameless", "sre", "cto");
    nameless["byline"] = "anonymous".into();
    let (nameless, _) = author.draft(&nameless).await;
    let (_, named) = link(&author, &id(&named)).await;
    let (_, nameless) = link(&author, &id(&nameless)).await;
    let mut conn = app.conn().await;
    for (suspended_at, status) in [("now()", 404), ("null", 200)] {
        let sql = format!("update people set suspended_at = {suspended_at}");
        conn.batch_execute(&sql).await.unwrap();
        assert_eq!(app.stranger().get(&named).await.status(), status);
        // That it went as well would tell who wrote it.
        assert_eq!(app.stranger().get(&nameless).await.status(), 200);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_ends_with_its_time_its_story_or_its_author_s_wish() {
    let app = TestApp::start().await;
    let (author, stranger) = (app.author("tsuzura").await, app.stranger());
    let (draft, _) = author.draft(&short("One", "sre", "cto")).await;
    let id = id(&draft);
    let path = format!("/api/v1/stories/{id}/previews");
    let (revoked, revoked_page) = link(&author, &id).await;
    let (_, expired_page) = link(&author, &id).await;
    let (_, page) = link(&author, &id).await;

    let one = format!("{path}/{}", revoked["id"].as_str().unwrap());
    let answer = author.request(Method::DELETE, &one).send().await.unwrap();
    assert_eq!(answer.status(), 204);
    let again = author.request(Method::DELETE, &one).send().await.unwrap();
    assert_eq!(again.status(), 404);
    assert_eq!(stranger.get(&revoked_page).await.status(), 404);

    let sql = "update previews set created_at = created_at - interval '3 days', \
        expires_at = expires_at - interval '3 days' \
        where id = (select id from previews order by created_at limit 1)";
    app.conn().await.batch_execute(sql).await.unwrap();
    assert_eq!(stranger.get(&expired_page).await.status(), 404);
    let left = author.json(&path).await;
    assert_eq!(left["items"].as_array().unwrap().len(), 1);
    assert_eq!(
        left["items"][0]["url"],
        json!(null),
        "the secret is told once"
    );

    assert_eq!(stranger.get(&page).await.status(), 200);
    stepped(&author, &id, "publish").await;
    stepped(&author, &id, "withdraw").await;
    assert_eq!(stranger.get(&page).await.status(), 404, "withdrawn");
    stepped(&author, &id, "unlist").await;
    assert_eq!(stranger.get(&page).await.status(), 200);
    delete(&author, &id).await;
    assert_eq!(stranger.get(&page).await.status(), 404, "deleted");
}

#[tokio::test(flavor = "multi_thread")]
async fn only_its_author_makes_a_link_and_only_for_a_while() {
    let app = TestApp::start().await;
    let (author, other) = (app.author("tsuzura").await, app.author("kaede").await);
    let story = author.published(&short("One", "sre", "cto")).await;
    let path = format!("/api/v1/stories/{}/previews", id(&story));

    assert_eq!(other.post(&path, &json!({})).await.status(), 404);
    assert_eq!(app.stranger().post(&path, &json!({})).await.status(), 401);
    for days in [0, 31, -1] {
        let refused = faults(author.post(&path, &json!({"days": days})).await).await;
        assert_eq!(refused, [("/days".to_owned(), "out_of_range".to_owned())]);
    }
    for secret in ["", "x", "%00", &"A".repeat(43)] {
        let page = app.stranger().get(&format!("/previews/{secret}")).await;
        assert_eq!(page.status(), 404, "{secret}");
    }
    for n in 0..20 {
        assert_eq!(author.post(&path, &json!({})).await.status(), 201, "{n}");
    }
    assert_eq!(author.post(&path, &json!({})).await.status(), 409);
}
