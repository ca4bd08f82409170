//! One's own profile through the API.

use guidepost::access::Scope;
use reqwest::{Method, Response};
use serde_json::{Value, json};

use crate::support::stories::short;
use crate::support::{Client, TestApp, faults, problem};

async fn patch(client: &Client, body: &Value) -> Response {
    let request = client.request(Method::PATCH, "/api/v1/me");
    request.json(body).send().await.unwrap()
}

async fn person(app: &TestApp) -> Client {
    app.person("aoi", &[Scope::ProfileWrite]).await
}

#[tokio::test(flavor = "multi_thread")]
async fn one_s_own_profile_is_what_others_see_and_one_s_settings() {
    let app = TestApp::start().await;
    let aoi = app.author("aoi").await;
    aoi.published(&short("One", "sre", "cto")).await;

    let answer = aoi.get("/api/v1/me").await;

    assert_eq!(answer.headers()["cache-control"], "private, no-store");
    let mut me: Value = answer.json().await.unwrap();
    let fields = me.as_object_mut().unwrap();
    assert_eq!(fields.remove("language").unwrap(), "ja");
    assert_eq!(fields.remove("time_zone").unwrap(), "Asia/Tokyo");
    assert_eq!(me, app.stranger().json("/api/v1/people/aoi").await);
    assert_eq!(me["path"], json!(["sre", "cto"]));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_changed_is_cleaned_rendered_and_seen() {
    let app = TestApp::start().await;
    let aoi = person(&app).await;
    let answer = patch(
        &aoi,
        &json!({
            "display_name": "  葵\n (Aoi) ", "bio_md": "**Tide**\r\n<script>x</script>",
            "language": "en", "time_zone": "europe/berlin"
        }),
    )
    .await;
    assert_eq!(answer.status(), 200);
    let me: Value = answer.json().await.unwrap();
    assert_eq!(me["display_name"], "葵  (Aoi)");
    assert!(
        me["bio_html"]
            .as_str()
            .unwrap()
            .contains("<strong>Tide</strong>")
    );
    assert!(!me["bio_html"].as_str().unwrap().contains("<script>"));
    assert_eq!(
        (&me["language"], &me["time_zone"]),
        (&json!("en"), &json!("Europe/Berlin"))
    );
    assert_eq!(me, aoi.json("/api/v1/me").await);
    assert!(
        app.stranger()
            .page("/people/aoi")
            .await
            .contains("葵  (Aoi)")
    );

    // The rest stays as it was.
    let me: Value = patch(&aoi, &json!({"bio_md": ""}))
        .await
        .json()
        .await
        .unwrap();
    assert_eq!(
        (&me["bio_html"], &me["time_zone"]),
        (&json!(""), &json!("Europe/Berlin"))
    );
    assert_eq!(me["display_name"], "葵  (Aoi)");
    assert_eq!(patch(&aoi, &json!({})).await.status(), 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn links_lead_to_the_web_and_have_names() {
    let app = TestApp::start().await;
    let aoi = person(&app).await;
    let links =
        json!([{"url": "https://example.org/a"}, {"label": "b", "url": "http://b.example"}]);
    let answer = patch(&aoi, &json!({"links": links})).await;
    let me: Value = answer.json().await.unwrap();
    assert_eq!(me["links"][0]["label"], "example.org");
    let seen = app.stranger().json("/api/v1/people/aoi").await;
    assert_eq!(me["links"], seen["links"]);

    for (links, pointer, code) in [
        (json!([{"label": "x"}]), "/links/0", "wrong_type"),
        (json!([{"url": "ftp://x"}]), "/links/0/url", "bad_url"),
        (
            json!([{"url": "http://x", "icon": 1}]),
            "/links/0/icon",
            "unknown_field",
        ),
        (
            json!(vec![json!({"url": "http://x"}); 7]),
            "/links",
            "too_many",
        ),
        (json!(null), "/links", "wrong_type"),
    ] {
        let told = faults(patch(&aoi, &json!({"links": links})).await).await;
        assert_eq!(told, [(pointer.to_owned(), code.to_owned())], "{links}");
    }
    assert_eq!(aoi.json("/api/v1/me").await["links"], me["links"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_profile_may_be_sent_back_as_it_came() {
    let app = TestApp::start().await;
    let aoi = person(&app).await;
    let mut me = aoi.json("/api/v1/me").await;
    me["handle"] = "somebody-else".into();
    me["followers"] = 7.into();
    me["display_name"] = "Aoi".into();
    let changed: Value = patch(&aoi, &me).await.json().await.unwrap();
    assert_eq!(
        (&changed["handle"], &changed["display_name"]),
        (&json!("aoi"), &json!("Aoi"))
    );
    assert_eq!(changed["followers"], 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_broken_rule_is_told_and_nothing_is_changed() {
    let app = TestApp::start().await;
    let aoi = person(&app).await;
    let wrong = json!({
        "display_name": " \u{200b} ", "bio_md": "x".repeat(2_001), "time_zone": "Asia/Atlantis",
        "language": "en"
    });
    let told = faults(patch(&aoi, &wrong).await).await;
    let told: Vec<(&str, &str)> = told
        .iter()
        .map(|it| (it.0.as_str(), it.1.as_str()))
        .collect();
    let expected = [
        ("/display_name", "bad_name"),
        ("/time_zone", "unknown_time_zone"),
        ("/bio_md", "too_long"),
    ];
    assert_eq!(told, expected);
    assert_eq!(aoi.json("/api/v1/me").await["language"], "ja");

    let deep = ">".repeat(60) + " x";
    for (body, pointer, code) in [
        (
            json!({"display_name": "x".repeat(61)}),
            "/display_name",
            "too_long",
        ),
        (
            json!({"display_name": "a\u{202e}b"}),
            "/display_name",
            "forbidden_character",
        ),
        (json!({"bio_md": deep}), "/bio_md", "too_deep"),
        (json!({"language": "fr"}), "/language", "wrong_type"),
        (json!({"display_name": null}), "/display_name", "wrong_type"),
        (json!({"time_zone": 9}), "/time_zone", "wrong_type"),
        (json!({"moderator": true}), "/moderator", "unknown_field"),
        (json!({"id": 1}), "/id", "unknown_field"),
        (json!([]), "", "wrong_type"),
    ] {
        let told = faults(patch(&aoi, &body).await).await;
        assert_eq!(told, [(pointer.to_owned(), code.to_owned())], "{body}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn only_a_token_for_it_changes_a_profile() {
    let app = TestApp::start().await;
    let reader = app.author("aoi").await;
    let (status, told) = problem(patch(&reader, &json!({"language": "en"})).await).await;
    assert_eq!((status, &told["code"]), (403, &json!("scope_missing")));
    assert_eq!(reader.get("/api/v1/me").await.status(), 200);
    for client in [
        app.stranger(),
        app.stranger().with_token("gp_nobody"),
        app.signed_in("aoi").await,
    ] {
        assert_eq!(client.get("/api/v1/me").await.status(), 401);
        assert_eq!(patch(&client, &json!({})).await.status(), 401);
    }
}
