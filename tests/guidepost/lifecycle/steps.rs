//! Which step leads where, and what readers then find at the story's address.

use serde_json::{Value, json};

use super::{id, stepped};
use crate::support::stories::short;
use crate::support::{Client, TestApp, faults, problem};

/// A story of this status.
async fn in_status(author: &Client, status: &str) -> String {
    let (draft, _) = author.draft(&short("Where it leads", "sre", "cto")).await;
    let story = id(&draft);
    match status {
        "draft" => {}
        "withdrawn" => {
            stepped(author, &story, "publish").await;
            stepped(author, &story, "withdraw").await;
        }
        "unlisted" => drop(stepped(author, &story, "unlist").await),
        _ => drop(stepped(author, &story, "publish").await),
    }
    story
}

#[tokio::test(flavor = "multi_thread")]
async fn each_status_allows_the_steps_of_the_table_and_no_other() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    for (from, name, to) in [
        ("draft", "publish", Some("published")),
        ("draft", "unlist", Some("unlisted")),
        ("draft", "withdraw", None),
        ("published", "publish", None),
        ("published", "unlist", Some("unlisted")),
        ("published", "withdraw", Some("withdrawn")),
        ("unlisted", "publish", Some("published")),
        ("unlisted", "unlist", None),
        ("unlisted", "withdraw", Some("withdrawn")),
        ("withdrawn", "publish", Some("published")),
        ("withdrawn", "unlist", Some("unlisted")),
        ("withdrawn", "withdraw", None),
    ] {
        let story = in_status(&author, from).await;
        let answer = author.step(&story, name).await;
        if let Some(to) = to {
            let body: Value = answer.json().await.unwrap();
            assert_eq!(body["status"], to, "{from} {name}: {body}");
        } else {
            let (status, problem) = problem(answer).await;
            let code = problem["code"].clone();
            assert_eq!(
                (status, code),
                (409, json!("wrong_status")),
                "{from} {name}"
            );
            let now = author.json(&format!("/api/v1/stories/{story}")).await;
            assert_eq!(now["status"], from);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_step_needs_the_version_that_was_read_and_a_complete_story() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    let other = app.author("kaede").await;
    let (draft, etag) = author.draft(&json!({"title": "Half"})).await;
    let path = format!("/api/v1/stories/{}", id(&draft));

    for name in ["publish", "unlist"] {
        let gaps = faults(author.step(&id(&draft), name).await).await;
        let pointers: Vec<&str> = gaps.iter().map(|it| it.0.as_str()).collect();
        assert_eq!(pointers, ["/summary", "/transitions", "/challenges"]);
    }
    author
        .put(&path, &etag, &short("Whole", "sre", "cto"))
        .await;
    for name in ["publish", "unlist", "withdraw"] {
        let request = || author.request(reqwest::Method::POST, &format!("{path}/{name}"));
        let unread = request().send().await.unwrap();
        assert_eq!(unread.status(), 428, "{name}");
        let stale = request().header("if-match", &etag).send().await.unwrap();
        let (status, problem) = problem(stale).await;
        assert_eq!(
            (status, &problem["current"]["title"]),
            (412, &json!("Whole"))
        );
        let foreign = other.request(reqwest::Method::POST, &format!("{path}/{name}"));
        let foreign = foreign.header("if-match", &etag).send().await.unwrap();
        assert_eq!(foreign.status(), 404, "{name}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_never_stood_in_a_list_gets_an_address_that_tells_nothing() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    let (draft, _) = author.draft(&short("Lanternfish", "sre", "cto")).await;

    let unlisted = stepped(&author, &id(&draft), "unlist").await;
    let slug = unlisted["slug"].as_str().unwrap().to_owned();
    assert!(!slug.contains("lanternfish"), "{slug}");

    let published = stepped(&author, &id(&draft), "publish").await;
    assert_eq!(published["slug"], slug.as_str(), "an address never changes");
    assert_eq!(author.titles("to=cto").await, ["Lanternfish"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_story_comes_back_to_its_place_in_the_lists() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    let first = author.published(&short("First", "sre", "cto")).await;
    author.published(&short("Second", "sre", "cto")).await;

    stepped(&author, &id(&first), "withdraw").await;
    assert_eq!(author.titles("to=cto").await, ["Second"]);
    let back = stepped(&author, &id(&first), "publish").await;

    assert_eq!(author.titles("to=cto").await, ["Second", "First"]);
    assert_eq!(back["published_at"], first["published_at"]);
    assert_eq!(back["slug"], first["slug"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_read_by_link_under_a_name_can_not_become_anonymous() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    let (draft, _) = author.draft(&short("Named", "sre", "cto")).await;
    stepped(&author, &id(&draft), "unlist").await;
    let mut anonymous = short("Named", "sre", "cto");
    anonymous["byline"] = "anonymous".into();

    let refused = faults(author.save(&id(&draft), &anonymous).await).await;

    assert_eq!(refused, [("/byline".to_owned(), "byline_fixed".to_owned())]);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_steps_at_the_same_moment_one_is_taken() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    let story = author.published(&short("One", "sre", "cto")).await;
    let id = id(&story);

    let path = format!("/api/v1/stories/{id}");
    let delete = || {
        let request = author.request(reqwest::Method::DELETE, &path);
        request.header("if-match", "\"1-x\"").send()
    };
    let (one, other) = tokio::join!(delete(), delete());
    let mut both = [
        one.unwrap().status().as_u16(),
        other.unwrap().status().as_u16(),
    ];
    both.sort_unstable();

    assert_eq!(both[0], 204);
    assert!(matches!(both[1], 404 | 409 | 412), "{both:?}");
}
