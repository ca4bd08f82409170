//! The settings of whoever is signed in: what they show of themselves, where they are signed in, what they gave away.

mod profile;

use reqwest::Response;

use crate::support::TestApp;

fn cache(answer: &Response) -> &str {
    answer.headers()["cache-control"].to_str().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn only_members_have_settings_and_nobody_keeps_a_copy() {
    let app = TestApp::start().await;
    let aoi = app.member("aoi").await;
    let answer = aoi.get("/settings").await;
    assert_eq!(answer.status(), 303);
    assert_eq!(answer.headers()["location"], "/settings/profile");
    let page = aoi.page("/settings/profile").await;
    let sections: Vec<&str> = page
        .split("<li><a href=\"/settings/")
        .skip(1)
        .map(|it| it.split('"').next().unwrap())
        .collect();
    assert!(sections.contains(&"profile"), "{sections:?}");
    for section in sections {
        let path = format!("/settings/{section}");
        let answer = aoi.get(&path).await;
        assert_eq!(answer.status(), 200, "{path}");
        assert_eq!(cache(&answer), "private, no-store", "{path}");
        let text = answer.text().await.unwrap();
        assert!(text.contains("aria-current=\"page\""), "{path}");
        assert!(text.contains("content=\"noindex\""), "{path}");

        let answer = app.stranger().get(&path).await;
        assert_eq!(answer.status(), 303, "{path}");
        let way = format!("/sign-in?next=%2Fsettings%2F{section}");
        assert_eq!(answer.headers()["location"], way.as_str());
        // A token is no session.
        let program = app.stranger().with_token("gp_nobody");
        assert_eq!(program.get(&path).await.status(), 303, "{path}");
    }
}
