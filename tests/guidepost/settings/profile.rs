//! What one shows of oneself.

use serde_json::json;

use crate::support::TestApp;
use crate::support::filled::location;

const PROFILE: &str = "/settings/profile";

#[tokio::test(flavor = "multi_thread")]
async fn what_is_saved_stands_on_one_s_page_and_in_the_api() {
    let app = TestApp::start().await;
    let program = app.person("aoi", &[]).await;
    let aoi = app.signed_in("aoi").await;
    let form = aoi.filled(PROFILE, PROFILE).await;
    assert_eq!(form.get("time_zone"), Some("Asia/Tokyo"));
    let form = form
        .typed("display_name", " 葵 ")
        .typed("bio_md", "**Tide**\n<script>x</script>")
        .typed("links-1-label", "Blog <b>")
        .typed("links-1-url", "https://example.org/?a=1&b=\"2\"")
        .typed("links-2-url", "http://example.com/aoi")
        .typed("time_zone", "Europe/Berlin")
        .typed("language", "en");

    let answer = aoi.press(&form, "save").await;

    assert_eq!(location(&answer), "/settings/profile?done=saved");
    let page = aoi.page("/settings/profile?done=saved").await;
    assert!(page.contains("Saved.") && page.contains("<html lang=\"en\">"));
    let me = program.json("/api/v1/me").await;
    assert_eq!(me["display_name"], "葵");
    assert_eq!(me["language"], "en");
    assert_eq!(me["time_zone"], "Europe/Berlin");
    let links = json!([
        {"label": "Blog <b>", "url": "https://example.org/?a=1&b=\"2\""},
        {"label": "example.com", "url": "http://example.com/aoi"}
    ]);
    assert_eq!(me["links"], links);
    let seen = app.stranger().json("/api/v1/people/aoi").await;
    assert_eq!(seen["links"], links);

    let page = app.stranger().page("/people/aoi").await;
    assert!(page.contains("<strong>Tide</strong>") && !page.contains("<script>x"));
    let link = "<a href=\"https://example.org/?a=1&#38;b=&#34;2&#34;\" \
        rel=\"me nofollow ugc noopener\"><bdi>Blog &#60;b&#62;</bdi></a>";
    assert!(page.contains(link), "{page}");
    assert!(!page.contains(PROFILE));
    assert!(aoi.page("/people/aoi").await.contains(PROFILE));

    // An emptied row is gone.
    let form = aoi.filled(PROFILE, PROFILE).await;
    let form = form.typed("links-0-label", "").typed("links-0-url", " ");
    aoi.press(&form, "save").await;
    let me = program.json("/api/v1/me").await;
    assert_eq!(me["links"].as_array().unwrap().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_without_a_url_is_told_that_it_is_missing() {
    let app = TestApp::start().await;
    let aoi = app.member("aoi").await;
    let form = aoi.filled(PROFILE, PROFILE).await;
    let form = form.typed("links-0-label", "Blog");
    let answer = aoi.press(&form, "save").await;
    assert_eq!(answer.status(), 422);
    let page = answer.text().await.unwrap();
    assert!(page.contains("The URL is missing.") && page.contains("value=\"Blog\""));
    assert!(!page.contains("It must be a URL"), "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_comes_back_with_what_was_typed() {
    let app = TestApp::start().await;
    let aoi = app.member("aoi").await;
    let long = "x".repeat(2_001);
    let form = aoi.filled(PROFILE, PROFILE).await;
    let form = form
        .typed("display_name", "a\u{202e}b")
        .typed("bio_md", &long)
        .typed("links-0-label", &"y".repeat(41))
        .typed("links-0-url", "javascript:alert(1)")
        .typed("time_zone", "Asia/Atlantis");

    let answer = aoi.press(&form, "save").await;

    assert_eq!(answer.status(), 422);
    let page = answer.text().await.unwrap();
    for (id, typed) in [
        ("display_name", "value=\"a\u{202e}b\""),
        ("bio_md", long.as_str()),
        ("links-0-label", "yyyy"),
        ("links-0-url", "value=\"javascript:alert(1)\""),
        ("time_zone", "value=\"Asia/Atlantis\" selected"),
    ] {
        assert!(page.contains(&format!("id=\"{id}-error\"")), "{id}: {page}");
        assert!(page.contains(&format!("href=\"#{id}\"")), "{id}");
        assert!(page.contains(typed), "{id}");
    }
    assert_eq!(page.matches("aria-invalid=\"true\"").count(), 5);
    let kept = aoi.filled(PROFILE, PROFILE).await;
    assert_eq!(kept.get("display_name"), Some("aoi"));

    let answer = aoi.press(&kept.typed("display_name", " "), "save").await;
    assert_eq!(answer.status(), 422);
    let form = aoi.filled(PROFILE, PROFILE).await;
    let answer = aoi.press(&form.typed("language", "fr"), "save").await;
    assert!(answer.text().await.unwrap().contains("language-error"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_preview_saves_nothing_and_loses_nothing() {
    let app = TestApp::start().await;
    let aoi = app.member("aoi").await;
    let form = aoi.filled(PROFILE, PROFILE).await;
    let form = form
        .typed("bio_md", "*soft*<img src=x onerror=alert(1)>")
        .typed("display_name", "New");
    let answer = aoi.press(&form, "preview").await;
    assert_eq!(answer.status(), 200);
    let page = answer.text().await.unwrap();
    assert!(
        page.contains("<em>soft</em>") && !page.contains("<img src=x"),
        "{page}"
    );
    assert!(page.contains("value=\"New\"") && page.contains("*soft*"));
    assert!(!app.stranger().page("/people/aoi").await.contains("soft"));
    assert!(!aoi.page("/roles").await.contains("New</bdi>"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_is_saved_for_the_one_who_typed_it_alone() {
    let app = TestApp::start().await;
    let aoi = app.member("aoi").await;
    let form = aoi.filled(PROFILE, PROFILE).await;
    let form = form.typed(
        "bio_md",
        "about Aoi, in more than eighty characters "
            .repeat(3)
            .trim(),
    );

    let answer = app
        .stranger()
        .form(&form.action, &[("bio_md", "typed")])
        .await;
    assert_eq!(answer.status(), 401);
    assert!(answer.text().await.unwrap().contains("typed"));

    let kaede = app.member("kaede").await;
    let answer = kaede.press(&form, "save").await;
    assert_eq!(answer.status(), 404);
    assert!(answer.text().await.unwrap().contains("about Aoi"));
    assert!(
        !app.stranger()
            .page("/people/kaede")
            .await
            .contains("about Aoi")
    );
}
