//! The main job: an author writes a story and publishes it, a reader finds it by the role it leads to.

use serde_json::{Value, json};

use crate::support::stories::{short, whole};
use crate::support::{TestApp, faults, problem};

#[tokio::test(flavor = "multi_thread")]
async fn a_published_story_is_found_under_its_target_role() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;

    let story = author.published(&whole()).await;

    let reader = app.stranger();
    let found = reader.json("/api/v1/stories?to=engineering-manager").await;
    assert_eq!(found["items"][0]["id"], story["id"]);
    let slug = story["slug"].as_str().unwrap();
    for page in [
        "/stories?to=engineering-manager",
        "/roles/engineering-manager",
        "/people/tsuzura",
        "/",
    ] {
        assert!(reader.page(page).await.contains(slug), "{page}");
    }
    let page = reader.page(&format!("/stories/{slug}?lang=ja")).await;
    for text in [
        "SREから執行役員へ",
        "<strong>one</strong>",
        "hindsight",
        "経営のリスク管理",
        "caveat",
        "reflection",
    ] {
        assert!(page.contains(text), "{text}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_that_was_sent_comes_back() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;

    let (draft, _) = author.draft(&whole()).await;

    let sent = whole();
    for field in [
        "language",
        "title",
        "summary",
        "byline",
        "links",
        "canonical_url",
        "reuse",
        "reflection_md",
    ] {
        assert_eq!(draft[field], sent[field], "{field}");
    }
    for (list, html) in [
        ("transitions", "story_html"),
        ("challenges", "faced_html"),
        ("practices", "how_html"),
        ("tips", "text_html"),
    ] {
        for (sent, received) in sent[list]
            .as_array()
            .unwrap()
            .iter()
            .zip(draft[list].as_array().unwrap())
        {
            assert!(
                received[html].as_str().unwrap().starts_with("<p>"),
                "{received}"
            );
            for (field, value) in sent.as_object().unwrap() {
                assert_eq!(&received[field], value, "{list} {field}");
            }
        }
    }
    assert_eq!(draft["status"], "draft");
    assert_eq!(draft["version"], 1);
    assert_eq!(
        draft["path"],
        json!(["backend-engineer", "sre", "engineering-manager"])
    );
    assert!(draft["slug"].is_null() && draft["url"].is_null() && draft["published_at"].is_null());
    assert_eq!(draft["author"]["handle"], "tsuzura");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_read_can_be_changed_and_sent_back_whole() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    let (mut story, etag) = author.draft(&whole()).await;
    let path = format!("/api/v1/stories/{}", story["id"].as_str().unwrap());

    story["title"] = "別の題".into();
    let answer = author.put(&path, &etag, &story).await;

    assert_eq!(answer.status(), 200);
    let saved: Value = answer.json().await.unwrap();
    assert_eq!(saved["title"], "別の題");
    assert_eq!(saved["version"], 2);
    assert_eq!(saved["transitions"], story["transitions"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_save_that_changes_nothing_makes_no_version() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    let (story, etag) = author.draft(&whole()).await;
    let path = format!("/api/v1/stories/{}", story["id"].as_str().unwrap());

    let saved: Value = author
        .put(&path, &etag, &whole())
        .await
        .json()
        .await
        .unwrap();

    assert_eq!(saved["version"], 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_gap_comes_back_at_once() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    let (empty, etag) = author.draft(&json!({})).await;

    let gaps = faults(author.publish(&empty, &etag).await).await;

    let pointers: Vec<&str> = gaps.iter().map(|it| it.0.as_str()).collect();
    assert_eq!(
        pointers,
        ["/title", "/summary", "/transitions", "/challenges"]
    );

    let (half, etag) = author
        .draft(&json!({
            "title": "t", "summary": "s",
            "transitions": [{"from_role": "sre"}, {"from_role": "cto", "to_role": "sre", "route": "returned"}],
            "challenges": [{}], "practices": [{}], "tips": [{}]
        }))
        .await;
    let gaps = faults(author.publish(&half, &etag).await).await;
    let gaps: Vec<String> = gaps.iter().map(|it| format!("{} {}", it.0, it.1)).collect();
    assert_eq!(
        gaps,
        [
            "/transitions/0/to_role missing",
            "/transitions/0/route missing",
            "/challenges/0/kind missing",
            "/challenges/0/approach missing",
            "/practices/0/practice missing",
            "/practices/0/applied_to missing",
            "/tips/0/audience missing",
            "/tips/0/text_md missing",
            "/transitions/1/from_role path_broken",
        ]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_published_story_must_stay_complete() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    let story = author.published(&short("One", "sre", "cto")).await;
    let path = format!("/api/v1/stories/{}", story["id"].as_str().unwrap());
    let mut without_tips = short("One", "sre", "cto");
    without_tips["tips"] = json!([]);

    let gaps = faults(author.put(&path, "\"1-x\"", &without_tips).await).await;

    assert_eq!(
        gaps,
        [(
            "/challenges".to_owned(),
            "missing_challenge_or_tip".to_owned()
        )]
    );
    assert_eq!(app.stranger().titles("to=cto").await, ["One"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn publishing_twice_is_refused() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    let story = author.published(&short("One", "sre", "cto")).await;

    let (status, problem) = problem(author.publish(&story, "\"1-x\"").await).await;

    assert_eq!(
        (status, problem["code"].as_str().unwrap()),
        (409, "wrong_status")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_save_over_somebody_s_save_shows_what_is_there_now() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    let (draft, etag) = author.draft(&short("One", "sre", "cto")).await;
    let path = format!("/api/v1/stories/{}", draft["id"].as_str().unwrap());
    author.put(&path, &etag, &short("Two", "sre", "cto")).await;

    let (status, problem) = problem(
        author
            .put(&path, &etag, &short("Three", "sre", "cto"))
            .await,
    )
    .await;

    assert_eq!((status, problem["code"].as_str().unwrap()), (412, "stale"));
    assert_eq!(problem["current"]["title"], "Two");
    assert_eq!(problem["current"]["version"], 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_saves_at_once_one_wins() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    let (draft, etag) = author.draft(&short("One", "sre", "cto")).await;
    let path = format!("/api/v1/stories/{}", draft["id"].as_str().unwrap());

    let saves = (0..8).map(|n| {
        let (author, path, etag) = (author.clone(), path.clone(), etag.clone());
        tokio::spawn(async move {
            author
                .put(&path, &etag, &short(&format!("Save {n}"), "sre", "cto"))
                .await
                .status()
                .as_u16()
        })
    });
    let mut statuses = Vec::new();
    for save in saves.collect::<Vec<_>>() {
        statuses.push(save.await.unwrap());
    }

    statuses.sort_unstable();
    assert_eq!(statuses, [200, 412, 412, 412, 412, 412, 412, 412]);
    assert_eq!(author.json(&path).await["version"], 2);
}
