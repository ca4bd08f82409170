//! Signing in and out, what a session's cookie is, and one's own profile.

mod form;
mod local;
mod own_machine;
mod own_profile;
mod reader;
mod session;
mod signing_out;

use diesel_async::SimpleAsyncConnection;
use reqwest::Response;

use crate::support::{Client, TestApp};

const NEW: [(&str, &str); 3] = [
    ("handle", "aoi"),
    ("display_name", "葵"),
    ("language", "en"),
];

async fn is_known(app: &TestApp, handle: &str) -> bool {
    let answer = app.stranger().get(&format!("/people/{handle}")).await;
    answer.status() == 200
}

async fn is_signed_in(reader: &Client) -> bool {
    let page = reader.page("/roles").await;
    page.contains("action=\"/sign-out\"")
}

/// Makes every session older.
async fn pass(app: &TestApp, column: &str, time: &str) {
    let sql = format!("update sessions set {column} = {column} - interval '{time}'");
    app.conn().await.batch_execute(&sql).await.unwrap();
}

fn cache(answer: &Response) -> &str {
    answer.headers()["cache-control"].to_str().unwrap()
}
