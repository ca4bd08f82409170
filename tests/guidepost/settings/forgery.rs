//! No other site acts in a member's name, by a form or by a script, and nobody is led to another site.

use super::{forms, is_signed_in, make_token};
use crate::support::TestApp;
use crate::support::filled::Filled;

/// How a browser marks what another site sends: by a form that is submitted, or by a script.
const FOREIGN: [&[(&str, &str)]; 5] = [
    &[
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-mode", "navigate"),
    ],
    &[
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-mode", "cors"),
        ("origin", "https://elsewhere.example"),
    ],
    &[
        ("sec-fetch-site", "same-site"),
        ("sec-fetch-mode", "no-cors"),
    ],
    &[("origin", "https://elsewhere.example")],
    &[("origin", "null")],
];

#[tokio::test(flavor = "multi_thread")]
async fn another_site_changes_nothing() {
    let app = TestApp::start().await;
    let aoi = app.member("aoi").await;
    let other = app.signed_in("aoi").await;
    let token = make_token(&aoi, "Mine", &[]).await;
    let session = forms(&aoi.page("/settings/sessions").await, "/settings/sessions").remove(0);
    let revocation = forms(&aoi.page("/settings/tokens").await, "/settings/tokens").remove(0);
    let profile = aoi.filled("/settings/profile", "/settings/profile").await;
    let made = |fields: &[(&str, &str)], action: &str| Filled {
        action: action.to_owned(),
        fields: fields
            .iter()
            .map(|it| (it.0.to_owned(), it.1.to_owned()))
            .collect(),
    };
    let others = made(&[], "/settings/sessions");
    let token_form = made(&[("name", "Theirs"), ("days", "30")], "/settings/tokens");
    let link = made(&[("key", "x")], "/sign-in/link");
    for (form, button) in [
        (&session, "end"),
        (&others, "end-others"),
        (&revocation, "revoke"),
        (&token_form, "make"),
        (&profile.typed("bio_md", "Owned"), "save"),
        (&link, ""),
    ] {
        for marks in FOREIGN {
            let mut fields: Vec<(&str, &str)> = vec![("do", button)];
            fields.extend(form.fields.iter().map(|it| (it.0.as_str(), it.1.as_str())));
            let body = url::form_urlencoded::Serializer::new(String::new())
                .extend_pairs(fields)
                .finish();
            let request = aoi.request(reqwest::Method::POST, &form.action).body(body);
            let request = marks
                .iter()
                .fold(request, |it, mark| it.header(mark.0, mark.1));
            let request = request.header("content-type", "application/x-www-form-urlencoded");
            let answer = request.send().await.unwrap();
            assert_eq!(answer.status(), 403, "{} {button} {marks:?}", form.action);
            // Nor does a script of another site get to read anything.
            assert!(!answer.headers().contains_key("access-control-allow-origin"));
        }
    }
    assert!(is_signed_in(&aoi).await && is_signed_in(&other).await);
    let tokens = app
        .stranger()
        .with_token(&token)
        .json("/api/v1/me/tokens")
        .await;
    assert_eq!(tokens["items"].as_array().unwrap().len(), 1);
    assert!(!app.stranger().page("/people/aoi").await.contains("Owned"));
}

#[tokio::test(flavor = "multi_thread")]
async fn no_form_of_the_settings_leads_to_another_site() {
    let app = TestApp::start().await;
    let aoi = app.member("aoi").await;
    let elsewhere = "https://evil.example/";
    for (path, fields) in [
        (
            "/settings/profile",
            vec![
                ("display_name", "a"),
                ("language", "en"),
                ("time_zone", "UTC"),
            ],
        ),
        ("/settings/sessions", vec![("do", "end-others")]),
    ] {
        let mut fields = fields;
        fields.extend(["next", "return_to", "url"].map(|it| (it, elsewhere)));
        let path_with = format!("{path}?next={elsewhere}");
        let answer = aoi.form(&path_with, &fields).await;
        let location = answer.headers()["location"].to_str().unwrap();
        assert!(location.starts_with(path), "{location}");
    }
    let answer = app
        .stranger()
        .get(&format!("//evil.example/settings/profile?next={elsewhere}"))
        .await;
    assert_ne!(answer.status(), 303);
}
