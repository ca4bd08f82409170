//! Bodies that are not what the API takes, read as JSON or by their fields.

use super::*;

/// What is not JSON.
const MALFORMED: &[&[u8]] = &[
    b"",
    b" ",
    b"{",
    b"{\"title\": \"a\",}",
    b"{\"title\": NaN}",
    b"{} {}",
    b"{\"title\": \"\\ud800\"}",
    b"{\"title\": \"\\udc00\\ud800\"}",
    b"{\"title\": \"\xff\"}",
    b"title=a",
];

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_json_is_refused_before_anything_else() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    for body in MALFORMED {
        for client in [&author, &app.stranger()] {
            for (method, path) in [(Method::POST, STORIES), (Method::PUT, UNKNOWN)] {
                for content_type in ["application/json", "text/plain"] {
                    let request = client.request(method.clone(), path);
                    let request = request.header("content-type", content_type).body(*body);
                    let answer = request.send().await.unwrap();
                    refused(answer, 400, "malformed_json").await;
                }
            }
        }
    }
    let nested = "[".repeat(5_000);
    refused(
        sent(&author, nested, Some("application/json")).await,
        400,
        "malformed_json",
    )
    .await;
    assert_eq!(saved(&app).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn json_that_is_no_object_is_refused() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    let mut wrong = Vec::new();
    for body in ["null", "5", "true", "\"title\"", "[]", "[1]", "[\"ja\"]"] {
        let answer = sent(&author, body, Some("application/json")).await;
        let status = answer.status().as_u16();
        if status != 422 || faults(answer).await != [at("", "wrong_type")] {
            wrong.push(format!("{body}: {status}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:?}");
    assert_eq!(saved(&app).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_part_of_a_story_that_is_no_object_is_refused() {
    each_is_refused(&[
        (
            json!({"transitions": [["sre", "cto"]]}),
            &[("/transitions/0", "wrong_type")],
        ),
        (
            json!({"links": [["talk", "https://example.org/", "A talk"]]}),
            &[("/links/0", "wrong_type")],
        ),
        (json!({"tips": [[]]}), &[("/tips/0", "wrong_type")]),
        (
            json!({"transitions": [null]}),
            &[("/transitions/0", "wrong_type")],
        ),
        (
            json!({"challenges": ["workload"]}),
            &[("/challenges/0", "wrong_type")],
        ),
    ])
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_unknown_field_is_named_with_its_place() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    let body = json!({
        "titel": "x", "a/b~c": 1, "published": true, "html": "x",
        "transitions": [{"from_role": "sre", "to": "cto", "id": 1}, {"salary": 1}],
        "challenges": [{"kind": "workload", "approaches": []}],
        "practices": [{"slug": "postmortem"}],
        "tips": [{}, {"for": "everyone"}],
        "links": [{"kind": "talk", "url": "https://example.org/", "title": "t", "image": "x"}]
    });

    let mut found = faults(author.post(STORIES, &body).await).await;

    found.sort_unstable();
    let expected = [
        "/a~1b~0c",
        "/challenges/0/approaches",
        "/html",
        "/links/0/image",
        "/practices/0/slug",
        "/published",
        "/tips/1/for",
        "/titel",
        "/transitions/0/id",
        "/transitions/0/to",
        "/transitions/1/salary",
    ];
    assert_eq!(found, expected.map(|it| at(it, "unknown_field")));
    assert_eq!(saved(&app).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_server_makes_may_be_sent_and_is_ignored() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    let long_ago = "1970-01-01T00:00:00Z";
    let mut sent = whole();
    let made = json!({
        "id": "no-id", "slug": 5, "url": "x", "status": "published", "version": 99, "author": {"handle": "kaede"},
        "path": "x", "helpful_count": 1000, "created_at": long_ago, "updated_at": long_ago,
        "published_at": long_ago, "reflection_html": "<script>"
    });
    for (field, value) in made.as_object().unwrap() {
        sent[field] = value.clone();
    }
    sent["transitions"][0]["story_html"] = "<script>".into();
    sent["challenges"][0]["hindsight_html"] = json!(5);
    sent["practices"][0]["how_html"] = "<script>".into();
    sent["tips"][0]["text_html"] = json!(null);

    let (draft, _) = author.draft(&sent).await;

    for (field, value) in made.as_object().unwrap() {
        assert_ne!(&draft[field], value, "{field}");
    }
    assert_eq!(draft["status"], "draft");
    assert_eq!(draft["version"], 1);
    assert_eq!(draft["author"]["handle"], "tsuzura");
    assert!(draft["slug"].is_null() && draft["published_at"].is_null());
    assert!(!draft.to_string().contains("<script>"), "{draft}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_value_of_the_wrong_type_is_named_with_its_place() {
    let link = |kind: &str| json!({"links": [{"kind": kind, "url": "https://example.org/", "title": "t"}]});
    each_is_refused(&[
        (json!({"title": 3}), &[("/title", "wrong_type")]),
        (json!({"summary": ["x"]}), &[("/summary", "wrong_type")]),
        (json!({"transitions": 5}), &[("/transitions", "wrong_type")]),
        (json!({"tips": {}}), &[("/tips", "wrong_type")]),
        (
            json!({"transitions": [{}, {"to_role": 7}]}),
            &[("/transitions/1/to_role", "wrong_type")],
        ),
        (
            json!({"transitions": [{"started_on": 2024}]}),
            &[("/transitions/0/started_on", "wrong_type")],
        ),
        (
            json!({"tips": [{"text_md": {}}]}),
            &[("/tips/0/text_md", "wrong_type")],
        ),
        (json!({"language": "fr"}), &[("/language", "wrong_type")]),
        (json!({"byline": "Named"}), &[("/byline", "wrong_type")]),
        (json!({"reuse": "all"}), &[("/reuse", "wrong_type")]),
        (link("video"), &[("/links/0/kind", "wrong_type")]),
        (
            json!({"publish_at": "tomorrow"}),
            &[("/publish_at", "wrong_type")],
        ),
        (
            json!({"publish_at": 1_700_000_000}),
            &[("/publish_at", "wrong_type")],
        ),
    ])
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_full_of_faults_is_answered_soon_and_shortly() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    let unknown: Value = (0..60_000)
        .map(|n| (format!("field-{n}"), json!(1)))
        .collect();
    let mut wrong = Vec::new();
    for (what, body) in [
        ("unknown fields", unknown),
        (
            "unknown roles",
            json!({"transitions": vec![json!({"to_role": "x"}); 20_000]}),
        ),
        (
            "unfit links",
            json!({"links": vec![json!({"kind": "talk", "url": "", "title": ""}); 25_000]}),
        ),
    ] {
        assert!(body.to_string().len() < MIB, "{what}");
        let begun = Instant::now();
        let answer = author.post(STORIES, &body).await;
        let status = answer.status();
        let length = answer.bytes().await.unwrap().len();
        let took = begun.elapsed();
        if status != 422 || took > Duration::from_secs(3) || length > MIB {
            wrong.push(format!("{what}: {status}, {length} bytes in {took:?}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_tells_neither_internals_nor_all_that_was_sent() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    let long = "x".repeat(100_000);
    let mut wrong = Vec::new();
    for body in [
        json!(5),
        json!({"byline": long}),
        json!({"tips": [1]}),
        json!({"links": [{}]}),
    ] {
        let answer = author.post(STORIES, &body).await;
        let problem = refused(answer, 422, "invalid").await;
        let message = problem["errors"][0]["message"].as_str().unwrap();
        let is_internal = ["struct", "enum", "Content", "Tip"]
            .iter()
            .any(|it| message.contains(it));
        if is_internal || message.len() > 500 {
            wrong.push(message.chars().take(120).collect::<String>());
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
