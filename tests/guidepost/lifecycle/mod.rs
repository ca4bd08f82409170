//! A story's way from draft to public and back: steps, hours, versions, links, deletion.

mod changes;
mod deleted;
mod previews;
mod scheduled;
mod steps;
mod versions;

use reqwest::{Method, Response};
use serde_json::Value;

use crate::support::Client;

/// Takes a step (`publish`, `unlist`, `withdraw`) from the story as it is now.
async fn step(author: &Client, id: &str, step: &str) -> Response {
    let path = format!("/api/v1/stories/{id}");
    let etag = author.get(&path).await.headers()["etag"].clone();
    let request = author.request(Method::POST, &format!("{path}/{step}"));
    request.header("if-match", etag).send().await.unwrap()
}

async fn delete(author: &Client, id: &str) -> u16 {
    let path = format!("/api/v1/stories/{id}");
    let etag = author.get(&path).await.headers()["etag"].clone();
    let request = author.request(Method::DELETE, &path);
    let answer = request.header("if-match", etag).send().await.unwrap();
    answer.status().as_u16()
}

/// A step that must be possible.
async fn stepped(author: &Client, id: &str, name: &str) -> Value {
    let answer = step(author, id, name).await;
    assert_eq!(answer.status(), 200, "{name}");
    answer.json().await.unwrap()
}

fn id(story: &Value) -> String {
    story["id"].as_str().unwrap().to_owned()
}
