//! Whoever wrote an anonymous story is suspended by way of it, and nothing tells moderators who that is.

use diesel_async::SimpleAsyncConnection;
use guidepost::db::ids::StoryId;
use guidepost::stories::publish;
use reqwest::Response;
use serde_json::{Value, json};
use time::OffsetDateTime;

use super::{id, moderator, second_moderator, slug};
use crate::support::filled::location;
use crate::support::stories::{short, whole};
use crate::support::{Client, TestApp};

const WHY: &str = "Names <a customer>.";

async fn nameless(author: &Client, title: &str) -> Value {
    let mut story = whole();
    story["byline"] = "anonymous".into();
    story["title"] = title.into();
    author.published(&story).await
}

async fn act(client: &Client, story: &Value, kind: &str, why: &str) -> Response {
    let fields = [("story", id(story)), ("do", kind), ("why", why)];
    client.form("/moderation/about?lang=en", &fields).await
}

async fn is_in(program: &Client) -> bool {
    program.get("/api/v1/me").await.status() == 200
}

#[tokio::test(flavor = "multi_thread")]
async fn the_author_is_out_reads_why_and_answers_without_a_name() {
    let app = TestApp::start().await;
    let program = app.author("tsuzura").await;
    let story = nameless(&program, "Nameless").await;
    let (author, moderator) = (app.signed_in("tsuzura").await, moderator(&app).await);
    assert_eq!(
        act(&moderator, &story, "suspend-author", "").await.status(),
        422
    );
    assert!(is_in(&program).await);
    assert_eq!(
        act(&moderator, &story, "suspend-author", WHY)
            .await
            .status(),
        303
    );
    assert!(!is_in(&program).await);
    assert_eq!(
        location(&author.get("/settings/profile").await),
        "/suspended"
    );
    let notice = author.page("/suspended?lang=en").await;
    assert!(notice.contains("Names &#60;a customer&#62;.") && notice.contains("“Nameless”"));
    assert!(notice.contains("not even the moderators know who wrote it"));
    assert_eq!(
        location(
            &author
                .form("/suspended", &[("answer", "I took it out.")])
                .await
        ),
        "/suspended?done=1"
    );
    // The story itself is another question.
    assert_eq!(app.stranger().titles("").await, ["Nameless"]);

    let way = format!("/moderation/about?story={}&lang=en", slug(&story));
    for path in ["/moderation?lang=en", way.as_str()] {
        let page = moderator.page(path).await;
        assert!(page.contains("Author suspended"), "{path}");
        assert!(!page.contains("tsuzura"), "{path}");
    }
    let desk = moderator.page("/moderation?lang=en").await;
    assert!(desk.contains("I took it out.") && desk.contains("value=\"dismiss-author\""));
    assert_eq!(
        act(&moderator, &story, "lift-author", "").await.status(),
        303
    );
    assert!(is_in(&program).await);
    assert_eq!(author.get("/suspended").await.status(), 404);
    let desk = moderator.page("/moderation?lang=en").await;
    assert!(desk.contains("No answers to look at"));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_about_the_story_and_one_of_its_author_wait_apart() {
    let app = TestApp::start().await;
    let program = app.author("tsuzura").await;
    let story = nameless(&program, "Nameless").await;
    let (author, moderator) = (app.signed_in("tsuzura").await, moderator(&app).await);
    act(&moderator, &story, "hide", "Hide.").await;
    let notice = format!("/stories/{}/notice", id(&story));
    author.form(&notice, &[("answer", "Of the story.")]).await;
    act(&moderator, &story, "suspend-author", WHY).await;
    author.form("/suspended", &[("answer", "Of myself.")]).await;
    let desk = moderator.page("/moderation").await;
    assert!(desk.contains("Of the story.") && desk.contains("Of myself."));
    // What is shown again leaves the other answer waiting.
    act(&moderator, &story, "show", "").await;
    let desk = moderator.page("/moderation").await;
    assert!(!desk.contains("Of the story.") && desk.contains("Of myself."));
    act(&moderator, &story, "dismiss-author", "").await;
    assert!(!moderator.page("/moderation").await.contains("Of myself."));
    assert!(!is_in(&program).await);
}

/// What moderators see of a person, without what tells people apart anyway; and their id.
async fn seen(moderator: &Client, handle: &str) -> (String, String) {
    let path = format!("/moderation/about?person={handle}&lang=en");
    let page = moderator.page(&path).await;
    let id = page.split("name=\"person\" value=\"").nth(1).unwrap();
    let id = id.split('"').next().unwrap().to_owned();
    (page.replace(handle, "?").replace(&id, "?"), id)
}

#[tokio::test(flavor = "multi_thread")]
async fn another_anonymous_story_of_theirs_is_as_any_other() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    let (first, second) = (
        nameless(&author, "First").await,
        nameless(&author, "Second").await,
    );
    let moderator = moderator(&app).await;
    act(&moderator, &first, "suspend-author", WHY).await;
    let path = format!("/moderation/about?story={}", slug(&second));
    let page = moderator.page(&path).await;
    assert!(page.contains("value=\"suspend-author\"") && !page.contains("value=\"lift-author\""));
    let answer = act(&moderator, &second, "suspend-author", WHY).await;
    assert_eq!(answer.status(), 303);
    // Each is lifted by itself.
    let answer = act(&moderator, &first, "lift-author", "").await;
    assert_eq!(answer.status(), 303);
    assert!(!is_in(&author).await);
    act(&moderator, &second, "lift-author", "").await;
    assert!(is_in(&author).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn by_name_they_are_as_anybody() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    let story = nameless(&author, "Nameless").await;
    author.published(&short("Named", "sre", "cto")).await;
    let aoi = app.author("aoi").await;
    aoi.published(&short("Other", "sre", "cto")).await;
    let moderator = moderator(&app).await;
    act(&moderator, &story, "suspend-author", WHY).await;

    let (theirs, id) = seen(&moderator, "tsuzura").await;
    assert_eq!(theirs, seen(&moderator, "aoi").await.0);
    for path in ["/people/tsuzura", "/api/v1/people/tsuzura"] {
        assert_eq!(app.stranger().get(path).await.status(), 200);
    }
    let lift = [("person", id.as_str()), ("do", "lift"), ("why", "")];
    let answer = moderator.form("/moderation/about", &lift).await;
    assert_eq!(answer.status(), 409);
    let suspend = [
        ("person", id.as_str()),
        ("do", "suspend"),
        ("why", "Spam."),
        ("stories", "1"),
    ];
    let answer = moderator.form("/moderation/about", &suspend).await;
    assert_eq!(answer.status(), 303);
    let mut left = app.stranger().titles("").await;
    left.sort();
    assert_eq!(left, ["Nameless", "Other"]);
    // Lifted by name, they stay out for the story.
    moderator.form("/moderation/about", &lift).await;
    assert!(!is_in(&author).await);
    act(&moderator, &story, "lift-author", "").await;
    assert!(is_in(&author).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn no_row_of_moderation_names_them() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    let story = nameless(&author, "Nameless").await;
    let moderator = moderator(&app).await;
    act(&moderator, &story, "suspend-author", WHY).await;
    let sql = "do $$ begin if exists (select from people p, moderation_acts a \
            where p.handle = 'tsuzura' and a::text like '%' || p.id || '%') \
        or exists (select from people p, suspended_authors s \
            where p.handle = 'tsuzura' and s::text like '%' || p.id || '%') \
        or exists (select from people where suspended_at is not null) \
        then raise 'named'; end if; end $$";
    app.conn().await.batch_execute(sql).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn only_by_an_anonymous_story_of_another_and_once() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    let named = author.published(&short("Named", "sre", "cto")).await;
    let story = nameless(&author, "Nameless").await;
    let (one, other) = (moderator(&app).await, second_moderator(&app).await);
    assert_eq!(act(&one, &named, "suspend-author", WHY).await.status(), 404);
    let page = one
        .page(&format!("/moderation/about?story={}", slug(&named)))
        .await;
    assert!(!page.contains("suspend-author"));
    let (a, b) = tokio::join!(
        act(&one, &story, "suspend-author", WHY),
        act(&other, &story, "suspend-author", WHY),
    );
    let mut statuses = [a.status().as_u16(), b.status().as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [303, 409]);
    let log = one.page("/moderation?lang=en").await;
    assert_eq!(log.matches("<b>Author suspended</b>").count(), 1);
    let member = app.member("sumire").await;
    for (client, status) in [(&member, 404), (&app.stranger(), 401)] {
        assert_eq!(
            act(client, &story, "lift-author", "").await.status(),
            status
        );
    }
    assert_eq!(act(&one, &story, "lift-author", "").await.status(), 303);
    assert_eq!(act(&one, &story, "lift-author", "").await.status(), 409);
    let sql = "update people set moderator = true where handle = 'tsuzura'";
    app.conn().await.batch_execute(sql).await.unwrap();
    let own = app.signed_in("tsuzura").await;
    assert_eq!(act(&own, &story, "suspend-author", WHY).await.status(), 409);
    assert!(is_in(&author).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_they_scheduled_waits() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    let story = nameless(&author, "Nameless").await;
    let mut later = short("Later", "sre", "cto");
    later["publish_at"] = json!("2999-01-01T00:00:00Z");
    let later = author.published(&later).await;
    act(&moderator(&app).await, &story, "suspend-author", WHY).await;
    let mut conn = app.conn().await;
    let sql =
        "update stories set publish_at = now() - interval '1 minute' where status = 'scheduled'";
    conn.batch_execute(sql).await.unwrap();
    let later = StoryId(id(&later).parse().unwrap());
    publish::on_time(&mut conn, later, OffsetDateTime::now_utc())
        .await
        .unwrap();
    assert_eq!(app.stranger().titles("").await, ["Nameless"]);
}
