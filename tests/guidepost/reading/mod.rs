//! Who reads finds a way on from every page, and every number on it is true.

mod browsing;
mod guideposts;
mod lists;
mod onward;

use regex::Regex;
use serde_json::{Value, json};

use crate::support::stories::short;
use crate::support::{Client, TestApp};

/// The addresses of links that a pattern with one group finds, as a browser would follow them.
fn links(page: &str, pattern: &str) -> Vec<(String, String)> {
    let found = Regex::new(pattern).unwrap();
    let plain = |it: &str| it.replace("&#38;", "&").replace("&amp;", "&");
    found
        .captures_iter(page)
        .map(|it| (plain(&it[1]), it[2].to_owned()))
        .collect()
}

/// What follows a mark up to another one.
fn between<'p>(page: &'p str, from: &str, to: &str) -> &'p str {
    let after = page.split(from).nth(1);
    let after = after.unwrap_or_else(|| panic!("no {from} in {page}"));
    after.split(to).next().unwrap()
}

/// A story with these challenges and practices.
fn telling(mut story: Value, challenges: &[&str], practices: &[&str]) -> Value {
    let challenge = |it: &&str| json!({"kind": it, "approach": "asked-for-help"});
    let practice = |it: &&str| json!({"practice": it, "applied_to": "decisions"});
    story["challenges"] = challenges.iter().map(challenge).collect();
    story["practices"] = practices.iter().map(practice).collect();
    story
}

/// A few stories that overlap in every filter.
async fn community(app: &TestApp) -> Client {
    let author = app.author("tsuzura").await;
    let stories = [
        telling(short("One", "sre", "cto"), &["workload"], &["slo-sli"]),
        telling(
            short("Two", "sre", "engineering-manager"),
            &["workload", "skill-gap"],
            &["slo-sli", "postmortem"],
        ),
        telling(short("Three", "tech-lead", "cto"), &["skill-gap"], &[]),
        {
            let mut story = short("Four", "sre", "cto");
            story["language"] = "ja".into();
            story
        },
    ];
    for story in &stories {
        author.published(story).await;
    }
    author
}
