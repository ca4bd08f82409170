//! What is wrong is said in the language of whoever asked.

use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn a_method_that_an_address_does_not_know_is_refused() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    for (method, path) in [
        (Method::PATCH, STORIES),
        (Method::PUT, STORIES),
        (Method::PATCH, UNKNOWN),
        (Method::POST, "/api/v1/roles"),
        (Method::DELETE, "/api/v1/people/tsuzura"),
        (Method::PUT, "/api/v1/openapi.json"),
    ] {
        let answer = author.request(method.clone(), path).send().await.unwrap();
        assert!(answer.headers().contains_key("allow"), "{method} {path}");
        refused(answer, 405, "method_not_allowed").await;
    }
    let page = author
        .request(Method::POST, "/stories")
        .send()
        .await
        .unwrap();
    assert_eq!(page.status(), 405);
    assert_eq!(page.headers()["content-type"], "text/html; charset=utf-8");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_is_not_there_answers_in_the_reader_s_language() {
    let app = TestApp::start().await;
    let reader = app.stranger();
    for (language, title) in [
        ("ja", "この先に道はありません"),
        ("en", "No road leads here"),
        ("fr", "No road leads here"),
    ] {
        for path in [
            "/nope",
            "/stories/nope",
            "/stories/%00",
            "/stories/%ff",
            "/people/nobody-here",
            "/roles/nope",
            "/a/b.php",
        ] {
            let answer = reader
                .request(Method::GET, path)
                .header("accept-language", language)
                .send()
                .await
                .unwrap();
            assert_eq!(answer.status(), 404, "{path}");
            assert_eq!(
                answer.headers()["content-type"],
                "text/html; charset=utf-8",
                "{path}"
            );
            let request_id = answer.headers()["x-request-id"]
                .to_str()
                .unwrap()
                .to_owned();
            let html = answer.text().await.unwrap();
            let spoken = if language == "ja" {
                "lang=\"ja\""
            } else {
                "lang=\"en\""
            };
            for text in [title, spoken, &request_id, "noindex"] {
                assert!(html.contains(text), "{path} lacks {text}");
            }
            for internal in [
                "actix", "diesel", "postgres", "panicked", ".rs", "Error::", "NotFound",
            ] {
                assert!(!html.contains(internal), "{path} tells {internal}");
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_is_said_in_the_reader_s_language() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    let (draft, _) = author.draft(&json!({})).await;
    let put = |etag: Option<&str>| {
        let request = author
            .request(Method::PUT, &story_path(&draft))
            .json(&json!({}));
        etag.iter()
            .fold(request, |it, etag| it.header("if-match", *etag))
    };
    let requests = || {
        let post = author.request(Method::POST, STORIES);
        vec![
            post.try_clone().unwrap().header("content-type", "application/json").body("{"),
            post.try_clone().unwrap().body("{}"),
            post.try_clone().unwrap().json(&json!({"titel": 1, "nope": 2})),
            post.json(&json!({"title": "x".repeat(121), "transitions": [{"to_role": "engineering-manger"}]})),
            app.stranger().request(Method::POST, STORIES).json(&json!({})),
            author.request(Method::GET, "/api/v1/stories/nope"),
            author.request(Method::GET, "/api/v1/stories?cursor=x"),
            author.request(Method::GET, "/api/v1/stories?limit=0"),
            author.request(Method::PATCH, STORIES),
            put(None),
            put(Some("\"9-x\"")),
            author.request(Method::POST, &format!("{}/publish", story_path(&draft))).header("if-match", "\"1-x\""),
        ]
    };
    for (language, is_japanese) in [
        (None, false),
        (Some("en"), false),
        (Some("fr"), false),
        (Some("ja"), true),
        (Some("ja-JP,en;q=0.5"), true),
    ] {
        for request in requests() {
            let request = language.iter().fold(request, |it, language| {
                it.header("accept-language", *language)
            });
            let (status, problem) = problem(request.send().await.unwrap()).await;
            for text in words_of(&problem) {
                assert_eq!(
                    text.contains(is_japanese_letter),
                    is_japanese,
                    "{status} in {language:?}: {text}"
                );
            }
        }
    }
}

fn is_japanese_letter(c: char) -> bool {
    matches!(c, '\u{3041}'..='\u{30ff}' | '\u{4e00}'..='\u{9fff}')
}

/// The sentences of a problem.
fn words_of(problem: &Value) -> Vec<String> {
    let text = |it: &Value| it.as_str().unwrap().to_owned();
    let errors = problem["errors"].as_array().into_iter().flatten();
    let messages = errors.map(|it| text(&it["message"]));
    [text(&problem["title"]), text(&problem["detail"])]
        .into_iter()
        .chain(messages)
        .collect()
}
