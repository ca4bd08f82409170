//! The page about the API tells everything that the API's document tells.

use std::collections::BTreeSet;

use regex::Regex;

use crate::support::TestApp;

fn all(text: &str, pattern: &str) -> BTreeSet<String> {
    let pattern = Regex::new(pattern).unwrap();
    let found = pattern.captures_iter(text);
    found.map(|it| it[1].to_owned()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_operation_and_schema_of_the_document_stands_on_the_page() {
    let app = TestApp::start().await;
    let document = app.stranger().json("/api/v1/openapi.json").await;
    let page = app.stranger().page("/api/docs?lang=en").await;

    let anchors = all(&page, r#" id="([^"]+)""#);
    let mut n_operations = 0;
    for (path, item) in document["paths"].as_object().unwrap() {
        assert!(page.contains(path), "{path}");
        for operation in item.as_object().unwrap().values() {
            n_operations += 1;
            let id = operation["operationId"].as_str().unwrap();
            assert!(anchors.contains(id), "{id}");
        }
    }
    assert!(n_operations >= 10);
    for name in document["components"]["schemas"]
        .as_object()
        .unwrap()
        .keys()
    {
        assert!(anchors.contains(&format!("schema-{name}")), "{name}");
    }
    assert!(page.contains("<code>stories:write</code>"));
}

#[tokio::test(flavor = "multi_thread")]
async fn every_link_within_the_page_leads_somewhere() {
    let app = TestApp::start().await;
    let page = app.stranger().page("/api/docs").await;
    let anchors = all(&page, r#" id="([^"]+)""#);
    let links = all(&page, r##"href="#([^"]+)""##);
    assert!(links.len() > 30);
    assert_eq!(
        links.difference(&anchors).collect::<Vec<_>>(),
        Vec::<&String>::new()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn its_frame_speaks_the_reader_s_language() {
    let app = TestApp::start().await;
    for (language, title) in [("ja", "APIリファレンス"), ("en", "API reference")] {
        let page = app
            .stranger()
            .page(&format!("/api/docs?lang={language}"))
            .await;
        assert!(page.contains(&format!("<h1>{title}</h1>")), "{language}");
    }
    let home = app.stranger().page("/").await;
    assert!(home.contains(r#"href="/api/docs""#));
}
