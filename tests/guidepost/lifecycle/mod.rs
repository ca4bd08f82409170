//! A story's way from draft to public and back: steps, hours, versions, links, deletion.

mod changes;
mod deleted;
mod previews;
mod scheduled;
mod steps;
mod versions;

use serde_json::Value;

use crate::support::Client;

async fn delete(author: &Client, id: &str) -> u16 {
    author.delete(id).await.status().as_u16()
}

/// A step that must be possible.
async fn stepped(author: &Client, id: &str, name: &str) -> Value {
    let answer = author.step(id, name).await;
    assert_eq!(answer.status(), 200, "{name}");
    answer.json().await.unwrap()
}

fn id(story: &Value) -> String {
    story["id"].as_str().unwrap().to_owned()
}
