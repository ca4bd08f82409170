//! A hidden story is gone for everyone but its author, who reads why and answers once.

use serde_json::{Value, json};

use super::{act, id, moderator, report, slug};
use crate::support::TestApp;
use crate::support::filled::location;
use crate::support::stories::{short, whole};

/// Whether mirrors are told so of it last.
async fn is_told(app: &TestApp, status: &str) -> bool {
    app.all_is_told().await;
    let changes = app.stranger().json("/api/v1/stories/changes").await;
    let last = changes["items"].as_array().unwrap().last();
    last.is_some_and(|it| it["status"] == status)
}

/// Where readers would find it.
async fn places(app: &TestApp, story: &Value) -> Vec<(String, bool)> {
    let reader = app.stranger();
    let mut found = Vec::new();
    for path in [
        format!("/stories/{}", slug(story)),
        format!("/stories/{}/card.png", slug(story)),
        format!("/api/v1/stories/{}", slug(story)),
        format!("/api/v1/stories/{}", id(story)),
        format!("/report?story={}", slug(story)),
    ] {
        found.push((path.clone(), reader.get(&path).await.status() == 200));
    }
    let title = story["title"].as_str().unwrap();
    for path in [
        "/",
        "/stories?to=cto",
        "/roles/cto",
        "/people/tsuzura",
        "/api/v1/stories?to=cto",
        "/api/v1/people/tsuzura",
    ] {
        let text = reader.page(path).await;
        found.push((path.to_owned(), text.contains(title)));
    }
    let roles = reader.json("/api/v1/roles/cto").await;
    found.push(("count".to_owned(), roles["stories"] == 1));
    found
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hidden_story_is_nowhere_at_once_and_comes_back_as_it_was() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    let story = author
        .published(&short("Hide and seek", "sre", "cto"))
        .await;
    let path = format!("/api/v1/stories/{}/previews", id(&story));
    let preview: Value = author.post(&path, &json!({})).await.json().await.unwrap();
    let preview = preview["url"]
        .as_str()
        .unwrap()
        .replace("http://localhost:8080", "");
    let moderator = moderator(&app).await;
    // Twice, so that what is kept is asked for, too.
    places(&app, &story).await;
    for (place, is_there) in places(&app, &story).await {
        assert!(is_there, "{place}");
    }
    report(&app.stranger(), "story", slug(&story), "private").await;

    let answer = act(
        &moderator,
        ("story", id(&story)),
        "hide",
        "It names a customer.",
    )
    .await;

    assert_eq!(location(&answer), "/moderation?done=1");
    for (place, is_there) in places(&app, &story).await {
        assert!(!is_there, "{place}");
    }
    assert!(is_told(&app, "gone").await);
    assert_eq!(app.stranger().get(&preview).await.status(), 404);
    let reading = format!("/moderation/stories/{}", id(&story));
    assert!(moderator.page(&reading).await.contains("Hide and seek"));
    let again = act(&moderator, ("story", id(&story)), "hide", "Again.").await;
    assert_eq!(again.status(), 409);
    let desk = moderator.page("/moderation?lang=en").await;
    assert!(!desk.contains("case-1") && desk.contains("It names a customer."));

    act(&moderator, ("story", id(&story)), "show", "").await;
    assert!(is_told(&app, "published").await);
    for (place, is_there) in places(&app, &story).await {
        assert!(is_there, "{place}");
    }
    assert_eq!(
        act(&moderator, ("story", id(&story)), "show", "")
            .await
            .status(),
        409
    );
    let desk = moderator.page("/moderation?lang=en").await;
    assert!(desk.contains("<b>Hidden</b>") && desk.contains("<b>Shown again</b>"));
    assert_eq!(desk.matches("@kaede").count(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn its_author_reads_why_and_answers_once() {
    let app = TestApp::start().await;
    let program = app.author("tsuzura").await;
    let story = program.published(&short("One", "sre", "cto")).await;
    let (author, other, moderator) = (
        app.signed_in("tsuzura").await,
        app.member("aoi").await,
        moderator(&app).await,
    );
    let notice = format!("/stories/{}/notice", id(&story));
    assert_eq!(author.get(&notice).await.status(), 404);
    act(
        &moderator,
        ("story", id(&story)),
        "hide",
        "It names <a customer>.",
    )
    .await;

    for path in [
        format!("/stories/{}", slug(&story)),
        format!("/stories/{}/edit", id(&story)),
        "/".to_owned(),
        "/people/tsuzura".to_owned(),
    ] {
        assert!(author.page(&path).await.contains(&notice), "{path}");
    }
    for reader in [&other, &moderator, &app.stranger()] {
        for path in ["/", "/people/tsuzura"] {
            assert!(!reader.page(path).await.contains(&notice), "{path}");
        }
    }
    assert!(
        author
            .page(&notice)
            .await
            .contains("It names &#60;a customer&#62;.")
    );
    assert_eq!(other.get(&notice).await.status(), 404);
    assert_eq!(other.form(&notice, &[("answer", "x")]).await.status(), 404);
    assert_eq!(
        app.stranger()
            .form(&notice, &[("answer", "kept")])
            .await
            .status(),
        401
    );
    for wrong in [" ", "x\u{202e}", &"x".repeat(2_001)] {
        let answer = author.form(&notice, &[("answer", wrong)]).await;
        assert_eq!(answer.status(), 422);
        assert!(answer.text().await.unwrap().contains(wrong));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_answer_stays_until_a_moderator_has_read_it() {
    let app = TestApp::start().await;
    let program = app.author("tsuzura").await;
    let story = program.published(&short("One", "sre", "cto")).await;
    let (author, moderator) = (app.signed_in("tsuzura").await, moderator(&app).await);
    let notice = format!("/stories/{}/notice", id(&story));
    act(&moderator, ("story", id(&story)), "hide", "Why.").await;
    let page = author.page(&format!("{notice}?lang=en&done=1")).await;
    assert!(page.contains("answer the moderators once") && !page.contains("Your answer was sent"));
    let answer = author.form(&notice, &[("answer", "I took it out.")]).await;
    assert_eq!(location(&answer), format!("{notice}?done=1"));
    assert!(
        author
            .page(&format!("{}&lang=en", location(&answer)))
            .await
            .contains("Your answer was sent")
    );
    let answer = author.form(&notice, &[("answer", "A second thought.")]);
    assert_eq!(location(&answer.await), notice);
    let page = author.page(&format!("{notice}?lang=en")).await;
    assert!(!page.contains("answer the moderators once"));
    assert!(page.contains("I took it out.") && !page.contains("second thought"));
    assert!(!page.contains("name=\"answer\""));

    let desk = moderator.page("/moderation?lang=en").await;
    assert!(desk.contains("I took it out.") && !desk.contains("second thought"));
    act(&moderator, ("story", id(&story)), "dismiss", "").await;
    let desk = moderator.page("/moderation?lang=en").await;
    assert!(desk.contains("No answers to look at"));
    // Dismissing the answer shows nothing again.
    assert_eq!(app.stranger().titles("").await.len(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn its_author_can_not_bring_it_back() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    let story = author.published(&short("One", "sre", "cto")).await;
    let moderator = moderator(&app).await;
    act(&moderator, ("story", id(&story)), "hide", "Spam.").await;
    for way in ["publish", "unlist", "withdraw"] {
        assert_eq!(author.step(id(&story), way).await.status(), 409, "{way}");
    }
    let path = format!("/api/v1/stories/{}", id(&story));
    let own = author.json(&path).await;
    assert_eq!(own["status"], "hidden");
    assert_eq!(
        author.json("/api/v1/me/stories?status=hidden").await["items"][0]["id"],
        story["id"]
    );
    // Saved changes and a deletion that is taken back leave it hidden.
    let saved = author.save(id(&story), &short("Two", "sre", "cto")).await;
    assert_eq!(saved.status(), 200);
    let writer = app.signed_in("tsuzura").await;
    let version = [("version", "2")];
    let deleted = writer
        .form(&format!("/stories/{}/delete", id(&story)), &version)
        .await;
    assert_eq!(deleted.status(), 303);
    writer
        .form(&format!("/stories/{}/restore", id(&story)), &[])
        .await;
    assert_eq!(author.json(&path).await["status"], "hidden");
    assert_eq!(app.stranger().titles("").await.len(), 0);
    act(&moderator, ("story", id(&story)), "show", "").await;
    assert_eq!(app.stranger().titles("").await, ["Two"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_complete_any_more_comes_back_withdrawn() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    let story = author.published(&short("One", "sre", "cto")).await;
    let moderator = moderator(&app).await;
    act(&moderator, ("story", id(&story)), "hide", "Spam.").await;
    let path = format!("/api/v1/stories/{}", id(&story));
    let emptied = json!({"language": "en", "title": "", "summary": ""});
    assert_eq!(author.save(id(&story), &emptied).await.status(), 200);
    let answer = act(&moderator, ("story", id(&story)), "show", "").await;
    assert_eq!(answer.status(), 303);
    assert_eq!(author.json(&path).await["status"], "withdrawn");
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_hidden_without_a_reason_and_a_moderator_learns_no_anonymous_author() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    let mut story = whole();
    story["byline"] = "anonymous".into();
    let story = author.published(&story).await;
    let moderator = moderator(&app).await;
    report(&app.stranger(), "story", slug(&story), "spam").await;
    for why in ["", " \u{200b} ", &"x".repeat(1_001)] {
        let answer = act(&moderator, ("story", id(&story)), "hide", why).await;
        assert_eq!(answer.status(), 422);
        let page = answer.text().await.unwrap();
        assert!(
            page.contains("id=\"why-1-error\"") && page.contains(why),
            "{page}"
        );
    }
    assert_eq!(app.stranger().titles("").await.len(), 1);
    act(&moderator, ("story", id(&story)), "hide", "Spam.").await;
    let reading = format!("/moderation/stories/{}", id(&story));
    for path in ["/moderation", &reading] {
        assert!(!moderator.page(path).await.contains("tsuzura"), "{path}");
    }
}
