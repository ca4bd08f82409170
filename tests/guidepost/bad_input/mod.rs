//! What is sent wrongly is refused with its place and its reason, and nothing of it is saved.

mod access;
mod requests;
mod shape;
mod texts;
mod values;
mod words;

use std::fmt::Write;
use std::time::{Duration, Instant};

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use diesel::QueryDsl;
use diesel_async::{RunQueryDsl, SimpleAsyncConnection};
use guidepost::access::Scope;
use guidepost::access::create_token::create_token;
use guidepost::db::schema::stories;
use guidepost::people::{Handle, Person};
use reqwest::{Body, Method, Response};
use serde_json::{Value, json};
use time::OffsetDateTime;

use crate::support::stories::{short, whole};
use crate::support::{Client, TestApp, faults, problem};

const STORIES: &str = "/api/v1/stories";
const MIB: usize = 1024 * 1024;
const UNKNOWN: &str = "/api/v1/stories/00000000-0000-4000-8000-000000000000";

/// Asserts that an answer is a problem as api.md describes it.
async fn refused(answer: Response, status: u16, code: &str) -> Value {
    let url = answer.url().path().chars().take(80).collect::<String>();
    let request_id = answer.headers()["x-request-id"]
        .to_str()
        .unwrap()
        .to_owned();
    let (got, problem) = problem(answer).await;
    assert_eq!(
        (got, problem["code"].as_str().unwrap()),
        (status, code),
        "{url}: {problem}"
    );
    assert_eq!(problem["status"], status);
    assert_eq!(problem["request_id"], request_id.as_str());
    assert!(!request_id.is_empty());
    for field in ["type", "title", "detail"] {
        assert!(!problem[field].as_str().unwrap().is_empty(), "{problem}");
    }
    problem
}

/// Sends each body as a new story and compares what is said about it; none of them is saved.
async fn each_is_refused(cases: &[(Value, &[(&str, &str)])]) {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    let mut wrong = String::new();
    for (body, expected) in cases {
        let answer = author.post(STORIES, body).await;
        let found = match answer.status().as_u16() {
            422 => faults(answer).await,
            status => vec![at(&status.to_string(), "")],
        };
        let expected: Vec<_> = expected.iter().map(|it| at(it.0, it.1)).collect();
        if found != expected {
            writeln!(wrong, "{body}\n  {found:?}").unwrap();
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
    assert_eq!(saved(&app).await, 0);
}

fn at(pointer: &str, code: &str) -> (String, String) {
    (pointer.to_owned(), code.to_owned())
}

async fn sent(client: &Client, body: impl Into<Body>, content_type: Option<&str>) -> Response {
    let request = client.request(Method::POST, STORIES).body(body);
    let request = content_type.iter().fold(request, |it, content_type| {
        it.header("content-type", *content_type)
    });
    request.send().await.unwrap()
}

fn story_path(story: &Value) -> String {
    format!("/api/v1/stories/{}", story["id"].as_str().unwrap())
}

/// How many stories there are.
async fn saved(app: &TestApp) -> i64 {
    let mut conn = app.conn().await;
    stories::table.count().get_result(&mut conn).await.unwrap()
}
