//! A story that waits for its hour, and publishes itself then.

use diesel_async::SimpleAsyncConnection;
use guidepost::db::ids::StoryId;
use guidepost::stories::publish::on_time;
use serde_json::{Value, json};
use time::format_description::well_known::Rfc3339;
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use super::{id, stepped};
use crate::support::stories::short;
use crate::support::{Client, TestApp, faults};

fn at(hours: i64) -> String {
    let at = OffsetDateTime::now_utc() + Duration::hours(hours);
    at.format(&Rfc3339).unwrap()
}

/// Has the hour of the job come.
async fn hour_comes(app: &TestApp, story: &Value, hours: i64) {
    let id = StoryId(Uuid::parse_str(&super::id(story)).unwrap());
    let now = OffsetDateTime::now_utc() + Duration::hours(hours);
    on_time(&mut app.conn().await, id, now).await.unwrap();
}

async fn scheduled(author: &Client, hours: i64) -> Value {
    let mut story = short("Safe in April", "sre", "cto");
    story["publish_at"] = at(hours).into();
    let (draft, etag) = author.draft(&story).await;
    let answer = author.publish(&draft, &etag).await;
    assert_eq!(answer.status(), 200);
    answer.json().await.unwrap()
}

async fn now(author: &Client, story: &Value) -> Value {
    author.json(&format!("/api/v1/stories/{}", id(story))).await
}

#[tokio::test(flavor = "multi_thread")]
async fn it_is_nobody_s_until_its_hour_and_everybody_s_after() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    let story = scheduled(&author, 2).await;
    assert_eq!(
        (&story["status"], &story["slug"]),
        (&json!("scheduled"), &json!(null))
    );
    let path = format!("/api/v1/stories/{}", id(&story));
    assert_eq!(app.stranger().get(&path).await.status(), 404);
    assert_eq!(author.step(&id(&story), "publish").await.status(), 409);

    hour_comes(&app, &story, 1).await;
    assert_eq!(
        now(&author, &story).await["status"],
        "scheduled",
        "too early"
    );
    hour_comes(&app, &story, 3).await;
    assert_eq!(now(&author, &story).await["status"], "published");
    assert_eq!(app.stranger().titles("").await, ["Safe in April"]);
    let published = now(&author, &story).await;
    hour_comes(&app, &story, 4).await;
    assert_eq!(
        now(&author, &story).await,
        published,
        "a second call does nothing"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn its_author_moves_the_hour_or_takes_it_away() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    let story = scheduled(&author, 2).await;
    let path = format!("/api/v1/stories/{}", id(&story));
    let mut later = short("Safe in May", "sre", "cto");
    later["publish_at"] = at(20).into();
    assert_eq!(author.put(&path, "\"1-x\"", &later).await.status(), 200);

    hour_comes(&app, &story, 3).await;
    assert_eq!(now(&author, &story).await["status"], "scheduled");
    later["publish_at"] = json!(null);
    assert_eq!(author.put(&path, "\"2-x\"", &later).await.status(), 200);
    hour_comes(&app, &story, 30).await;

    assert_eq!(now(&author, &story).await["status"], "draft");
    let published = stepped(&author, &id(&story), "publish").await;
    assert_eq!(published["status"], "published");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_scheduled_story_must_stay_complete() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    let story = scheduled(&author, 2).await;
    let path = format!("/api/v1/stories/{}", id(&story));
    let half = json!({"title": "Half", "publish_at": at(2)});

    let gaps = faults(author.put(&path, "\"1-x\"", &half).await).await;

    assert_eq!(gaps[0].0, "/summary");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_complete_at_its_hour_stays_a_draft_and_its_author_is_told() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    let story = scheduled(&author, 2).await;
    // As a rule that came later, or an entry that was taken away, would leave it.
    let sql = "update tips set text_md = '', text_html = ''";
    app.conn().await.batch_execute(sql).await.unwrap();

    hour_comes(&app, &story, 3).await;

    let draft = now(&author, &story).await;
    assert_eq!(draft["status"], "draft");
    assert!(draft["missed_at"].is_string(), "{draft}");
    assert_eq!(app.stranger().titles("").await, Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_public_story_can_not_wait_for_an_hour() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    let (draft, _) = author.draft(&short("One", "sre", "cto")).await;
    stepped(&author, &id(&draft), "unlist").await;
    let path = format!("/api/v1/stories/{}", id(&draft));
    let mut later = short("One", "sre", "cto");
    later["publish_at"] = at(2).into();
    author.put(&path, "\"1-x\"", &later).await;

    let refused = faults(author.step(&id(&draft), "publish").await).await;

    let expected = ("/publish_at".to_owned(), "already_public".to_owned());
    assert_eq!(refused, [expected]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_worker_that_starts_late_publishes_what_was_due() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    let story = scheduled(&author, 2).await;
    let later = scheduled(&author, 5).await;
    let sql = "update stories set publish_at = publish_at - interval '3 hours'; \
        update jobs set run_at = run_at - interval '3 hours'";
    app.conn().await.batch_execute(sql).await.unwrap();

    let known = guidepost::worker::handlers(app.post());
    let worker = guidepost::worker::jobs::start(&app.database, &known);
    while now(&author, &story).await["status"] != "published" {
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    worker.stop().within(std::time::Duration::from_secs(20));
    worker.ended().await;

    assert_eq!(now(&author, &later).await["status"], "scheduled");
}
