//! A floor of moderation: reports, hidden stories, suspended people, and the log of it all.

mod approving;
mod authors;
mod flood;
mod hiding;
mod inviting;
mod own;
mod reports;
mod suspending;
mod unreported;

use diesel_async::SimpleAsyncConnection;
use reqwest::Response;
use serde_json::Value;

use crate::support::{Client, TestApp};

/// A moderator, signed in.
async fn moderator(app: &TestApp) -> Client {
    let client = app.member("kaede").await;
    let sql = "update people set moderator = true where handle = 'kaede'";
    app.conn().await.batch_execute(sql).await.unwrap();
    client
}

/// Another one.
async fn second_moderator(app: &TestApp) -> Client {
    let client = app.member("akane").await;
    let sql = "update people set moderator = true where handle = 'akane'";
    app.conn().await.batch_execute(sql).await.unwrap();
    client
}

async fn report(client: &Client, field: &str, value: &str, reason: &str) -> Response {
    let fields = [
        (field, value),
        ("reason", reason),
        ("note", "See <b>here</b>"),
    ];
    client.form("/report?lang=en", &fields).await
}

/// What a moderator does about a story or a person.
async fn act(client: &Client, target: (&str, &str), kind: &str, why: &str) -> Response {
    let fields = [target, ("do", kind), ("why", why)];
    client.form("/moderation?lang=en", &fields).await
}

fn slug(story: &Value) -> &str {
    story["slug"].as_str().unwrap()
}

fn id(story: &Value) -> &str {
    story["id"].as_str().unwrap()
}

/// The id of a person that is reported, as the moderators' form holds it.
async fn person_id(moderator: &Client) -> String {
    let page = moderator.page("/moderation").await;
    let id = page.split("name=\"person\" value=\"").nth(1).unwrap();
    id.split('"').next().unwrap().to_owned()
}
