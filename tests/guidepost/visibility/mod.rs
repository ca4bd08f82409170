//! Who may see a story in which state, and that nobody learns who wrote an anonymous one.

mod anonymous;
mod byline;
mod status;

use std::collections::BTreeSet;

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use diesel_async::SimpleAsyncConnection;
use guidepost::access::Scope;
use guidepost::people::{Handle, Person};
use regex::Regex;
use reqwest::{Method, Response};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::stories::short;
use crate::support::{Client, TestApp, faults, problem};

/// What gives a story away wherever it stands.
const TITLE: &str = "Lanternfish at the wheel";
const SUMMARY: &str = "A summary of quiet nights";
const TEXT: &str = "Ebbtide was the answer";
const PRACTICE: &str = "An abacus for the harbour";
const MARKS: [&str; 4] = [TITLE, SUMMARY, TEXT, PRACTICE];

/// The author of the stories under test; neither name is part of the other.
const HANDLE: &str = "tsuzura";
const DISPLAY_NAME: &str = "Wisteria Matsuda";

const FROM: &str = "customer-reliability-engineer";
const TO: &str = "technical-writer";

/// A story by a stranger that leads to where the one under test begins, the one under test, its
/// author, another signed-in person and a stranger.
struct Scene {
    app: TestApp,
    author: Client,
    other: Client,
    stranger: Client,
    /// The slug of the story that leads here.
    lead: String,
}

impl Scene {
    async fn set() -> Self {
        let app = TestApp::start().await;
        let author = app.author(HANDLE).await;
        sql(
            &app,
            &format!("update people set display_name = '{DISPLAY_NAME}'"),
        )
        .await;
        let other = app.author("kaede").await;
        let lead = other.published(&short("Lead", "qa-engineer", FROM)).await;
        Self {
            stranger: app.stranger(),
            lead: lead["slug"].as_str().unwrap().to_owned(),
            app,
            author,
            other,
        }
    }

    /// The story under test in this status, as its author last saw it.
    async fn story(&self, status: &str, byline: &str) -> Value {
        let mut story = telling();
        story["byline"] = byline.into();
        let story = match status {
            "draft" | "scheduled" => self.author.draft(&story).await.0,
            _ => self.author.published(&story).await,
        };
        let id = story["id"].as_str().unwrap();
        if status == "scheduled" {
            let soon = "publish_at = now() + interval '1 day'";
            sql(
                &self.app,
                &format!("update stories set {soon} where id = '{id}'"),
            )
            .await;
        }
        sql(
            &self.app,
            &format!("update stories set status = '{status}' where id = '{id}'"),
        )
        .await;
        story
    }

    /// The answer to its author saving it under another byline.
    async fn saved_as(&self, story: &Value, etag: &str, byline: &str) -> Response {
        let telling = telling_by(byline);
        self.author.put(&api(story), etag, &telling).await
    }

    /// The lists and pages where a public story may stand, with what they answer.
    async fn outputs(&self, reader: &Client) -> Vec<(String, String)> {
        let mut outputs = Vec::new();
        for path in [
            "/api/v1/stories".to_owned(),
            format!("/api/v1/stories?to={TO}"),
            format!("/api/v1/stories?from={FROM}&to={TO}&language=en"),
            "/api/v1/stories?practice=runbook&challenge=no-successor".to_owned(),
            format!("/api/v1/stories?author={HANDLE}"),
            format!("/api/v1/people/{HANDLE}"),
            format!("/people/{HANDLE}"),
            "/".to_owned(),
            "/stories".to_owned(),
            format!("/stories?to={TO}"),
            format!("/stories?author={HANDLE}"),
            format!("/roles/{TO}"),
            format!("/roles/{FROM}"),
            "/roles".to_owned(),
            "/api/v1/roles".to_owned(),
            format!("/api/v1/roles/{TO}"),
            "/api/v1/practices".to_owned(),
            "/api/v1/challenges".to_owned(),
            format!("/stories/{}", self.lead),
            format!("/api/v1/stories/{}", self.lead),
        ] {
            let answer = reader.get(&path).await;
            assert_eq!(answer.status(), 200, "{path}");
            outputs.push((path, whole_answer(answer).await));
        }
        outputs
    }

    /// Asserts that no list, count or page tells of the story.
    async fn is_nowhere(&self, story: &Value) {
        for reader in [&self.stranger, &self.other, &self.author] {
            for (path, text) in self.outputs(reader).await {
                for mark in marks(story) {
                    assert!(!text.contains(&mark), "{path} tells {mark}");
                }
            }
            assert_eq!(counts(reader).await, [0; 5]);
            let (here, from) = (format!("/roles/{TO}"), format!("/roles/{FROM}"));
            assert!(!reader.page(&here).await.contains(&format!("from={FROM}")));
            assert!(!reader.page(&from).await.contains(&here));
        }
    }
}

/// A story whose every text gives it away.
fn telling() -> Value {
    json!({
        "language": "en", "title": TITLE, "summary": SUMMARY,
        "transitions": [{"from_role": FROM, "to_role": TO, "route": "invited", "story_md": TEXT}],
        "challenges": [{"kind": "no-successor", "approach": "asked-for-help", "faced_md": TEXT}],
        "practices": [{"practice": "runbook", "applied_to": PRACTICE, "how_md": TEXT}],
        "tips": [{"audience": "decided", "text_md": TEXT}],
        "reflection_md": TEXT
    })
}

/// All by which a story can be recognised.
fn marks(story: &Value) -> Vec<String> {
    let own = [&story["id"], &story["slug"]];
    let own = own.into_iter().filter_map(Value::as_str);
    own.chain(MARKS).map(str::to_owned).collect()
}

/// What the public figures say: stories that reach the role (twice), that tell of the practice and
/// of the challenge, and the length of the author's list.
async fn counts(reader: &Client) -> [i64; 5] {
    let of = async |list: &str, slug: &str| {
        let list = reader.json(&format!("/api/v1/{list}")).await;
        let mut items = list["items"].as_array().unwrap().iter();
        let item = items.find(|it| it["slug"] == slug).unwrap();
        item["stories"].as_i64().unwrap()
    };
    let role = reader.json(&format!("/api/v1/roles/{TO}")).await;
    let profile = reader.json(&format!("/api/v1/people/{HANDLE}")).await;
    let profile = profile["stories"].as_array().unwrap().len();
    [
        of("roles", TO).await,
        role["stories"].as_i64().unwrap(),
        of("practices", "runbook").await,
        of("challenges", "no-successor").await,
        i64::try_from(profile).unwrap(),
    ]
}

/// Headers and body as one text.
async fn whole_answer(answer: Response) -> String {
    let headers = format!("{:?}", answer.headers());
    headers + &answer.text().await.unwrap()
}

/// The story's addresses: by id and by slug, in JSON and as pages.
fn addresses(story: &Value) -> Vec<String> {
    let names = [&story["id"], &story["slug"]];
    let names = names.into_iter().filter_map(Value::as_str);
    names
        .flat_map(|it| [format!("/api/v1/stories/{it}"), format!("/stories/{it}")])
        .collect()
}

async fn sql(app: &TestApp, sql: &str) {
    app.conn().await.batch_execute(sql).await.unwrap();
}

fn api(story: &Value) -> String {
    format!("/api/v1/stories/{}", story["id"].as_str().unwrap())
}

fn telling_by(byline: &str) -> Value {
    let mut story = telling();
    story["byline"] = byline.into();
    story
}
