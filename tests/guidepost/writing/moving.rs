//! Withdrawing, deleting, bringing back and copying, by the buttons below the form.

use super::{draft, listed, published};
use crate::support::TestApp;
use crate::support::filled::location;

#[tokio::test(flavor = "multi_thread")]
async fn what_was_typed_stays_when_another_button_is_pressed() {
    let app = TestApp::start().await;
    let (author, story, _) = published(&app, "aoi").await;
    let edit = format!("{story}/edit");
    for (step, done) in [
        ("unlist", "unlisted"),
        ("withdraw", "withdrawn"),
        ("delete", "deleted"),
    ] {
        let form = author.filled(&edit, "/edit").await;
        let form = form.typed("summary", &format!("Typed before {step}"));
        let answer = author.press_at(&form, &format!("{story}/{step}"), "").await;
        assert!(
            location(&answer).ends_with(&format!("done={done}")),
            "{step}"
        );
        if step != "delete" {
            assert_eq!(listed(&author).await, done);
            let form = author.filled(&edit, "/edit").await;
            assert_eq!(form.get("summary").unwrap(), format!("Typed before {step}"));
        }
    }
    let answer = author.form(&format!("{story}/restore"), &[]).await;
    assert!(location(&answer).ends_with("done=restored"));
    let form = author.filled(&edit, "/edit").await;
    assert_eq!(form.get("summary"), Some("Typed before delete"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_button_on_a_page_that_is_out_of_date_shows_how_it_stands() {
    let app = TestApp::start().await;
    let (author, story, _) = published(&app, "aoi").await;
    let edit = format!("{story}/edit");
    let old = author.filled(&edit, "/edit").await;
    author
        .press_at(&old, &format!("{story}/withdraw"), "")
        .await;

    let answer = author.press_at(&old, &format!("{story}/unlist"), "").await;
    assert!(location(&answer).ends_with("done=unlisted"));
    let answer = author.press_at(&old, &format!("{story}/unlist"), "").await;
    assert!(location(&answer).ends_with("done=moved"));
    assert_eq!(listed(&author).await, "unlisted");
}

#[tokio::test(flavor = "multi_thread")]
async fn two_texts_meet_where_a_button_is_pressed_in_an_old_window() {
    let app = TestApp::start().await;
    let (author, story, _) = published(&app, "aoi").await;
    let edit = format!("{story}/edit");
    let old = author.filled(&edit, "/edit").await;
    let new = old.clone().typed("summary", "From the new window");
    author.press(&new, "save").await;

    let old = old.typed("summary", "From the old window");
    let answer = author
        .press_at(&old, &format!("{story}/withdraw"), "")
        .await;
    assert_eq!(answer.status(), 409);
    let page = answer.text().await.unwrap();
    assert!(page.contains("From the new window") && page.contains("From the old window"));
    assert_eq!(listed(&author).await, "published");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_anonymous_copy_is_a_new_draft_without_a_trace() {
    let app = TestApp::start().await;
    let (author, story, address) = published(&app, "aoi").await;
    let form = author.filled(&format!("{story}/edit"), "/edit").await;
    let answer = author.press_at(&form, &format!("{story}/copy"), "").await;
    let copy = location(&answer)
        .strip_suffix("/edit?done=copied")
        .unwrap()
        .to_owned();
    assert_ne!(copy, story);

    let form = author.filled(&format!("{copy}/publish"), "/publish").await;
    let answer = author.press(&form, "publish").await;
    let anonymous = location(&answer).to_owned();
    assert_ne!(anonymous, address);
    let page = app.stranger().page(&anonymous).await;
    // Other stories are shown below it, whoever wrote them: one that were missing would name its author.
    let story = page.split("id=\"next\"").next().unwrap();
    assert!(story.contains("Ask early.") && !story.contains("aoi"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_of_another_person_is_not_brought_back() {
    let app = TestApp::start().await;
    let (author, story) = draft(&app, "aoi").await;
    let other = app.member("ruri").await;
    let form = author.filled(&format!("{story}/edit"), "/edit").await;
    author.press_at(&form, &format!("{story}/delete"), "").await;
    let answer = other.form(&format!("{story}/restore"), &[]).await;
    assert_eq!(answer.status(), 404);
    assert_eq!(author.get(&format!("{story}/edit")).await.status(), 404);
}
