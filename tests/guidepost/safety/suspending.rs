//! A suspended person's sessions and tokens open nothing; they read why, and answer once.

use std::time::Duration;

use diesel_async::SimpleAsyncConnection;
use guidepost::access::Scope;
use guidepost::stories::publish;
use serde_json::json;
use time::OffsetDateTime;

use super::{act, id, moderator, person_id, report};
use crate::support::filled::location;
use crate::support::members::session_cookie;
use crate::support::stories::short;
use crate::support::{Client, TestApp};

async fn is_signed_in(reader: &Client) -> bool {
    reader.page("/roles").await.contains("action=\"/sign-out\"")
}

async fn suspend(app: &TestApp, moderator: &Client, handle: &str) -> String {
    report(&app.stranger(), "person", handle, "harassment").await;
    let id = person_id(moderator).await;
    let answer = act(
        moderator,
        ("person", &id),
        "suspend",
        "Threats <in> comments.",
    )
    .await;
    assert_eq!(location(&answer), "/moderation?done=1");
    id
}

#[tokio::test(flavor = "multi_thread")]
async fn sessions_and_tokens_of_a_suspended_person_open_nothing_until_it_is_lifted() {
    let app = TestApp::start().await;
    let program = app
        .person("aoi", &[Scope::StoriesWrite, Scope::ProfileWrite])
        .await;
    let (here, there) = (app.signed_in("aoi").await, app.signed_in("aoi").await);
    let moderator = moderator(&app).await;
    let person = suspend(&app, &moderator, "aoi").await;

    for path in ["/api/v1/me", "/api/v1/me/tokens"] {
        assert_eq!(program.get(path).await.status(), 401, "{path}");
    }
    let written = program
        .post("/api/v1/stories", &short("x", "sre", "cto"))
        .await;
    assert_eq!(written.status(), 401);
    for reader in [&here, &there] {
        assert!(!is_signed_in(reader).await);
        for path in [
            "/settings/profile",
            "/settings/tokens",
            "/write",
            "/sign-in",
        ] {
            assert_eq!(location(&reader.get(path).await), "/suspended", "{path}");
        }
        let form = reader.form("/settings/profile", &[("bio_md", "x")]).await;
        assert_eq!(location(&form), "/suspended");
    }
    // A new session is as good as the old ones.
    let answer = app.stranger().form("/sign-in", &[("person", "aoi")]).await;
    let again = app.stranger().with_cookie(&session_cookie(&answer));
    assert!(!is_signed_in(&again).await);
    assert!(
        again
            .page("/suspended")
            .await
            .contains("Threats &#60;in&#62; comments.")
    );
    assert_eq!(
        act(&moderator, ("person", &person), "suspend", "Again.")
            .await
            .status(),
        409
    );

    act(&moderator, ("person", &person), "lift", "").await;
    assert!(is_signed_in(&here).await && is_signed_in(&again).await);
    assert_eq!(program.get("/api/v1/me").await.status(), 200);
    assert_eq!(here.get("/suspended").await.status(), 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_tells_them_and_leads_to_the_reason() {
    let app = TestApp::start().await;
    let aoi = app.member("aoi").await;
    let moderator = moderator(&app).await;
    suspend(&app, &moderator, "aoi").await;
    for path in ["/", "/roles", "/stories", "/no/such/page"] {
        let answer = aoi.get(path).await;
        let is_personal = answer.headers()["cache-control"] != "no-cache";
        let page = answer.text().await.unwrap();
        assert!(
            page.contains("href=\"/suspended\"") && is_personal,
            "{path}: {page}"
        );
        assert!(!page.contains("href=\"/sign-in"), "{path}");
    }
    let notice = aoi.page("/suspended").await;
    assert!(!notice.contains("href=\"/suspended\"") && !notice.contains("href=\"/sign-in"));
}

#[tokio::test(flavor = "multi_thread")]
async fn they_answer_once_and_nobody_else_reads_the_reason() {
    let app = TestApp::start().await;
    let aoi = app.member("aoi").await;
    let moderator = moderator(&app).await;
    suspend(&app, &moderator, "aoi").await;
    let answer = aoi.get("/suspended").await;
    assert_eq!(answer.headers()["cache-control"], "private, no-store");
    for other in [&app.stranger(), &app.member("sumire").await, &moderator] {
        assert_eq!(other.get("/suspended").await.status(), 404);
        assert_eq!(
            other.form("/suspended", &[("answer", "x")]).await.status(),
            404
        );
    }
    for (text, next) in [
        ("It was a quotation.", "/suspended?done=1"),
        ("More.", "/suspended"),
    ] {
        let answer = aoi.form("/suspended", &[("answer", text)]).await;
        assert_eq!(location(&answer), next);
    }
    let page = aoi.page("/suspended").await;
    assert!(page.contains("It was a quotation.") && !page.contains("More."));
    let desk = moderator.page("/moderation?lang=en").await;
    assert!(desk.contains("It was a quotation.") && desk.contains("Leave it as it is"));
    let out = aoi.form("/sign-out", &[]).await;
    assert_eq!(out.status(), 303);
    assert_eq!(aoi.get("/suspended").await.status(), 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_suspends_themselves_or_without_a_reason() {
    let app = TestApp::start().await;
    let moderator = moderator(&app).await;
    report(&app.member("aoi").await, "person", "kaede", "spam").await;
    let own = person_id(&moderator).await;
    let answer = act(&moderator, ("person", &own), "suspend", "Tired.").await;
    assert_eq!(answer.status(), 409);
    assert!(is_signed_in(&moderator).await);
    // What could not be done stands in no log.
    assert!(!moderator.page("/moderation").await.contains("Tired."));
    app.author("tsuzura").await;
    report(&app.stranger(), "person", "tsuzura", "spam").await;
    let page = moderator.page("/moderation").await;
    let other = page.split("name=\"person\" value=\"").nth(2).unwrap();
    let other = other.split('"').next().unwrap();
    let answer = act(&moderator, ("person", other), "suspend", "").await;
    assert_eq!(answer.status(), 422);
    for (target, kind) in [(("person", other), "hide"), (("person", other), "explode")] {
        assert_eq!(act(&moderator, target, kind, "x").await.status(), 404);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_they_scheduled_waits() {
    let app = TestApp::start().await;
    let author = app.author("aoi").await;
    let mut story = short("Later", "sre", "cto");
    story["publish_at"] = json!("2999-01-01T00:00:00Z");
    let story = author.published(&story).await;
    assert_eq!(story["status"], "scheduled");
    let sql = "update people set suspended_at = now() where handle = 'aoi'; \
        update stories set publish_at = now() - interval '1 minute'";
    let mut conn = app.conn().await;
    conn.batch_execute(sql).await.unwrap();
    let story_id = guidepost::db::ids::StoryId(id(&story).parse().unwrap());
    let now = OffsetDateTime::now_utc();
    publish::on_time(&mut conn, story_id, now).await.unwrap();
    assert_eq!(app.stranger().titles("").await.len(), 0);
    conn.batch_execute("update people set suspended_at = null")
        .await
        .unwrap();
    let path = format!("/api/v1/stories/{}", id(&story));
    assert_eq!(author.json(&path).await["status"], "draft");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_published_at_the_moment_of_a_suspension_does_not_get_past_it() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    let (draft, etag) = author
        .draft(&short("Just now", "sre", "engineering-manager"))
        .await;
    let mut moderating = app.conn().await;
    let suspension = "begin; update people set suspended_at = now() where handle = 'tsuzura'";
    moderating.batch_execute(suspension).await.unwrap();
    let publishing = tokio::spawn({
        let (author, draft) = (author.clone(), draft.clone());
        async move { author.publish(&draft, &etag).await.status() }
    });
    // It is let in, since nothing is committed yet, and has to wait.
    tokio::time::sleep(Duration::from_millis(500)).await;
    assert!(!publishing.is_finished());
    moderating.batch_execute("commit").await.unwrap();
    assert_eq!(publishing.await.unwrap(), 403);
    let list: serde_json::Value = app.stranger().json("/api/v1/stories").await;
    assert_eq!(list["items"], json!([]));
}
