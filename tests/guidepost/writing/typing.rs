//! What is typed into the form, and what becomes of it.

use guidepost::db::ids::StoryId;
use guidepost::stories::working_copy::{self, Read};

use super::{draft, published};
use crate::support::TestApp;
use crate::support::filled::location;

#[tokio::test(flavor = "multi_thread")]
async fn a_form_that_was_not_changed_leaves_nothing_unsaved() {
    let app = TestApp::start().await;
    let (author, story) = draft(&app, "aoi").await;
    let edit = format!("{story}/edit");
    let form = author.filled(&edit, "/edit").await;
    author.press(&form, "add/practices").await;
    let form = author.filled(&edit, "/edit").await;
    let form = form
        .typed("practices/0/practice", "Postmortem")
        .typed("practices/0/applied_to", "Hiring");
    author.press(&form, "save").await;
    let form = author.filled(&edit, "/edit").await;
    let answer = author.press(&form, "keep").await;
    assert!(location(&answer).ends_with("done=kept"));

    assert!(!author.page(&edit).await.contains("value=\"discard\""));
    let answer = author.press(&form.typed("title", "Another"), "keep").await;
    assert!(location(&answer).ends_with("done=kept"));
    assert!(author.page(&edit).await.contains("value=\"discard\""));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_removed_comes_back_to_its_place() {
    let app = TestApp::start().await;
    let (author, story) = draft(&app, "aoi").await;
    let edit = format!("{story}/edit");
    let form = author.filled(&edit, "/edit").await;
    let answer = author.press(&form, "remove/tips/0").await;
    assert!(location(&answer).ends_with("edit?focus=undo#f-undo"));

    let form = author.filled(&edit, "/edit").await;
    assert_eq!(form.get("tips/0/text_md"), None);
    let form = form.typed("summary", "Typed since");
    author.press(&form, "undo").await;
    let form = author.filled(&edit, "/edit").await;
    assert_eq!(form.get("tips/0/text_md"), Some("Ask early."));
    assert_eq!(form.get("summary"), Some("Typed since"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_thrown_away_comes_back() {
    let app = TestApp::start().await;
    let (author, story, address) = published(&app, "aoi").await;
    let edit = format!("{story}/edit");
    let form = author.filled(&edit, "/edit").await;
    let form = form.typed("summary", "A better summary");
    author.press(&form, "keep").await;
    let form = author.filled(&edit, "/edit").await;
    author.press(&form, "discard").await;
    let form = author.filled(&edit, "/edit").await;
    assert_eq!(form.get("summary"), Some("Ask early."));

    author.press(&form, "undo").await;
    let form = author.filled(&edit, "/edit").await;
    assert_eq!(form.get("summary"), Some("A better summary"));
    let seen = app.stranger().page(&address).await;
    assert!(!seen.contains("A better summary"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_date_is_taken_as_people_write_it() {
    let app = TestApp::start().await;
    let (author, story) = draft(&app, "aoi").await;
    let edit = format!("{story}/edit");
    let form = author.filled(&edit, "/edit").await;
    let form = form.typed("transitions/0/started_on", "２０２１年４月");
    let answer = author.press(&form, "save").await;
    assert!(location(&answer).ends_with("done=saved"));
    let form = author.filled(&edit, "/edit").await;
    assert_eq!(form.get("transitions/0/started_on"), Some("2021-04"));
}

#[tokio::test(flavor = "multi_thread")]
async fn questions_that_were_not_answered_are_told_beside_their_fields() {
    let app = TestApp::start().await;
    let author = app.member("aoi").await;
    let form = author.filled("/write", "/write").await;
    let answer = author.press(&form, "check").await;
    assert_eq!(answer.status(), 422);
    let page = answer.text().await.unwrap();
    for field in [
        "transitions-0-from_role",
        "transitions-0-to_role",
        "transitions-0-route",
    ] {
        assert!(page.contains(&format!("id=\"f-{field}-error\"")), "{field}");
    }
    // Nothing was begun.
    assert!(!author.page("/write").await.contains("/edit\""));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_half_filled_link_says_what_to_do() {
    let app = TestApp::start().await;
    let (author, story) = draft(&app, "aoi").await;
    let edit = format!("{story}/edit");
    let form = author.filled(&edit, "/edit").await;
    author.press(&form, "add/links").await;
    let form = author.filled(&edit, "/edit").await;
    let form = form.typed("links/0/title", "Slides");
    let answer = author.press(&form, "save").await;
    assert!(location(&answer).ends_with("check=save"));
    let page = author.page(&format!("{edit}?check=save&lang=en")).await;
    assert!(page.contains("Fill this in, or remove the link."));
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_signed_in_as_somebody_else_loses_nothing() {
    let app = TestApp::start().await;
    let (author, story) = draft(&app, "aoi").await;
    let other = app.member("ruri").await;
    let form = author.filled(&format!("{story}/edit"), "/edit").await;
    let form = form.typed("summary", "Typed as another");
    for answer in [
        other.press(&form, "save").await,
        other.press_at(&form, &format!("{story}/delete"), "").await,
    ] {
        assert_eq!(answer.status(), 404);
        assert!(
            answer
                .text()
                .await
                .unwrap()
                .contains("value=\"Typed as another\"")
        );
    }
    assert!(!other.page("/write").await.contains(&story));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_draft_has_not_chosen_yet_is_named_in_its_preview() {
    let app = TestApp::start().await;
    let (author, story) = draft(&app, "aoi").await;
    let edit = format!("{story}/edit");
    let form = author.filled(&edit, "/edit").await;
    author.press(&form, "add/challenges").await;
    let form = author.filled(&edit, "/edit").await;
    let form = form
        .typed("challenges/0/faced_md", "Nobody to ask")
        .typed("tips/0/audience", "");
    let answer = author.press(&form, "preview").await;
    let page = author.page(&format!("{}?lang=en", location(&answer))).await;
    assert!(page.contains("Nobody to ask") && page.contains("Ask early."));
    assert_eq!(page.matches("(not chosen yet)").count(), 2);
    assert!(!page.contains("published on"));
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_that_was_taken_away_comes_back_the_last_one_first() {
    let app = TestApp::start().await;
    let (author, story) = draft(&app, "aoi").await;
    let edit = format!("{story}/edit");
    let form = author.filled(&edit, "/edit").await;
    let form = form.typed("reflection_md", "Precious");
    author.press(&form, "keep").await;
    let form = author.filled(&edit, "/edit").await;
    author.press(&form, "discard").await;
    // Again from a page that is still open: nothing is thrown away twice.
    let form = author.filled(&edit, "/edit").await;
    author.press(&form, "discard").await;
    author.press(&form, "remove/tips/0").await;
    for (field, value) in [
        ("tips/0/text_md", "Ask early."),
        ("reflection_md", "Precious"),
    ] {
        let form = author.filled(&edit, "/edit").await;
        author.press(&form, "undo").await;
        let form = author.filled(&edit, "/edit").await;
        assert_eq!(form.get(field), Some(value));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_part_too_many_is_told_and_kept() {
    let app = TestApp::start().await;
    let (author, story) = draft(&app, "aoi").await;
    let edit = format!("{story}/edit");
    let mut form = author.filled(&edit, "/edit").await;
    for n in 1..31 {
        form.fields
            .push((format!("tips/{n}/text_md"), format!("Tip {n}")));
        form.fields
            .push((format!("tips/{n}/audience"), "everyone".to_owned()));
    }
    let answer = author.press(&form, "save").await;
    assert!(location(&answer).ends_with("check=save"));
    let form = author.filled(&edit, "/edit").await;
    assert_eq!(form.get("tips/30/text_md"), Some("Tip 30"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_character_that_nothing_can_keep_takes_nothing_along() {
    let app = TestApp::start().await;
    let (author, story) = draft(&app, "aoi").await;
    let edit = format!("{story}/edit");
    let form = author.filled(&edit, "/edit").await;
    let answer = author
        .press(&form.typed("summary", "be\0fore"), "keep")
        .await;
    assert!(location(&answer).ends_with("done=kept"));
    let form = author.filled(&edit, "/edit").await;
    assert_eq!(form.get("summary"), Some("before"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_window_whose_text_was_saved_meanwhile_does_not_overwrite_the_next_one() {
    let app = TestApp::start().await;
    let (author, story) = draft(&app, "aoi").await;
    let edit = format!("{story}/edit");
    let saved = author.filled(&edit, "/edit").await;
    author
        .press(&saved.clone().typed("summary", "X"), "keep")
        .await;
    let old = author.filled(&edit, "/edit").await;
    let summary = saved.get("summary").unwrap().to_owned();
    author
        .press(&old.clone().typed("summary", &summary), "save")
        .await;
    let new = author.filled(&edit, "/edit").await;
    author.press(&new.typed("summary", "Newer"), "keep").await;

    let answer = author
        .press(&old.typed("summary", "X and more"), "keep")
        .await;
    assert_eq!(answer.status(), 409);
    let form = author.filled(&edit, "/edit").await;
    assert_eq!(form.get("summary"), Some("Newer"));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_can_not_be_saved_leads_nowhere_in_the_preview() {
    let app = TestApp::start().await;
    let (author, story) = draft(&app, "aoi").await;
    let edit = format!("{story}/edit");
    let form = author.filled(&edit, "/edit").await;
    author.press(&form, "add/links").await;
    let form = author.filled(&edit, "/edit").await;
    let form = form
        .typed("links/0/title", "A link")
        .typed("links/0/url", "javascript:alert(1)");
    author.press(&form, "preview").await;
    let page = author.page(&format!("{story}/preview")).await;
    assert!(!page.contains("javascript:"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_kept_while_a_save_runs_is_not_forgotten_with_it() {
    let app = TestApp::start().await;
    let (author, story) = draft(&app, "aoi").await;
    let edit = format!("{story}/edit");
    let form = author.filled(&edit, "/edit").await;
    author.press(&form.typed("summary", "Saved"), "keep").await;
    let form = author.filled(&edit, "/edit").await;
    let read = Read {
        version: form.get("version").unwrap().parse().unwrap(),
        revision: form.get("revision").unwrap().parse().unwrap(),
    };
    author.press(&form.typed("summary", "Newer"), "keep").await;

    // What the save does last, had it begun before the newer text came.
    let id = StoryId(story.rsplit('/').next().unwrap().parse().unwrap());
    let mut conn = app.conn().await;
    working_copy::forget(&mut conn, id, read).await.unwrap();
    let form = author.filled(&edit, "/edit").await;
    assert_eq!(form.get("summary"), Some("Newer"));
}
