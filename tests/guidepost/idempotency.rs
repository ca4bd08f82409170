//! A creating request that is sent again makes no second thing.

use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::BigInt;
use diesel_async::RunQueryDsl;
use reqwest::{Method, Response};
use serde_json::{Value, json};

use crate::support::stories::short;
use crate::support::{Client, TestApp, faults, problem};

const STORIES: &str = "/api/v1/stories";

async fn create(client: &Client, key: &str, body: &Value) -> Response {
    client
        .request(Method::POST, STORIES)
        .header("idempotency-key", key)
        .json(body)
        .send()
        .await
        .unwrap()
}

async fn count(app: &TestApp, sql: &str) -> i64 {
    #[derive(QueryableByName)]
    struct Count {
        #[diesel(sql_type = BigInt)]
        count: i64,
    }
    let mut conn = app.conn().await;
    let counted: Count = sql_query(sql).get_result(&mut conn).await.unwrap();
    counted.count
}

async fn stories(app: &TestApp) -> i64 {
    count(app, "select count(*) from stories").await
}

async fn age(app: &TestApp, hours: u8, minutes: u8) {
    let age = format!("{hours} hours {minutes} minutes");
    let sql = format!("update idempotent_answers set answered_at = now() - interval '{age}'");
    sql_query(sql).execute(&mut app.conn().await).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_key_and_body_get_the_first_answer_again() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    let story = short("Once", "sre", "cto");

    let first = create(&author, "a-key", &story).await;
    let second = create(&author, "a-key", &story).await;

    assert!(!first.headers().contains_key("idempotent-replayed"));
    assert_eq!(second.headers()["idempotent-replayed"], "true");
    assert_eq!(first.status(), 201);
    assert_eq!(second.status(), 201);
    for name in ["location", "etag", "content-type", "cache-control", "vary"] {
        assert_eq!(first.headers()[name], second.headers()[name], "{name}");
    }
    assert_eq!(first.text().await.unwrap(), second.text().await.unwrap());
    assert_eq!(stories(&app).await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_answer_comes_again_after_the_story_has_changed() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    let body = short("Once", "sre", "cto");
    let first = create(&author, "a-key", &body).await;
    let etag = first.headers()["etag"].to_str().unwrap().to_owned();
    let story: Value = first.json().await.unwrap();
    let path = format!("{STORIES}/{}", story["id"].as_str().unwrap());
    author
        .put(&path, &etag, &short("Twice", "sre", "cto"))
        .await;

    let again: Value = create(&author, "a-key", &body).await.json().await.unwrap();

    assert_eq!(again, story);
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_key_each_request_makes_a_story() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    for _ in 0..2 {
        author.draft(&short("Again", "sre", "cto")).await;
    }
    assert_eq!(stories(&app).await, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_is_not_good_for_another_body() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    create(&author, "a-key", &short("One", "sre", "cto")).await;

    let other = create(&author, "a-key", &short("Two", "sre", "cto")).await;

    let fault = (
        "/Idempotency-Key".to_owned(),
        "idempotency_key_reused".to_owned(),
    );
    assert_eq!(faults(other).await, [fault]);
    assert_eq!(stories(&app).await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn twenty_at_once_make_one_story() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    let story = short("Once", "sre", "cto");

    let sent: Vec<_> = (0..20)
        .map(|_| {
            let (author, story) = (author.clone(), story.clone());
            tokio::spawn(async move { create(&author, "a-key", &story).await })
        })
        .collect();

    let mut ids = Vec::new();
    for answer in sent {
        let answer = answer.await.unwrap();
        if answer.status() == 409 {
            assert_eq!(problem(answer).await.1["code"], "idempotency_running");
        } else {
            assert_eq!(answer.status(), 201);
            let story: Value = answer.json().await.unwrap();
            ids.push(story["id"].clone());
        }
    }
    ids.dedup();
    assert_eq!(ids.len(), 1, "{ids:?}");
    assert_eq!(stories(&app).await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_whose_twin_is_on_its_way_is_told_so() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    let story = short("Once", "sre", "cto");
    create(&author, "a-key", &story).await;
    // Nobody can write into the table, so that the first request of a new key stays on its way.
    let mut conn = app.conn().await;
    for sql in ["begin", "lock table idempotent_answers in share mode"] {
        sql_query(sql).execute(&mut conn).await.unwrap();
    }
    let first = tokio::spawn({
        let (author, story) = (author.clone(), story.clone());
        async move { create(&author, "new-key", &story).await }
    });
    let waiting = "select count(*) from pg_locks where relation = 'idempotent_answers'::regclass and not granted";
    while count(&app, waiting).await == 0 {
        tokio::task::yield_now().await;
    }

    let second = problem(create(&author, "new-key", &story).await).await;

    assert_eq!(
        (second.0, &second.1["code"]),
        (409, &json!("idempotency_running"))
    );
    sql_query("rollback").execute(&mut conn).await.unwrap();
    assert_eq!(first.await.unwrap().status(), 201);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_that_failed_may_be_corrected_under_its_key() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    let mut story = short("Once", "sre", "cto");
    story["transitions"][0]["to_role"] = json!("ctoo");

    let wrong = create(&author, "a-key", &story).await;
    assert_eq!(wrong.status(), 422);
    let wrong_type = create(&author, "a-key", &json!({"title": 7})).await;
    assert_eq!(wrong_type.status(), 422);
    let right = create(&author, "a-key", &short("Once", "sre", "cto")).await;

    assert_eq!(right.status(), 201);
    assert!(!right.headers().contains_key("idempotent-replayed"));
    assert_eq!(stories(&app).await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_people_may_choose_the_same_key() {
    let app = TestApp::start().await;
    let (one, other) = (app.author("tsuzura").await, app.author("kaede").await);
    let story = short("Once", "sre", "cto");

    for author in [one, other] {
        let answer = create(&author, "a-key", &story).await;
        assert_eq!(answer.status(), 201);
        assert!(!answer.headers().contains_key("idempotent-replayed"));
    }

    assert_eq!(stories(&app).await, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_is_free_again_after_a_day() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    create(&author, "a-key", &short("One", "sre", "cto")).await;

    age(&app, 23, 59).await;
    let same_day = create(&author, "a-key", &short("Two", "sre", "cto")).await;
    age(&app, 24, 1).await;
    let next_day = create(&author, "a-key", &short("Two", "sre", "cto")).await;
    let again = create(&author, "a-key", &short("Two", "sre", "cto")).await;

    assert_eq!(same_day.status(), 422);
    assert_eq!(next_day.status(), 201);
    assert_eq!(again.headers()["idempotent-replayed"], "true");
    assert_eq!(stories(&app).await, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_key_is_refused() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    for key in ["", "two words", "鍵", &"k".repeat(201)] {
        let answer = create(&author, key, &short("Once", "sre", "cto")).await;
        let fault = (
            "/Idempotency-Key".to_owned(),
            "bad_idempotency_key".to_owned(),
        );
        assert_eq!(faults(answer).await, [fault], "{key}");
    }
    let longest = create(&author, &"k".repeat(200), &short("Once", "sre", "cto")).await;
    assert_eq!(longest.status(), 201);
    assert_eq!(stories(&app).await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_gives_nobody_the_right_to_write() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    let story = short("Once", "sre", "cto");
    create(&author, "a-key", &story).await;
    assert_eq!(create(&app.stranger(), "a-key", &story).await.status(), 401);
    let reader = app.person("reader", &[]).await;
    assert_eq!(create(&reader, "a-key", &story).await.status(), 403);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_secret_link_is_made_once_too() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    let (story, _) = author.draft(&short("Once", "sre", "cto")).await;
    let path = format!("{STORIES}/{}/previews", story["id"].as_str().unwrap());
    let mut links = Vec::new();
    for _ in 0..2 {
        let request = author
            .request(Method::POST, &path)
            .json(&json!({"days": 2}));
        let answer = request.header("idempotency-key", "a-key").send().await;
        let link: Value = answer.unwrap().json().await.unwrap();
        links.push(link["url"].clone());
    }
    assert!(links[0].is_string());
    assert_eq!(links[0], links[1]);
    assert_eq!(count(&app, "select count(*) from previews").await, 1);
}
