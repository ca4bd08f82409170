//! What an attacker would try: costly requests, instants at the ends of time, answers stripped of their guards.

use std::time::{Duration, Instant};

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::stories::{short, whole};
use crate::support::{TestApp, faults, problem};

#[tokio::test(flavor = "multi_thread")]
async fn a_small_table_does_not_become_a_huge_page() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    let mut story = whole();
    story["reflection_md"] = format!(
        "|{}\n|{}\n{}",
        "a|".repeat(400),
        "-|".repeat(400),
        "a\n".repeat(4_000)
    )
    .into();

    let began = Instant::now();
    let refused = faults(author.post("/api/v1/stories", &story).await).await;

    assert_eq!(
        refused,
        [("/reflection_md".to_owned(), "too_elaborate".to_owned())]
    );
    assert!(began.elapsed() < Duration::from_secs(5));
}

#[tokio::test(flavor = "multi_thread")]
async fn instants_at_the_ends_of_time_are_refused() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    for instant in [
        "9999-12-31T23:59:59-23:59",
        "0000-01-01T00:00:00+23:59",
        "1999-12-31T23:59:59Z",
    ] {
        let mut story = short("One", "sre", "cto");
        story["publish_at"] = instant.into();
        let refused = faults(author.post("/api/v1/stories", &story).await).await;
        assert_eq!(
            refused,
            [("/publish_at".to_owned(), "bad_instant".to_owned())],
            "{instant}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_instant_comes_back_in_utc_as_the_database_keeps_it() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    let mut story = short("One", "sre", "cto");
    story["publish_at"] = "2027-04-01T09:00:00.123456789+09:00".into();
    let (draft, etag) = author.draft(&story).await;
    assert_eq!(draft["publish_at"], "2027-04-01T00:00:00.123456Z");

    let path = format!("/api/v1/stories/{}", draft["id"].as_str().unwrap());
    let saved: Value = author.put(&path, &etag, &draft).await.json().await.unwrap();
    assert_eq!(saved["version"], 1, "what was read changes nothing");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_is_a_string_and_nothing_like_it() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    for (field, value) in [
        ("byline", json!({"named": null})),
        ("language", json!({"en": null})),
        ("reuse", json!(["link"])),
    ] {
        let answer = author
            .post("/api/v1/stories", &json!({ field: value }))
            .await;
        assert_eq!(answer.status(), 422, "{field}");
    }
    let (_, told) = problem(
        author
            .post("/api/v1/stories", &json!({"byline": "secret"}))
            .await,
    )
    .await;
    assert_eq!(told["errors"][0]["nearest"], json!(["named", "anonymous"]));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_api_document_tells_the_names_that_the_api_speaks() {
    let document = TestApp::start()
        .await
        .stranger()
        .json("/api/v1/openapi.json")
        .await;
    let schemas = &document["components"]["schemas"];
    assert_eq!(schemas["Byline"]["enum"], json!(["named", "anonymous"]));
    assert_eq!(schemas["Reuse"]["enum"], json!(["link", "excerpt", "full"]));
    assert_eq!(
        schemas["LinkKind"]["enum"],
        json!(["slides", "talk", "article", "other"])
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_who_publish_at_once_the_second_learns_that_it_is_published() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    let (draft, etag) = author.draft(&short("One", "sre", "cto")).await;

    let publishing = (0..8).map(|_| {
        let (author, draft, etag) = (author.clone(), draft.clone(), etag.clone());
        tokio::spawn(async move { author.publish(&draft, &etag).await.status().as_u16() })
    });
    let mut statuses = Vec::new();
    for one in publishing.collect::<Vec<_>>() {
        statuses.push(one.await.unwrap());
    }

    statuses.sort_unstable();
    assert_eq!(statuses, [200, 409, 409, 409, 409, 409, 409, 409]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_keeps_its_guards_and_its_way_to_other_sites() {
    let app = TestApp::start().await;
    let forged = app
        .stranger()
        .request(Method::POST, "/stories")
        .header("sec-fetch-site", "cross-site");
    let forged = forged.send().await.unwrap();
    assert_eq!(forged.status(), 403);
    // Older browsers tell the origin alone; another scheme is another site.
    let host = app.base.strip_prefix("http://").unwrap();
    for (scheme, status) in [("http", 303), ("https", 403)] {
        let sent = app.stranger().request(Method::POST, "/sign-out");
        let sent = sent.header("content-type", "application/x-www-form-urlencoded");
        let sent = sent.header("origin", format!("{scheme}://{host}"));
        assert_eq!(sent.send().await.unwrap().status(), status, "{scheme}");
    }
    assert!(forged.headers().contains_key("content-security-policy"));

    let elsewhere = app
        .stranger()
        .request(Method::GET, "/api/v1/stories?limit=0");
    let refused = elsewhere
        .header("origin", "https://elsewhere.example")
        .send()
        .await
        .unwrap();
    assert_eq!(refused.status(), 422);
    assert_eq!(refused.headers()["access-control-allow-origin"], "*");

    let picky = app
        .stranger()
        .request(Method::GET, "/api/v1/roles")
        .header("accept-encoding", "identity;q=0");
    let (status, told) = problem(picky.send().await.unwrap()).await;
    assert_eq!(
        (status, told["code"].as_str().unwrap()),
        (406, "bad_request")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_repeats_neither_another_host_nor_a_flood_of_parameters() {
    let app = TestApp::start().await;
    let lost = app
        .stranger()
        .get("//elsewhere.example/x")
        .await
        .text()
        .await
        .unwrap();
    assert!(!lost.contains("href=\"//elsewhere.example"), "{lost}");

    let flood = "x=1&".repeat(8_000);
    let page = app.stranger().page(&format!("/stories?{flood}")).await;
    assert!(page.len() < 100_000, "{} bytes", page.len());
    let many = app
        .stranger()
        .get(&format!("/api/v1/stories?{}", "practice=x&".repeat(3_000)))
        .await;
    assert!(faults(many).await.len() <= 51);
}

#[tokio::test(flavor = "multi_thread")]
async fn footnotes_of_several_tips_on_one_page_stay_apart() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    for title in ["One", "Two"] {
        let mut story = short(title, "sre", "cto");
        story["tips"][0]["text_md"] = "tip[^1]\n\n[^1]: note".into();
        author.published(&story).await;
    }
    let page = app.stranger().page("/roles/cto").await;
    let mut ids: Vec<&str> = page
        .split(" id=\"")
        .skip(1)
        .map(|it| it.split('"').next().unwrap())
        .collect();
    let n_ids = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), n_ids);
    assert!(page.matches("-fn-1\"").count() >= 4, "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn another_spelling_of_a_path_is_the_same_path() {
    let app = TestApp::start().await;
    let reader = app.stranger();
    for (path, place) in [
        ("/%61pi/v1/stories?limit=2", "/api/v1/stories?limit=2"),
        ("/%70reviews/x", "/previews/x"),
        ("//%65xample.org", "/example.org"),
    ] {
        let answer = reader.get(path).await;
        assert_eq!(answer.status(), 308, "{path}");
        assert_eq!(answer.headers()["location"], place);
    }
}
