//! A reader narrows the list to the stories that concern them, and pages through it without missing one.

mod merged;
mod narrowed;
mod paging;

use std::time::Duration;

use diesel_async::SimpleAsyncConnection;
use guidepost::catalog::Kind;
use guidepost::catalog::merge::merge;
use regex::Regex;
use reqwest::header::HeaderMap;
use serde_json::{Value, json};

use crate::support::stories::short;
use crate::support::{Client, TestApp, faults, problem};

/// A story that walks through these roles.
fn walked(title: &str, path: &[&str]) -> Value {
    let mut story = short(title, "sre", "cto");
    let steps = path.windows(2);
    let steps = steps.map(|it| json!({"from_role": it[0], "to_role": it[1], "route": "promoted"}));
    story["transitions"] = steps.collect();
    story
}

/// A story from SRE to CTO that tells of these practices and challenges.
fn met(title: &str, practices: &[&str], challenges: &[&str]) -> Value {
    let mut story = short(title, "sre", "cto");
    let practice = |it: &&str| json!({"practice": it, "applied_to": "decisions"});
    let challenge = |it: &&str| json!({"kind": it, "approach": "asked-for-help"});
    story["practices"] = practices.iter().map(practice).collect();
    story["challenges"] = challenges.iter().map(challenge).collect();
    story
}

/// Asserts which titles each query finds, newest first.
async fn is_narrowed(reader: &Client, cases: &[(&str, &[&str])]) {
    for (query, titles) in cases {
        assert_eq!(reader.titles(query).await, *titles, "{query}");
    }
}
