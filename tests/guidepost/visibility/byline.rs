//! What becomes of a byline: a name may come, and does not go.

use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn a_story_once_published_by_name_can_not_become_anonymous() {
    let scene = Scene::set().await;
    for status in ["published", "unlisted", "withdrawn"] {
        let story = scene.story(status, "named").await;
        let put = scene.saved_as(&story, "\"1-x\"", "anonymous").await;
        let fault = ("/byline".to_owned(), "byline_fixed".to_owned());
        assert_eq!(faults(put).await, [fault], "{status}");
        assert_eq!(scene.author.json(&api(&story)).await["byline"], "named");
    }
    let story = scene.story("draft", "named").await;
    let put = scene.saved_as(&story, "\"1-x\"", "anonymous").await;
    assert_eq!(put.status(), 200);
    let published = scene.author.publish(&story, "\"2-x\"").await;
    let published: Value = published.json().await.unwrap();
    assert_eq!(
        published["slug"].as_str().unwrap().len(),
        8,
        "a name's slug stays behind"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_anonymous_story_can_be_given_its_name() {
    let scene = Scene::set().await;
    let story = scene.story("published", "anonymous").await;

    let put = scene.saved_as(&story, "\"1-x\"", "named").await;
    assert_eq!(put.status(), 200);

    let shown = scene.stranger.json(&api(&story)).await;
    assert_eq!(shown["author"]["handle"], HANDLE);
    assert_eq!(shown["slug"], story["slug"]);
    assert!(
        !shown["published_at"]
            .as_str()
            .unwrap()
            .ends_with("T00:00:00Z")
    );
    let slug = story["slug"].as_str().unwrap();
    assert!(
        scene
            .stranger
            .page(&format!("/stories/{slug}"))
            .await
            .contains(DISPLAY_NAME)
    );
    assert_eq!(
        scene.stranger.titles(&format!("author={HANDLE}")).await,
        [TITLE]
    );
    assert!(
        scene
            .stranger
            .page(&format!("/people/{HANDLE}"))
            .await
            .contains(slug)
    );
    assert_eq!(counts(&scene.stranger).await, [1; 5]);

    let back = scene.saved_as(&story, "\"2-x\"", "anonymous").await;
    let fault = ("/byline".to_owned(), "byline_fixed".to_owned());
    assert_eq!(faults(back).await, [fault]);
}
