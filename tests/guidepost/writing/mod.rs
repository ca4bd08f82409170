//! Writing on the web: what is typed stays, whatever happens, and nobody else sees it.

mod deciding;
mod importing;
mod moving;
mod typing;

use serde_json::Value;

use crate::support::filled::location;
use crate::support::{Client, TestApp};

/// Somebody signed in with a story that could be published.
async fn draft(app: &TestApp, handle: &str) -> (Client, String) {
    let author = app.member(handle).await;
    let begun = author.filled("/write", "/write").await;
    let begun = begun
        .typed("transitions/0/from_role", "sre")
        .typed("transitions/0/to_role", "cto")
        .typed("transitions/0/route", "promoted")
        .typed("tips/0/text_md", "Ask early.")
        .typed("tips/0/audience", "everyone");
    let answer = author.press(&begun, "more").await;
    let edit = location(&answer).to_owned();
    let story = edit.strip_suffix("/edit").unwrap().to_owned();
    (author, story)
}

/// The same, published. Its address as readers know it comes last.
async fn published(app: &TestApp, handle: &str) -> (Client, String, String) {
    let (author, story) = draft(app, handle).await;
    let form = author.filled(&format!("{story}/publish"), "/publish").await;
    let answer = author.press(&form, "publish").await;
    let address = location(&answer).to_owned();
    (author, story, address)
}

/// The status that the author's own list tells.
async fn listed(author: &Client) -> Value {
    let page = author.page("/write?lang=en").await;
    let state = page.split("class=\"state state-").nth(1);
    state
        .map(|it| it.split('"').next().unwrap_or_default().to_owned())
        .into()
}
