//! What every answer keeps to, whatever it is about.

use reqwest::Method;

use crate::support::stories::{short, whole};
use crate::support::{TestApp, problem};

#[tokio::test(flavor = "multi_thread")]
async fn every_answer_names_its_request() {
    let app = TestApp::start().await;
    for path in [
        "/",
        "/stories",
        "/nowhere",
        "/api/v1/stories",
        "/api/v1/nowhere",
        "/healthz",
    ] {
        let answer = app.stranger().get(path).await;
        let id = answer
            .headers()
            .get("x-request-id")
            .map(|it| it.to_str().unwrap().len());
        assert_eq!(id, Some(36), "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_answer_forbids_what_a_page_never_needs() {
    let app = TestApp::start().await;
    for path in [
        "/",
        "/stories",
        "/nowhere",
        "/api/v1/stories",
        "/api/v1/nowhere",
    ] {
        let answer = app.stranger().get(path).await;
        let policy = answer.headers()["content-security-policy"]
            .to_str()
            .unwrap();
        assert!(
            policy.contains("default-src 'none'") && !policy.contains("unsafe"),
            "{path}"
        );
        assert_eq!(
            answer.headers()["x-content-type-options"],
            "nosniff",
            "{path}"
        );
        assert!(answer.headers().contains_key("referrer-policy"), "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_has_not_changed_is_not_sent_again() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    let story = author.published(&whole()).await;
    let slug = story["slug"].as_str().unwrap();
    let reader = app.stranger();
    for path in [
        "/".to_owned(),
        "/stories".to_owned(),
        format!("/stories/{slug}"),
        "/api/v1/stories".to_owned(),
        format!("/api/v1/stories/{slug}"),
    ] {
        let first = reader.get(&path).await;
        assert_eq!(first.headers()["cache-control"], "no-cache", "{path}");
        let vary = first.headers()["vary"].to_str().unwrap();
        assert!(
            vary.contains("Accept-Language") && vary.contains("Accept-Encoding"),
            "{path}: {vary}"
        );
        assert_eq!(
            vary.contains("Cookie"),
            !path.starts_with("/api"),
            "{path}: {vary}"
        );
        let etag = first.headers()["etag"].clone();
        let second = reader
            .request(Method::GET, &path)
            .header("if-none-match", etag)
            .send()
            .await
            .unwrap();
        assert_eq!(second.status(), 304, "{path}");
        let other = reader
            .request(Method::GET, &path)
            .header("if-none-match", "\"x\"")
            .send()
            .await
            .unwrap();
        assert_eq!(other.status(), 200, "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_changed_story_is_sent_again() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    let story = author.published(&short("One", "sre", "cto")).await;
    let path = format!("/api/v1/stories/{}", story["id"].as_str().unwrap());
    let etag = app.stranger().get(&path).await.headers()["etag"].clone();

    author
        .put(&path, etag.to_str().unwrap(), &short("Two", "sre", "cto"))
        .await;

    let again = app
        .stranger()
        .request(Method::GET, &path)
        .header("if-none-match", etag)
        .send()
        .await
        .unwrap();
    assert_eq!(again.status(), 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn other_sites_may_read_what_is_public_and_nothing_more() {
    let app = TestApp::start().await;
    let elsewhere = app.stranger();
    let read = elsewhere
        .request(Method::GET, "/api/v1/stories")
        .header("origin", "https://elsewhere.example")
        .send()
        .await
        .unwrap();
    assert_eq!(read.headers()["access-control-allow-origin"], "*");
    assert!(
        !read
            .headers()
            .contains_key("access-control-allow-credentials")
    );
    let exposed = read.headers()["access-control-expose-headers"]
        .to_str()
        .unwrap()
        .to_lowercase();
    for name in ["etag", "link", "location", "retry-after", "ratelimit-limit"] {
        assert!(exposed.contains(name), "{name} in {exposed}");
    }
    let preflight = |method: &'static str| {
        elsewhere
            .request(Method::OPTIONS, "/api/v1/stories")
            .header("origin", "https://elsewhere.example")
            .header("access-control-request-method", method)
            .send()
    };
    assert_eq!(preflight("GET").await.unwrap().status(), 200);
    assert_eq!(preflight("POST").await.unwrap().status(), 400);
    let page = elsewhere
        .request(Method::GET, "/")
        .header("origin", "https://elsewhere.example")
        .send()
        .await
        .unwrap();
    assert!(!page.headers().contains_key("access-control-allow-origin"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_from_another_site_is_refused() {
    let app = TestApp::start().await;
    let send = |headers: &'static [(&'static str, &'static str)]| {
        let mut request = app.stranger().request(Method::POST, "/stories");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        async move { request.send().await.unwrap().status().as_u16() }
    };
    assert_eq!(send(&[("sec-fetch-site", "cross-site")]).await, 403);
    assert_eq!(send(&[("sec-fetch-site", "same-site")]).await, 403);
    assert_eq!(send(&[("origin", "https://elsewhere.example")]).await, 403);
    assert_eq!(send(&[("origin", "null")]).await, 403);
    // Nothing takes forms here yet, which only those are told that may send one.
    assert_eq!(send(&[("sec-fetch-site", "same-origin")]).await, 405);
    assert_eq!(send(&[]).await, 405);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_s_post_is_not_taken_for_a_form() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    let answer = author
        .request(Method::POST, "/api/v1/stories")
        .header("sec-fetch-site", "cross-site")
        .json(&short("One", "sre", "cto"))
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), 201);
}

#[tokio::test(flavor = "multi_thread")]
async fn head_answers_like_get_without_a_body() {
    let app = TestApp::start().await;
    for path in ["/", "/stories", "/api/v1/stories", "/roles/sre"] {
        let head = app
            .stranger()
            .request(Method::HEAD, path)
            .send()
            .await
            .unwrap();
        let get = app.stranger().get(path).await;
        assert_eq!(head.status(), get.status(), "{path}");
        assert_eq!(head.headers()["etag"], get.headers()["etag"], "{path}");
        assert_eq!(head.text().await.unwrap(), "", "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_server_says_whether_it_is_alive_and_able_to_serve() {
    let app = TestApp::start().await;
    assert_eq!(app.stranger().json("/healthz").await["status"], "ok");
    assert_eq!(app.stranger().json("/readyz").await["database"], "ok");
    assert_eq!(app.stranger().get("/metrics").await.status(), 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_database_the_reader_is_told_and_nothing_leaks() {
    let app = TestApp::on("postgres://nobody:secret@127.0.0.1:1/none".to_owned());

    let (status, problem) = problem(app.stranger().get("/api/v1/stories").await).await;
    assert_eq!(
        (status, problem["code"].as_str().unwrap()),
        (503, "unavailable")
    );
    assert!(!problem.to_string().contains("127.0.0.1") && !problem.to_string().contains("secret"));

    let page = app.stranger().get("/stories").await;
    assert_eq!(page.status(), 503);
    assert!(page.headers().contains_key("retry-after"));
    let text = page.text().await.unwrap();
    assert!(
        text.contains("<h1>Too busy just now</h1>") && !text.contains("secret"),
        "{text}"
    );
    let ready = app.stranger().get("/readyz").await;
    assert_eq!(ready.status(), 503);
    assert_eq!(
        ready.json::<serde_json::Value>().await.unwrap()["database"],
        "unreachable"
    );
    assert_eq!(app.stranger().get("/healthz").await.status(), 200);
}
