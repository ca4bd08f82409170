//! The JSON API is as published.

use guidepost::openapi;
use insta::assert_json_snapshot;

use crate::support::TestApp;

#[test]
fn the_json_api_is_as_published() {
    assert_json_snapshot!(openapi::document());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_document_is_served_as_openapi_3_1() {
    let app = TestApp::start().await;

    let document = app.stranger().json("/api/v1/openapi.json").await;

    assert!(document["openapi"].as_str().unwrap().starts_with("3.1"));
    for path in [
        "/api/v1/stories",
        "/api/v1/stories/{story}",
        "/api/v1/roles",
        "/api/v1/people/{handle}",
    ] {
        assert!(document["paths"][path].is_object(), "{path}");
    }
}
