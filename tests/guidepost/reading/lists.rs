//! The list of stories: its filters as a form and as links, and its pages.

use crate::support::TestApp;
use crate::support::stories::{short, whole};

#[tokio::test(flavor = "multi_thread")]
async fn the_filters_work_as_a_form_and_as_links() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    author.published(&short("To CTO", "sre", "cto")).await;
    author.published(&whole()).await;

    let page = app
        .stranger()
        .page("/stories?from=sre&to=track%3Amanagement&challenge=few-role-models&lang=en")
        .await;

    assert!(page.contains("SREから執行役員へ") && !page.contains("To CTO"));
    assert!(page.contains("<option value=\"sre\" selected>"));
    assert!(page.contains("<option value=\"track:management\" selected>"));
    assert!(page.contains("<input type=\"hidden\" name=\"challenge\" value=\"few-role-models\">"));
    assert!(
        page.contains("href=\"/stories?from=sre&#38;to=track%3Amanagement\"")
            || page.contains("href=\"/stories?from=sre&amp;to=track%3Amanagement\""),
        "{page}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_long_list_goes_on_behind_a_link() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    for n in 0..21 {
        author
            .published(&short(&format!("Story {n}"), "sre", "cto"))
            .await;
    }
    let first = app.stranger().page("/stories?to=cto").await;
    let next = first
        .split("rel=\"next\"")
        .next()
        .unwrap()
        .rsplit("href=\"")
        .next()
        .unwrap();
    let next = next
        .split('"')
        .next()
        .unwrap()
        .replace("&#38;", "&")
        .replace("&amp;", "&");

    let second = app.stranger().page(&next).await;

    assert_eq!(first.matches("class=\"entry\"").count(), 20);
    assert_eq!(second.matches("class=\"entry\"").count(), 1);
    assert!(second.contains("Story 0<") && !second.contains("rel=\"next\""));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unknown_filter_is_explained() {
    let app = TestApp::start().await;
    let answer = app
        .stranger()
        .get("/stories?to=engineering-manger&lang=en")
        .await;
    assert_eq!(answer.status(), 422);
    assert!(
        answer
            .text()
            .await
            .unwrap()
            .contains("Nearest: engineering-manager")
    );
}
