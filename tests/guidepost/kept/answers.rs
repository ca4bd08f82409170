//! How an answer is kept: under which address, in which encodings and languages, and by which stamps.

use std::time::Duration;

use diesel::sql_query;
use diesel_async::{RunQueryDsl, SimpleAsyncConnection};
use reqwest::Method;

use crate::kept::{address, change, step};
use crate::support::TestApp;
use crate::support::stories::short;

#[tokio::test(flavor = "multi_thread")]
async fn a_story_is_read_again_under_each_of_its_addresses() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    let story = author.published(&short("A story", "sre", "cto")).await;
    let by_id = format!("/stories/{}", story["id"].as_str().unwrap());
    for _ in 0..3 {
        for path in [&address(&story), &by_id] {
            assert!(app.stranger().page(path).await.contains("A story"));
        }
    }
    step(&author, &story, "withdraw").await;
    for path in [&address(&story), &by_id] {
        assert_eq!(app.stranger().get(path).await.status(), 410, "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_author_s_own_page_is_kept_for_nobody() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    let story = author.published(&short("A story", "sre", "cto")).await;
    let signed_in = app.signed_in("tsuzura").await;
    let path = address(&story);
    for _ in 0..2 {
        let own = signed_in.get(&path).await;
        assert_eq!(own.headers()["cache-control"], "private, no-store");
        assert!(own.text().await.unwrap().contains("/edit"));
        let page = app.stranger().page(&path).await;
        assert!(!page.contains("/edit") && !page.contains("sign-out"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_kept_answer_says_the_same_in_every_encoding() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    let mut story = short("圧縮しても同じ", "sre", "cto");
    story["reflection_md"] = "長い文章。".repeat(500).into();
    let story = author.published(&story).await;
    let path = address(&story);
    let plain = app.stranger().page(&path).await;
    for (accepted, encoding) in [
        ("gzip, deflate, br", Some("br")),
        ("gzip", Some("gzip")),
        ("identity", None),
    ] {
        let get = app.stranger().request(Method::GET, &path);
        let answer = get
            .header("accept-encoding", accepted)
            .send()
            .await
            .unwrap();
        let told = answer
            .headers()
            .get("content-encoding")
            .map(|it| it.to_str().unwrap().to_owned());
        assert_eq!(told.as_deref(), encoding);
        assert!(
            answer.headers()["vary"]
                .to_str()
                .unwrap()
                .contains("Accept-Encoding")
        );
        let etag = answer.headers()["etag"].clone();
        assert_eq!(unpacked(answer, encoding).await, plain);
        let again = app.stranger().request(Method::GET, &path);
        let again = again
            .header("accept-encoding", accepted)
            .header("if-none-match", etag);
        assert_eq!(again.send().await.unwrap().status(), 304);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn many_who_ask_at_the_moment_of_a_change_all_get_the_new_page() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    let story = author.published(&short("まえの題", "sre", "cto")).await;
    let path = address(&story);
    assert!(app.stranger().page(&path).await.contains("まえの題"));
    change(&author, &story, |it| it["title"] = "あとの題".into()).await;
    let reader = app.stranger();
    let pages = (0..20).map(|_| reader.page(&path));
    for page in futures_util::future::join_all(pages).await {
        assert!(page.contains("あとの題"));
    }
}

async fn unpacked(answer: reqwest::Response, encoding: Option<&str>) -> String {
    let bytes = answer.bytes().await.unwrap();
    let mut text = Vec::new();
    match encoding {
        Some("br") => brotli::BrotliDecompress(&mut bytes.as_ref(), &mut text).unwrap(),
        Some(_) => {
            let mut decoder = flate2::read::GzDecoder::new(bytes.as_ref());
            std::io::Read::read_to_end(&mut decoder, &mut text)
                .map(drop)
                .unwrap();
        }
        None => text.extend_from_slice(&bytes),
    }
    String::from_utf8(text).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn styles_and_icon_are_sent_in_every_encoding() {
    let app = TestApp::start().await;
    let page = app.stranger().page("/about").await;
    let styles = page.split('"').find(|it| it.ends_with(".css")).unwrap();
    for path in [styles, "/favicon.svg"] {
        let plain = app.stranger().page(path).await;
        // The second time it is at hand.
        for accepted in ["br", "gzip", "br"] {
            let get = app.stranger().request(Method::GET, path);
            let get = get.header("accept-encoding", accepted);
            let answer = get.send().await.unwrap();
            assert_eq!(answer.headers()["content-encoding"], accepted);
            assert_eq!(answer.headers()["vary"], "accept-encoding");
            assert_eq!(unpacked(answer, Some(accepted)).await, plain);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_made_for_one_answer_is_sent_in_gzip() {
    let app = TestApp::start().await;
    let get = app.stranger().request(Method::GET, "/search?q=sre");
    let answer = get.header("accept-encoding", "gzip, deflate, br");
    let answer = answer.send().await.unwrap();
    assert_eq!(answer.headers()["content-encoding"], "gzip");
    assert!(unpacked(answer, Some("gzip")).await.contains("</html>"));
}

#[tokio::test(flavor = "multi_thread")]
async fn each_language_has_its_own_page() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    let story = author.published(&short("A story", "sre", "cto")).await;
    let path = address(&story);
    for _ in 0..2 {
        for (language, said) in [("ja", "<html lang=\"ja\""), ("en", "<html lang=\"en\"")] {
            let get = app.stranger().request(Method::GET, &path);
            let page = get
                .header("accept-language", language)
                .send()
                .await
                .unwrap();
            assert!(page.text().await.unwrap().contains(said), "{language}");
            let page = app.stranger().get(&format!("{path}?lang={language}")).await;
            let cookie = page.headers()["set-cookie"].to_str().unwrap().to_owned();
            assert!(cookie.starts_with(&format!("lang={language}")));
            assert!(page.text().await.unwrap().contains(said), "{language}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stamp_is_never_followed_by_a_smaller_one() {
    let app = TestApp::start().await;
    let (mut one, mut other) = (app.conn().await, app.conn().await);
    let stamp = "select stamp_lists(array['', 'to:cto'])";
    one.batch_execute(&format!("begin; {stamp}")).await.unwrap();
    let waiting = tokio::spawn(async move { other.batch_execute(stamp).await });
    let mut watching = app.conn().await;
    let is_waiting = "select from pg_stat_activity where wait_event_type = 'Lock' \
         and datname = current_database()";
    while sql_query(is_waiting).execute(&mut watching).await.unwrap() == 0 {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    one.batch_execute(stamp).await.unwrap();
    one.batch_execute("commit").await.unwrap();
    waiting.await.unwrap().unwrap();
    // What was stamped last has the greatest number that was drawn.
    let is_last = "select from list_stamps, stamps where key = 'to:cto' and stamp = last_value";
    assert_eq!(sql_query(is_last).execute(&mut watching).await.unwrap(), 1);
}
