//! A reader narrows the list to the stories that concern them, and pages through it without missing one.

use std::time::Duration;

use diesel_async::SimpleAsyncConnection;
use guidepost::catalog::Kind;
use guidepost::catalog::merge::merge;
use regex::Regex;
use reqwest::header::HeaderMap;
use serde_json::{Value, json};

use crate::support::stories::short;
use crate::support::{Client, TestApp, faults, problem};

/// How long a server may keep its copy of the catalogue, and a little more.
const UNTIL_SEEN: Duration = Duration::from_millis(1_100);

#[tokio::test(flavor = "multi_thread")]
async fn stories_are_found_by_where_they_begin_and_where_they_lead() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    for (title, path) in [
        (
            "Long",
            ["sre", "tech-lead", "engineering-manager", "cto"].as_slice(),
        ),
        ("Back", &["engineering-manager", "sre"]),
        ("Direct", &["sre", "engineering-manager"]),
        ("Within", &["sre", "sre"]),
        ("Circle", &["sre", "product-manager", "sre", "sre"]),
    ] {
        author.published(&walked(title, path)).await;
    }
    is_narrowed(
        &app.stranger(),
        &[
            ("to=engineering-manager", &["Direct", "Long"]),
            ("to=tech-lead", &["Long"]),
            ("to=sre", &["Circle", "Back"]),
            ("from=sre", &["Circle", "Direct", "Long"]),
            ("from=engineering-manager", &["Back", "Long"]),
            ("from=product-manager", &["Circle"]),
            ("from=cto", &[]),
            ("from=sre&to=engineering-manager", &["Direct", "Long"]),
            ("from=sre&to=cto", &["Long"]),
            ("from=tech-lead&to=cto", &["Long"]),
            ("from=engineering-manager&to=sre", &["Back"]),
            ("from=cto&to=sre", &[]),
            ("from=sre&to=sre", &["Circle"]),
            ("from=cto&to=engineering-manager", &[]),
        ],
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_track_stands_for_each_of_its_roles() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    for (title, path) in [
        ("Manager", ["sre", "engineering-manager"].as_slice()),
        ("Director", &["consultant", "director-of-engineering"]),
        ("Chief", &["engineering-manager", "cto"]),
        ("Higher", &["engineering-manager", "vp-of-engineering"]),
        ("Maker", &["qa-engineer", "sre"]),
    ] {
        author.published(&walked(title, path)).await;
    }
    is_narrowed(
        &app.stranger(),
        &[
            ("to=track:management", &["Higher", "Director", "Manager"]),
            ("to=track%3Amanagement", &["Higher", "Director", "Manager"]),
            ("from=track:management", &["Higher", "Chief"]),
            ("from=track:engineering&to=track:management", &["Manager"]),
            ("from=sre&to=track:management", &["Manager"]),
            ("from=track:management&to=cto", &["Chief"]),
            ("from=track:management&to=track:management", &["Higher"]),
            ("from=track:executive", &[]),
        ],
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn each_practice_and_each_challenge_must_be_told_of() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    for (title, practices, challenges) in [
        (
            "Both",
            ["postmortem", "runbook"].as_slice(),
            ["workload", "skill-gap"].as_slice(),
        ),
        ("One", &["postmortem"], &["workload"]),
        ("Other", &["runbook", "runbook"], &["skill-gap"]),
        ("None", &[], &[]),
    ] {
        author.published(&met(title, practices, challenges)).await;
    }
    is_narrowed(
        &app.stranger(),
        &[
            ("practice=postmortem", &["One", "Both"]),
            ("practice=postmortem&practice=runbook", &["Both"]),
            (
                "practice=runbook&practice=postmortem&practice=runbook",
                &["Both"],
            ),
            ("challenge=skill-gap", &["Other", "Both"]),
            ("challenge=workload&challenge=skill-gap", &["Both"]),
            ("practice=runbook&challenge=skill-gap", &["Other", "Both"]),
            ("practice=runbook&challenge=workload", &["Both"]),
            ("practice=on-call", &[]),
            ("practice=postmortem&practice=on-call", &[]),
            ("challenge=workload&challenge=life-events", &[]),
        ],
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn stories_are_found_by_language_and_by_any_of_several_authors() {
    let app = TestApp::start().await;
    for (handle, language) in [("tsuzura", "ja"), ("kaede", "en"), ("sumire", "ja")] {
        let author = app.author(handle).await;
        let mut story = short(handle, "sre", "cto");
        story["language"] = language.into();
        author.published(&story).await;
    }
    app.author("silent").await;
    is_narrowed(
        &app.stranger(),
        &[
            ("language=ja", &["sumire", "tsuzura"]),
            ("language=en", &["kaede"]),
            ("author=kaede", &["kaede"]),
            ("author=kaede&author=tsuzura", &["kaede", "tsuzura"]),
            ("author=kaede&author=kaede", &["kaede"]),
            ("author=Kaede", &["kaede"]),
            ("author=silent", &[]),
            ("author=silent&author=sumire", &["sumire"]),
            ("author=kaede&author=tsuzura&language=ja", &["tsuzura"]),
        ],
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn all_filters_hold_together() {
    let app = TestApp::start().await;
    let (author, other) = (app.author("tsuzura").await, app.author("kaede").await);
    let wanted = met(
        "Wanted",
        &["postmortem", "runbook"],
        &["workload", "skill-gap"],
    );
    author.published(&wanted).await;
    let all = "from=sre&to=cto&practice=postmortem&practice=runbook&challenge=workload&challenge=skill-gap\
               &language=en&author=tsuzura&sort=newest&limit=5";
    other.published(&wanted).await;
    for (field, value) in [
        ("language", json!("ja")),
        ("byline", json!("anonymous")),
        ("practices", json!([wanted["practices"][0]])),
        ("challenges", json!([wanted["challenges"][0]])),
        (
            "transitions",
            walked("", &["qa-engineer", "cto"])["transitions"].clone(),
        ),
        (
            "transitions",
            walked("", &["sre", "cio"])["transitions"].clone(),
        ),
    ] {
        let mut almost = wanted.clone();
        almost["title"] = "Almost".into();
        almost[field] = value;
        author.published(&almost).await;
    }
    assert_eq!(app.stranger().titles(all).await, ["Wanted"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_empty_value_counts_as_absent() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    author.published(&short("One", "sre", "cto")).await;
    author.published(&short("Two", "sre", "cio")).await;
    let all = "from=&to=&practice=&practice=&challenge=&language=&author=&sort=&limit=&cursor=";
    is_narrowed(
        &app.stranger(),
        &[
            (all, &["Two", "One"]),
            ("", &["Two", "One"]),
            ("nonsense=1&utm_source=x", &["Two", "One"]),
            ("to=cto&to=", &["One"]),
            ("practice=&to=cio", &["Two"]),
            ("author=&author=tsuzura", &["Two", "One"]),
        ],
    )
    .await;
    let page = app.stranger().page(&format!("/stories?{all}")).await;
    assert!(page.contains("One") && page.contains("Two"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_value_that_no_filter_knows_is_refused_with_the_nearest() {
    let app = TestApp::start().await;
    let reader = app.stranger();
    for (query, pointer, code, nearest) in [
        (
            "to=engineering-manger",
            "/to",
            "unknown_role",
            "engineering-manager",
        ),
        ("from=SRE", "/from", "unknown_role", "sre"),
        ("to=track:managment", "/to", "unknown_track", "management"),
        ("to=track:", "/to", "unknown_track", ""),
        (
            "practice=ポストモルテム",
            "/practice",
            "unknown_practice",
            "postmortem",
        ),
        (
            "challenge=skillgap",
            "/challenge",
            "unknown_challenge",
            "skill-gap",
        ),
        ("language=fr", "/language", "unknown_value", "ja"),
        ("sort=oldest", "/sort", "unknown_value", "newest"),
        ("author=nobody-here", "/author", "unknown_author", ""),
        ("author=a%00b", "/author", "bad_handle", ""),
        ("to=%00", "/to", "unknown_role", ""),
    ] {
        let (status, problem) =
            problem(reader.get(&format!("/api/v1/stories?{query}")).await).await;
        let fault = &problem["errors"][0];
        assert_eq!(status, 422, "{query}");
        assert_eq!(
            (&fault["pointer"], &fault["code"]),
            (&json!(pointer), &json!(code)),
            "{query}"
        );
        let offered = fault["nearest"][0].as_str().unwrap_or_default();
        assert_eq!(offered, nearest, "{query}");
        let page = reader.get(&format!("/stories?{query}")).await;
        assert_eq!(page.status(), 422, "{query}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_unknown_value_is_named_at_once() {
    let app = TestApp::start().await;
    let query = "to=x&from=track:x&practice=x&practice=postmortem&practice=y&challenge=x&language=x&author=x&sort=x";
    let found = faults(
        app.stranger()
            .get(&format!("/api/v1/stories?{query}"))
            .await,
    )
    .await;
    let places: Vec<&str> = found.iter().map(|it| it.0.as_str()).collect();
    assert_eq!(
        places,
        [
            "/from",
            "/to",
            "/practice",
            "/practice",
            "/challenge",
            "/language",
            "/author",
            "/sort"
        ]
    );
    let many = "author=silent-one&".repeat(51);
    let found = faults(app.stranger().get(&format!("/api/v1/stories?{many}")).await).await;
    assert_eq!(found, [("/author".to_owned(), "too_many".to_owned())]);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unknown_author_and_a_bad_limit_are_named_with_the_rest() {
    let app = TestApp::start().await;
    let query = "to=nowhere&author=nobody-here&limit=0";
    let found = faults(
        app.stranger()
            .get(&format!("/api/v1/stories?{query}"))
            .await,
    )
    .await;
    let mut places: Vec<&str> = found.iter().map(|it| it.0.as_str()).collect();
    places.sort_unstable();
    assert_eq!(places, ["/author", "/limit", "/to"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_newest_story_stands_first() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    let mut drafts = Vec::new();
    for title in ["C", "A", "B"] {
        drafts.push(author.draft(&short(title, "sre", "cto")).await);
    }
    for n in [1, 0, 2] {
        let (draft, etag) = &drafts[n];
        assert_eq!(author.publish(draft, etag).await.status(), 200);
    }
    let path = format!("/api/v1/stories/{}", drafts[1].0["id"].as_str().unwrap());
    let edited = author
        .put(&path, "\"1-x\"", &short("A, edited", "sre", "cto"))
        .await;
    assert_eq!(edited.status(), 200);

    for query in ["", "sort=newest", "to=cto", "author=tsuzura", "language=en"] {
        assert_eq!(
            app.stranger().titles(query).await,
            ["B", "C", "A, edited"],
            "{query}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_have_no_gap_and_no_double() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    for n in 1..=7 {
        author
            .published(&short(&format!("Story {n}"), "sre", "cto"))
            .await;
    }
    let pages = paged(&app.stranger(), "to=cto&limit=3", &mut async || {}).await;
    assert_eq!(
        pages,
        [
            vec!["Story 7", "Story 6", "Story 5"],
            vec!["Story 4", "Story 3", "Story 2"],
            vec!["Story 1"]
        ]
    );
    let whole = paged(&app.stranger(), "limit=7", &mut async || {}).await;
    assert_eq!(whole.len(), 1, "a full last page has none after it");
    assert_eq!(whole[0].len(), 7);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_story_published_meanwhile_moves_no_page() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    for n in 1..=7 {
        author
            .published(&short(&format!("Story {n}"), "sre", "cto"))
            .await;
    }
    let mut publish_one = async || {
        author.published(&short("Meanwhile", "sre", "cto")).await;
    };
    let pages = paged(&app.stranger(), "limit=3&author=tsuzura", &mut publish_one).await;
    assert_eq!(
        pages,
        [
            vec!["Story 7", "Story 6", "Story 5"],
            vec!["Story 4", "Story 3", "Story 2"],
            vec!["Story 1"]
        ]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn stories_of_the_same_instant_page_right() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    let mut ids = Vec::new();
    for n in 1..=7 {
        let mut story = short(&format!("Story {n}"), "sre", "cto");
        story["byline"] = if n % 2 == 0 { "named" } else { "anonymous" }.into();
        ids.push(
            author.published(&story).await["id"]
                .as_str()
                .unwrap()
                .to_owned(),
        );
    }
    let same = "update stories set listed_at = '2026-01-02 00:00:00Z'";
    app.conn().await.batch_execute(same).await.unwrap();
    ids.sort_unstable();
    ids.reverse();

    let reader = app.stranger();
    let mut found = Vec::new();
    let mut next = Some("/api/v1/stories?limit=2".to_owned());
    while let Some(path) = next {
        let page = reader.json(&path).await;
        let items = page["items"].as_array().unwrap().clone();
        found.extend(items.iter().map(|it| it["id"].as_str().unwrap().to_owned()));
        let cursor = page["next_cursor"].as_str();
        next = cursor.map(|it| format!("/api/v1/stories?limit=2&cursor={it}"));
    }

    assert_eq!(found, ids);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_pages_for_readers_go_on_too() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    for n in 1..=21 {
        author
            .published(&short(&format!("Story {n:02}"), "sre", "cto"))
            .await;
    }
    let reader = app.stranger();
    let first = reader.page("/stories?to=cto&lang=en").await;
    assert!(first.contains("Story 21") && first.contains("Story 02"));
    assert!(!first.contains("Story 01"));
    let next = Regex::new("href=\"(/stories\\?to=cto[^\"]*cursor=[^\"]*)\" rel=\"next\"").unwrap();
    let href = next.captures(&first).unwrap()[1]
        .replace("&amp;", "&")
        .replace("&#38;", "&");
    let second = reader.page(&href).await;
    assert!(second.contains("Story 01") && !second.contains("Story 02"));
    assert!(!next.is_match(&second));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_merged_role_means_its_successor() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    let (old, new) = ("senior-engineering-manager", "engineering-manager");
    let before = author
        .published(&walked("Before", &["sre", old, "cto"]))
        .await;
    author.published(&walked("New", &["tech-lead", new])).await;

    merged(&app, Kind::Role, old, new).await;
    let after = author.published(&walked("After", &["sre", old])).await;

    let reader = app.stranger();
    let both = ["After", "New", "Before"];
    is_narrowed(
        &reader,
        &[
            ("to=engineering-manager", &both),
            ("to=senior-engineering-manager", &both),
            ("to=track:management", &both),
            ("from=engineering-manager", &["Before"]),
            ("from=senior-engineering-manager&to=cto", &["Before"]),
            ("from=sre&to=engineering-manager", &["After", "Before"]),
            ("from=track:management&to=track:executive", &["Before"]),
        ],
    )
    .await;
    for (story, path) in [
        (&before, vec!["sre", new, "cto"]),
        (&after, vec!["sre", new]),
    ] {
        let id = story["id"].as_str().unwrap();
        let shown = reader.json(&format!("/api/v1/stories/{id}")).await;
        assert_eq!(shown["path"], json!(path));
        assert_eq!(shown["transitions"][0]["to_role"], new);
    }
    let cards = reader.json(&format!("/api/v1/stories?to={old}")).await;
    assert_eq!(cards["items"][2]["path"], json!(["sre", new, "cto"]));
    assert_eq!(stories_of(&reader, "roles", new).await, Some(3));
    assert_eq!(stories_of(&reader, "roles", old).await, None);
    let by_old = reader.json(&format!("/api/v1/roles/{old}")).await;
    assert_eq!(
        (&by_old["slug"], &by_old["stories"]),
        (&json!(new), &json!(3))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_of_a_merged_role_is_its_successor_s() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    let (old, new) = ("senior-engineering-manager", "engineering-manager");
    let story = author.published(&walked("Before", &["sre", old])).await;

    merged(&app, Kind::Role, old, new).await;

    let reader = app.stranger();
    let answer = reader.get(&format!("/roles/{old}")).await;
    assert_eq!(answer.status(), 308);
    let location = answer.headers()["location"].to_str().unwrap().to_owned();
    assert_eq!(location, format!("/roles/{new}"));
    let page = reader.page(&location).await;
    assert!(page.contains(story["slug"].as_str().unwrap()));
    for path in [
        "/roles",
        "/stories",
        "/",
        &format!("/stories/{}", story["slug"].as_str().unwrap()),
    ] {
        assert!(!reader.page(path).await.contains(old), "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_merged_practice_or_challenge_means_its_successor() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    author
        .published(&met("Before", &["runbook"], &["workload"]))
        .await;
    author
        .published(&met("New", &["automation"], &["skill-gap"]))
        .await;

    merged(&app, Kind::Practice, "runbook", "automation").await;
    merged(&app, Kind::Challenge, "workload", "skill-gap").await;

    let reader = app.stranger();
    let both = ["New", "Before"];
    is_narrowed(
        &reader,
        &[
            ("practice=automation", &both),
            ("practice=runbook", &both),
            ("challenge=skill-gap", &both),
            ("challenge=workload", &both),
            (
                "practice=runbook&practice=automation&challenge=workload",
                &both,
            ),
        ],
    )
    .await;
    let card = &reader.json("/api/v1/stories").await["items"][1];
    assert_eq!(card["practices"], json!(["automation"]));
    assert_eq!(card["challenges"], json!(["skill-gap"]));
    assert_eq!(
        stories_of(&reader, "practices", "automation").await,
        Some(2)
    );
    assert_eq!(
        stories_of(&reader, "challenges", "skill-gap").await,
        Some(2)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_story_that_names_both_of_a_merge_counts_once() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    let story = met(
        "Both",
        &["runbook", "postmortem", "automation"],
        &["workload", "life-events", "skill-gap"],
    );
    author.published(&story).await;

    merged(&app, Kind::Practice, "runbook", "automation").await;
    merged(&app, Kind::Challenge, "workload", "skill-gap").await;

    let reader = app.stranger();
    let card = &reader.json("/api/v1/stories").await["items"][0];
    assert_eq!(
        (
            stories_of(&reader, "practices", "automation").await,
            stories_of(&reader, "challenges", "skill-gap").await,
            &card["practices"],
            &card["challenges"],
        ),
        (
            Some(1),
            Some(1),
            &json!(["automation", "postmortem"]),
            &json!(["skill-gap", "life-events"]),
        )
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_role_s_page_counts_as_many_stories_as_the_filter_behind_it_finds() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    let mut story = met("Twice", &["runbook", "runbook"], &["workload", "workload"]);
    story["challenges"][0]["approach"] = "set-boundaries".into();
    author.published(&story).await;
    author.published(&met("Once", &[], &["workload"])).await;

    let reader = app.stranger();
    let page = reader.page("/roles/cto?lang=en").await;
    for (filter, here) in [
        (
            "challenge=workload",
            "challenge=workload\">.*?<span class=\"num\">([0-9]+) ",
        ),
        ("practice=runbook", "practice=runbook\">([0-9]+) "),
    ] {
        let found = reader.titles(&format!("to=cto&{filter}")).await.len();
        let counted = Regex::new(here).unwrap();
        let counted = &counted.captures(&page).unwrap()[1];
        assert_eq!(counted, found.to_string(), "{filter}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_who_told_of_both_merged_roles_is_one_traveller() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    let (old, new) = ("senior-engineering-manager", "engineering-manager");
    author.published(&walked("Old", &[old, "cto"])).await;
    author.published(&walked("New", &[new, "cto"])).await;

    merged(&app, Kind::Role, old, new).await;

    let page = app.stranger().page("/roles/cto?lang=en").await;
    let count = format!("from={new}&amp;to=cto\">.*?<small class=\"num\">([0-9]+) ");
    let found = Regex::new(&count).unwrap();
    assert_eq!(&found.captures(&page).unwrap()[1], "1");
}

/// Asserts which titles each query finds, newest first.
async fn is_narrowed(reader: &Client, cases: &[(&str, &[&str])]) {
    for (query, titles) in cases {
        assert_eq!(reader.titles(query).await, *titles, "{query}");
    }
}

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

/// Merges, and waits until the server has seen it.
async fn merged(app: &TestApp, kind: Kind, old: &str, new: &str) {
    merge(&mut app.conn().await, kind, old, new).await.unwrap();
    tokio::time::sleep(UNTIL_SEEN).await;
}

/// The count beside an entry of a catalogue, if it is offered.
async fn stories_of(reader: &Client, list: &str, slug: &str) -> Option<i64> {
    let list = reader.json(&format!("/api/v1/{list}")).await;
    let mut items = list["items"].as_array().unwrap().iter();
    items.find(|it| it["slug"] == slug)?["stories"].as_i64()
}

/// The titles of each page, followed by `Link: rel="next"`; `between` happens before each next page.
async fn paged(reader: &Client, query: &str, between: &mut impl AsyncFnMut()) -> Vec<Vec<String>> {
    let mut pages = Vec::new();
    let mut path = Some(format!("/api/v1/stories?{query}"));
    while let Some(here) = path {
        let answer = reader.get(&here).await;
        assert_eq!(answer.status(), 200, "{here}");
        let link = next_link(answer.headers());
        let page: Value = answer.json().await.unwrap();
        match (&link, page["next_cursor"].as_str()) {
            (None, None) => {}
            (Some(link), Some(cursor)) => {
                assert!(
                    link.ends_with(&format!("cursor={cursor}")),
                    "{link} {cursor}"
                );
                let (kept, _) = link.rsplit_once("&cursor=").unwrap();
                assert_eq!(kept, format!("/api/v1/stories?{query}"));
                between().await;
            }
            (link, cursor) => panic!("{link:?} and {cursor:?}"),
        }
        let items = page["items"].as_array().unwrap().iter();
        pages.push(
            items
                .map(|it| it["title"].as_str().unwrap().to_owned())
                .collect(),
        );
        path = link;
    }
    pages
}

/// The path and query of `Link: <…>; rel="next"`.
fn next_link(headers: &HeaderMap) -> Option<String> {
    let link = headers.get("link")?.to_str().unwrap();
    let form = Regex::new("^<http://localhost:8080(/[^>]*)>; rel=\"next\"$").unwrap();
    let found = form.captures(link);
    Some(found.unwrap_or_else(|| panic!("{link}"))[1].to_owned())
}
