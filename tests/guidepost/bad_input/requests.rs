//! Content types, preconditions, cursors and limits.

use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn a_body_must_say_that_it_is_json() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    let text = json!({"title": "One"}).to_string();
    for content_type in [
        None,
        Some("text/plain"),
        Some("text/json"),
        Some("application/x-www-form-urlencoded"),
        Some("multipart/form-data; boundary=x"),
        Some("x"),
    ] {
        for client in [&author, &app.stranger()] {
            let answer = sent(client, text.clone(), content_type).await;
            refused(answer, 415, "unsupported_media_type").await;
        }
    }
    assert_eq!(saved(&app).await, 0);
    for content_type in ["application/json; charset=utf-8", "Application/JSON"] {
        let answer = sent(&author, text.clone(), Some(content_type)).await;
        assert_eq!(answer.status(), 201, "{content_type}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_story_is_changed_only_by_who_says_what_they_read() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    let (draft, _) = author.draft(&short("One", "sre", "cto")).await;
    let path = story_path(&draft);
    let publish = format!("{path}/publish");
    let broken = json!({"title": 5});

    let answer = author
        .request(Method::PUT, &path)
        .json(&broken)
        .send()
        .await
        .unwrap();
    refused(answer, 428, "precondition_required").await;
    let answer = author.request(Method::POST, &publish).send().await.unwrap();
    refused(answer, 428, "precondition_required").await;
    for stale in [
        "\"2-x\"",
        "\"0-x\"",
        "\"-1-x\"",
        "\"x-1\"",
        "\"99999999999-x\"",
        "\"\"",
        "x",
        "1-x",
        "\"1-x",
        "\"one\"",
    ] {
        let requests = [
            author.request(Method::PUT, &path).json(&json!({})),
            author.request(Method::POST, &publish),
        ];
        for request in requests {
            let answer = request.header("if-match", stale).send().await.unwrap();
            let problem = refused(answer, 412, "stale").await;
            assert_eq!(problem["current"]["title"], "One", "{stale}");
            assert_eq!(problem["current"]["version"], 1, "{stale}");
        }
    }
    let now = author.json(&path).await;
    assert_eq!(
        (&now["version"], &now["status"]),
        (&json!(1), &json!("draft"))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stale_version_is_told_before_a_broken_body() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    let (draft, _) = author.draft(&short("One", "sre", "cto")).await;
    let path = story_path(&draft);
    let mut wrong = Vec::new();
    for body in [
        json!({"title": "x".repeat(121)}),
        json!({"titel": 1}),
        json!({"title": 5}),
    ] {
        let (status, problem) = problem(author.put(&path, "\"2-x\"", &body).await).await;
        if (status, &problem["code"]) != (412, &json!("stale")) {
            wrong.push(format!(
                "{status} for {}",
                body.to_string().chars().take(20).collect::<String>()
            ));
        }
    }
    assert!(wrong.is_empty(), "{wrong:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn if_match_compares_the_version_alone() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    let (draft, _) = author.draft(&short("Save 0", "sre", "cto")).await;
    let path = story_path(&draft);
    for (n, etag) in ["\"1-anything\"", "W/\"2-x\"", "\"3-\"", "\"4\""]
        .into_iter()
        .enumerate()
    {
        let body = short(&format!("Save {}", n + 1), "sre", "cto");
        let answer = author.put(&path, etag, &body).await;
        assert_eq!(answer.status(), 200, "{etag}");
    }
    assert_eq!(author.json(&path).await["version"], 5);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cursor_is_good_for_the_list_that_gave_it() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    for title in ["One", "Two"] {
        author.published(&short(title, "sre", "cto")).await;
    }
    let reader = app.stranger();
    let page = reader.json("/api/v1/stories?limit=1&to=cto").await;
    let cursor = page["next_cursor"].as_str().unwrap();
    let good = reader
        .json(&format!("/api/v1/stories?to=cto&cursor={cursor}"))
        .await;
    assert_eq!(good["items"][0]["title"], "One");

    let huge = "A".repeat(5_000);
    for query in [
        "cursor=x".to_owned(),
        "cursor=%00".to_owned(),
        "cursor=MS4yLjM".to_owned(),
        format!("cursor={huge}"),
        format!("cursor={cursor}"),
        format!("to=sre&cursor={cursor}"),
        format!("to=cto&from=sre&cursor={cursor}"),
        format!("to=cto&language=en&cursor={cursor}"),
        format!("to=cto&cursor={cursor}A"),
        "to=cto&limit=x&cursor=x".to_owned(),
    ] {
        let answer = reader.get(&format!("/api/v1/stories?{query}")).await;
        refused(answer, 400, "bad_cursor").await;
        let page = reader.get(&format!("/stories?{query}")).await;
        assert_eq!(page.status(), 400, "{query}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_forged_cursor_breaks_nothing() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    for title in ["One", "Two"] {
        author.published(&short(title, "sre", "cto")).await;
    }
    let reader = app.stranger();
    let page = reader.json("/api/v1/stories?limit=1").await;
    let cursor = BASE64_URL_SAFE_NO_PAD
        .decode(page["next_cursor"].as_str().unwrap())
        .unwrap();
    let cursor = String::from_utf8(cursor).unwrap();
    let (_, rest) = cursor.split_once('.').unwrap();
    // The years -9998 and 9999, and beyond what can be counted.
    for micros in [
        "-377673580800000000",
        "253402300799999999",
        "-1",
        "9".repeat(40).as_str(),
    ] {
        let forged = BASE64_URL_SAFE_NO_PAD.encode(format!("{micros}.{rest}"));
        for path in ["/api/v1/stories", "/stories"] {
            let status = reader
                .get(&format!("{path}?cursor={forged}"))
                .await
                .status();
            assert!(matches!(status.as_u16(), 200 | 400), "{micros}: {status}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bad_cursor_is_told_before_a_bad_token_and_bad_filters() {
    let app = TestApp::start().await;
    let mut wrong = Vec::new();
    for (client, query) in [
        (app.stranger(), "cursor=x&to=nowhere"),
        (app.stranger(), "cursor=x&limit=0"),
        (app.stranger().with_token("gp_x"), "cursor=x"),
    ] {
        let answer = client.get(&format!("/api/v1/stories?{query}")).await;
        let (status, problem) = problem(answer).await;
        if problem["code"] != "bad_cursor" {
            wrong.push(format!("{query}: {status} {}", problem["code"]));
        }
    }
    assert!(wrong.is_empty(), "{wrong:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_has_one_to_a_hundred_items() {
    let app = TestApp::start().await;
    let reader = app.stranger();
    for limit in [
        "0",
        "101",
        "256",
        "-1",
        "1.5",
        "x",
        "%00",
        "99999999999999999999",
    ] {
        let answer = reader.get(&format!("/api/v1/stories?limit={limit}")).await;
        assert_eq!(
            faults(answer).await,
            [at("/limit", "out_of_range")],
            "{limit}"
        );
    }
    for limit in ["1", "100", ""] {
        reader.json(&format!("/api/v1/stories?limit={limit}")).await;
    }
}
