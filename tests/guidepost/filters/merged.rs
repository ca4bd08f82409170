//! Slugs that were merged mean their successor.

use super::*;

/// How long a server may keep its copy of the catalogue, and a little more.
const UNTIL_SEEN: Duration = Duration::from_millis(1_100);

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
