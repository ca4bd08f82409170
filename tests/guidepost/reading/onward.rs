//! Where one goes on from a story and from a guidepost.

use diesel_async::SimpleAsyncConnection;
use serde_json::{Value, json};

use super::{between, telling};
use crate::support::TestApp;
use crate::support::stories::short;

/// A story of somebody who had nobody to ask.
fn met(title: &str, to: &str) -> Value {
    telling(short(title, "sre", to), &["few-role-models"], &[])
}

fn path(story: &Value) -> String {
    format!("/stories/{}", story["slug"].as_str().unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_end_of_a_road_leads_to_who_met_the_same_and_to_nobody_hidden() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    let hidden = app.author("hisoka").await;
    let end = author.published(&met("The end", "educator")).await;
    author.published(&met("In public", "cto")).await;
    author.draft(&met("A draft", "vp-of-engineering")).await;
    for step in ["unlist", "withdraw"] {
        let story = author.published(&met(&format!("To {step}"), "ciso")).await;
        let api = format!("/api/v1/stories/{}", story["id"].as_str().unwrap());
        let etag = author.get(&api).await.headers()["etag"].clone();
        let request = author.request(reqwest::Method::POST, &format!("{api}/{step}"));
        let answer = request.header("if-match", etag).send().await.unwrap();
        assert_eq!(answer.status(), 200);
    }
    author.published(&met("To hide", "product-manager")).await;
    let hide =
        "update stories set status = 'hidden', hidden_from = 'published' where title = 'To hide'";
    app.conn().await.batch_execute(hide).await.unwrap();
    let mut nameless = met("Without a name", "tech-lead");
    nameless["byline"] = "anonymous".into();
    hidden.published(&nameless).await;

    let page = app
        .stranger()
        .page(&format!("{}?lang=en", path(&end)))
        .await;

    let next = between(&page, "id=\"next\"", "</section>");
    assert!(
        next.contains("Others who faced the same: Few role models"),
        "{next}"
    );
    assert!(next.contains("In public") && next.contains("Without a name"));
    for not in [
        "The end",
        "A draft",
        "To unlist",
        "To withdraw",
        "To hide",
        "hisoka",
    ] {
        assert!(!next.contains(not), "{not}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_guidepost_shows_first_what_those_tell_who_stayed() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    let used = |story: &mut Value, on: &str| {
        story["practices"] =
            json!([{"practice": "error-budget", "applied_to": on, "how_md": "By halves."}]);
        story["tips"] = json!([{"audience": "everyone", "text_md": format!("Think of {on}.")}]);
    };
    let mut stayed = short("Stayed", "sre", "engineering-manager");
    used(&mut stayed, "the team");
    author.published(&stayed).await;
    let mut passed = short("Passed by", "sre", "engineering-manager");
    passed["transitions"] = json!([
        {"from_role": "sre", "to_role": "engineering-manager", "route": "promoted"},
        {"from_role": "engineering-manager", "to_role": "cto", "route": "promoted"}]);
    used(&mut passed, "the company");
    author.published(&passed).await;

    let page = app
        .stranger()
        .page("/roles/engineering-manager?lang=en")
        .await;

    assert!(page.contains(">the team<") && !page.contains(">the company<"));
    let (team, company) = (
        page.find("Think of the team"),
        page.find("Think of the company"),
    );
    assert!(team.is_some() && team < company, "{team:?} {company:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_went_on_is_whom_the_list_shows() {
    let app = TestApp::start().await;
    let mut roundabout = short("Roundabout", "sre", "cto");
    roundabout["transitions"] = json!([
        {"from_role": "sre", "to_role": "career-break", "route": "other"},
        {"from_role": "career-break", "to_role": "cto", "route": "after-a-break"}]);
    for (handle, story) in [
        ("ada", short("Straight", "sre", "cto")),
        ("ben", roundabout),
    ] {
        let author = app.author(handle).await;
        let (draft, etag) = author.draft(&story).await;
        let publish = format!("/api/v1/stories/{}/publish", draft["id"].as_str().unwrap());
        let request = author.request(reqwest::Method::POST, &publish);
        let answer = request.header("if-match", etag).send().await.unwrap();
        assert_eq!(answer.status(), 200, "{}", answer.text().await.unwrap());
    }
    let reader = app.stranger();
    let link = "href=\"/stories?from=sre&amp;to=cto\"";
    for page in ["/?lang=en", "/roles/sre?lang=en"] {
        let page = reader.page(page).await;
        assert!(between(&page, link, "</a>").contains("2 people"));
    }
    let list = reader.json("/api/v1/stories?from=sre&to=cto").await;
    assert_eq!(list["items"].as_array().unwrap().len(), 2);
    let page = reader.page("/roles/cto?lang=en").await;
    let roads = between(&page, "id=\"roads\"", "</section>");
    assert!(
        roads.contains("1 person"),
        "with one step came one: {roads}"
    );
}
