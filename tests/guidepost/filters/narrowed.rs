//! Each filter, and all together.

use super::*;

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
