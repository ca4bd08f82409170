//! Deciding on publication: now, at an hour, by link alone, or not yet.

use super::{draft, listed, published};
use crate::support::TestApp;
use crate::support::filled::location;

#[tokio::test(flavor = "multi_thread")]
async fn an_hour_that_has_passed_is_refused_and_comes_back() {
    let app = TestApp::start().await;
    let (author, story) = draft(&app, "aoi").await;
    let publish = format!("{story}/publish");
    let form = author.filled(&publish, "/publish").await;
    let answer = author.press(&form, "schedule").await;
    assert_eq!(answer.status(), 422);
    let form = form.typed("publish_at", "2020-04-01T09:00");
    let answer = author.press(&form, "schedule").await;
    assert_eq!(answer.status(), 422);
    let page = answer.text().await.unwrap();
    assert!(page.contains("value=\"2020-04-01T09:00\""));
    assert!(page.contains("id=\"f-publish_at-error\""));
    assert!(page.contains("href=\"#f-publish_at\""));
    assert_eq!(listed(&author).await, "draft");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_hour_is_set_changed_and_taken_back() {
    let app = TestApp::start().await;
    let (author, story) = draft(&app, "aoi").await;
    let publish = format!("{story}/publish");
    for hour in ["2031-04-01T09:00", "2032-04-01T09:00"] {
        let form = author.filled(&publish, "/publish").await;
        let answer = author
            .press(&form.typed("publish_at", hour), "schedule")
            .await;
        assert!(location(&answer).ends_with("edit?done=scheduled"));
        assert_eq!(listed(&author).await, "scheduled");
        let form = author.filled(&publish, "/publish").await;
        assert_eq!(form.get("publish_at"), Some(hour));
    }
    // By the clock of its author, which is Tokyo's where nothing else was chosen.
    let page = author.page(&format!("{story}/edit?lang=en")).await;
    assert!(page.contains("1 Apr 2032, 09:00"));

    let form = author.filled(&publish, "/publish").await;
    let answer = author.press(&form, "unschedule").await;
    assert!(location(&answer).ends_with("edit?done=unscheduled"));
    assert_eq!(listed(&author).await, "draft");
    let form = author.filled(&publish, "/publish").await;
    assert_eq!(form.get("publish_at"), Some(""));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_scheduled_story_that_is_unlisted_waits_no_more() {
    let app = TestApp::start().await;
    let (author, story) = draft(&app, "aoi").await;
    let publish = format!("{story}/publish");
    let form = author.filled(&publish, "/publish").await;
    author
        .press(&form.typed("publish_at", "2031-04-01T09:00"), "schedule")
        .await;
    let form = author.filled(&publish, "/publish").await;
    let answer = author.press(&form, "unlist").await;
    assert!(location(&answer).ends_with("edit?done=unlisted"));
    assert_eq!(listed(&author).await, "unlisted");
    // What can be read has no hour to wait for.
    assert!(!author.page(&publish).await.contains("name=\"publish_at\""));
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_else_comes_near_the_decision() {
    let app = TestApp::start().await;
    let (author, story, _) = published(&app, "aoi").await;
    let other = app.member("ruri").await;
    for page in ["edit", "publish", "preview"] {
        assert_eq!(
            other.get(&format!("{story}/{page}")).await.status(),
            404,
            "{page}"
        );
        assert_eq!(
            app.stranger()
                .get(&format!("{story}/{page}"))
                .await
                .status(),
            303
        );
    }
    let form = author.filled(&format!("{story}/publish"), "/publish").await;
    for press in ["publish", "unlist", "unschedule"] {
        assert_eq!(other.press(&form, press).await.status(), 404, "{press}");
    }
    for step in ["withdraw", "unlist", "delete", "restore", "copy"] {
        let fields = [("version", "1")];
        let answer = other.form(&format!("{story}/{step}"), &fields).await;
        assert_eq!(answer.status(), 404, "{step}");
        let answer = app
            .stranger()
            .form(&format!("{story}/{step}"), &fields)
            .await;
        assert_eq!(answer.status(), 401, "{step}");
    }
    assert_eq!(listed(&author).await, "published");
}

#[tokio::test(flavor = "multi_thread")]
async fn before_an_anonymous_story_its_author_is_told_what_names_them() {
    let app = TestApp::start().await;
    let (author, story, _) = published(&app, "tsuzura-sre").await;
    let form = author.filled(&format!("{story}/edit"), "/edit").await;
    let answer = author.press_at(&form, &format!("{story}/copy"), "").await;
    let copy = location(&answer).split("/edit").next().unwrap().to_owned();
    let page = author.page(&format!("{copy}/publish?lang=en")).await;
    assert!(page.contains("The same title or summary stands in a story under your name"));

    let form = author.filled(&format!("{copy}/edit"), "/edit").await;
    let form = form
        .typed("title", "Another title")
        .typed("summary", "Another summary")
        .typed(
            "tips/0/text_md",
            "Ask Tsuzura-SRE, at me@example.org, of 株式会社サンプル.",
        );
    author.press(&form, "save").await;
    let page = author.page(&format!("{copy}/publish?lang=en")).await;
    assert!(!page.contains("The same title or summary"));
    for told in [
        "Your name or handle",
        "An e-mail address",
        "The name of a company",
    ] {
        assert!(page.contains(told), "{told}");
    }
    // What stands under one's name says so.
    let page = author.page(&format!("{story}/publish?lang=en")).await;
    assert!(page.contains("@tsuzura-sre"));
}

#[tokio::test(flavor = "multi_thread")]
async fn its_author_sees_that_a_withdrawn_story_is_withdrawn() {
    let app = TestApp::start().await;
    let (author, story, address) = published(&app, "aoi").await;
    let form = author.filled(&format!("{story}/edit"), "/edit").await;
    author
        .press_at(&form, &format!("{story}/withdraw"), "")
        .await;
    assert_eq!(app.stranger().get(&address).await.status(), 410);
    let page = author.page(&format!("{address}?lang=en")).await;
    assert!(page.contains("You have withdrawn this story"));
    // What was public once can't go back to waiting.
    let page = author.page(&format!("{story}/publish")).await;
    assert!(!page.contains("name=\"publish_at\"") && page.contains("value=\"publish\""));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_older_text_that_is_saved_leaves_the_hour_as_it_was_decided() {
    let app = TestApp::start().await;
    let (author, story) = draft(&app, "aoi").await;
    let (edit, publish) = (format!("{story}/edit"), format!("{story}/publish"));
    let form = author.filled(&edit, "/edit").await;
    author
        .press(&form.typed("summary", "Typed before"), "keep")
        .await;
    let form = author.filled(&publish, "/publish").await;
    let form = form.typed("publish_at", "2031-04-01T09:00");
    author.press(&form, "schedule").await;

    let form = author.filled(&edit, "/edit").await;
    assert_eq!(form.get("summary"), Some("Typed before"));
    let answer = author.press(&form, "save").await;
    assert!(location(&answer).ends_with("done=saved"));
    assert_eq!(listed(&author).await, "scheduled");
}
