//! What whoever is signed in gets: by their cookie alone, kept nowhere, in their language.

use super::{cache, is_signed_in};
use crate::support::stories::short;
use crate::support::{Client, TestApp};

#[tokio::test(flavor = "multi_thread")]
async fn the_api_reads_no_cookie_and_pages_read_no_token() {
    let app = TestApp::start().await;
    let program = app.author("aoi").await;
    let (draft, _) = program.draft(&short("Mine alone", "sre", "cto")).await;
    let id = draft["id"].as_str().unwrap();
    let reader = app.signed_in("aoi").await;

    assert_eq!(reader.get(&format!("/stories/{id}")).await.status(), 200);
    assert_eq!(program.get(&format!("/stories/{id}")).await.status(), 404);
    let api = format!("/api/v1/stories/{id}");
    assert_eq!(program.get(&api).await.status(), 200);
    assert_eq!(reader.get(&api).await.status(), 404);
    assert_eq!(reader.get("/api/v1/me").await.status(), 401);
    let written = reader
        .post("/api/v1/stories", &short("x", "sre", "cto"))
        .await;
    assert_eq!(written.status(), 401);
    // A token that is good for nothing does not disturb a page.
    let wrong = reader.with_token("gp_nobody");
    assert!(is_signed_in(&wrong).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_concerns_the_reader_alone_stands_behind_their_name() {
    let app = TestApp::start().await;
    let page = app.member("aoi").await.page("/roles?lang=en").await;
    let menu = page.split("<details class=\"account\">").nth(1).unwrap();
    let menu = menu.split("</details>").next().unwrap();
    for way in [
        "<bdi>aoi</bdi>",
        "href=\"/people/aoi\"",
        "href=\"/settings\"",
        "lang=ja\"",
        "action=\"/sign-out\"",
    ] {
        assert!(menu.contains(way), "{way}: {menu}");
    }
    let page = app.stranger().page("/roles?lang=en").await;
    assert!(!page.contains("class=\"account\"") && !page.contains("href=\"/settings\""));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_signed_in_reader_gets_is_kept_nowhere() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    let story = author.published(&short("One", "sre", "cto")).await;
    let story = format!("/stories/{}", story["slug"].as_str().unwrap());
    let reader = app.member("aoi").await;
    for path in [
        "/",
        "/stories",
        &story,
        "/roles",
        "/roles/cto",
        "/people/tsuzura",
        "/sign-in",
    ] {
        let answer = reader.get(path).await;
        assert_eq!(cache(&answer), "private, no-store", "{path}");
        assert!(
            answer.text().await.unwrap().contains("/people/aoi"),
            "{path}"
        );
        if path != "/sign-in" {
            let answer = app.stranger().get(path).await;
            assert_eq!(cache(&answer), "no-cache", "{path}");
            assert!(!answer.text().await.unwrap().contains("aoi"), "{path}");
        }
    }
    let missing = reader.get("/no/such/page").await;
    assert_eq!(
        (missing.status().as_u16(), cache(&missing)),
        (404, "no-store")
    );
    assert!(missing.text().await.unwrap().contains("/people/aoi"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_speaks_its_reader_s_language_until_they_choose_another() {
    let app = TestApp::start().await;
    let reader = app.member("aoi").await;
    let language = async |reader: &Client, path: &str| {
        let request = reader.request(reqwest::Method::GET, path);
        let answer = request
            .header("accept-language", "ja")
            .send()
            .await
            .unwrap();
        let text = answer.text().await.unwrap();
        let language = text.split("<html lang=\"").nth(1).unwrap();
        language.split('"').next().unwrap().to_owned()
    };
    assert_eq!(language(&app.stranger(), "/roles").await, "ja");
    assert_eq!(language(&reader, "/roles").await, "en");
    assert_eq!(language(&reader, "/roles?lang=ja").await, "ja");
    assert_eq!(language(&reader, "/people/nobody-there").await, "en");

    // What somebody chose before on the same browser gives way to the one who signs in.
    let answer = app
        .stranger()
        .with_cookie("lang=ja")
        .form("/sign-in", &[("person", "aoi")])
        .await;
    let cookies = answer.headers().get_all("set-cookie").iter();
    let forgets = |it: &str| it.starts_with("lang=;") && it.contains("Max-Age=0");
    assert!(cookies.map(|it| it.to_str().unwrap()).any(forgets));
}
