//! Moderating what nobody reported: found by its address, with the same acts.

use diesel_async::SimpleAsyncConnection;
use reqwest::Response;

use super::{id, moderator, person_id, report, second_moderator, slug};
use crate::support::filled::location;
use crate::support::stories::{short, whole};
use crate::support::{Client, TestApp};

async fn act(client: &Client, fields: &[(&str, &str)]) -> Response {
    client.form("/moderation/about?lang=en", fields).await
}

async fn suspend_with_stories(moderator: &Client, person: &str, why: &str) -> Response {
    let fields = [
        ("person", person),
        ("do", "suspend"),
        ("stories", "1"),
        ("why", why),
    ];
    act(moderator, &fields).await
}

async fn person(moderator: &Client, handle: &str) -> String {
    let page = moderator
        .page(&format!("/moderation/about?person={handle}"))
        .await;
    let id = page.split("name=\"person\" value=\"").nth(1).unwrap();
    id.split('"').next().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reported_person_goes_with_their_stories_from_the_desk_too() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    author.published(&short("One", "sre", "cto")).await;
    let moderator = moderator(&app).await;
    report(&app.stranger(), "person", "tsuzura", "spam").await;
    let desk = moderator.page("/moderation?lang=en").await;
    assert!(
        desk.contains("Also hide the 1 public story under their name"),
        "{desk}"
    );
    let id = person_id(&moderator).await;
    let suspend = async |why: &str| {
        let fields = [
            ("person", id.as_str()),
            ("do", "suspend"),
            ("stories", "1"),
            ("why", why),
        ];
        moderator.form("/moderation?lang=en", &fields).await
    };
    // Without a reason nothing is done, and what was chosen stays chosen.
    let answer = suspend("").await;
    assert_eq!(answer.status(), 422);
    let page = answer.text().await.unwrap();
    assert!(page.contains("name=\"stories\" value=\"1\" checked"));
    assert_eq!(app.stranger().titles("").await, ["One"]);
    assert_eq!(suspend("Spam.").await.status(), 303);
    assert!(app.stranger().titles("").await.is_empty());
    let desk = moderator.page("/moderation?lang=en").await;
    assert!(desk.contains("<b>Hidden</b>") && desk.contains("<b>Suspended</b>"));
}

#[tokio::test(flavor = "multi_thread")]
async fn moderators_alone_find_the_way_on_public_pages() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    let story = author.published(&short("One", "sre", "cto")).await;
    let (moderator, member) = (moderator(&app).await, app.member("sumire").await);
    let places = [
        (
            format!("/stories/{}", slug(&story)),
            format!("/moderation/about?story={}", slug(&story)),
        ),
        (
            "/people/tsuzura".to_owned(),
            "/moderation/about?person=tsuzura".to_owned(),
        ),
    ];
    for (path, way) in &places {
        // Whoever comes first, and whatever is kept for others.
        for _ in 0..2 {
            assert!(moderator.page(path).await.contains(way), "{path}");
            for other in [&app.stranger(), &member] {
                assert!(!other.page(path).await.contains("/moderation"), "{path}");
            }
        }
        assert_eq!(moderator.get(way).await.status(), 200, "{way}");
        assert_eq!(member.get(way).await.status(), 404, "{way}");
        assert_eq!(app.stranger().get(way).await.status(), 303, "{way}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_stands_at_an_address_is_found_however_it_was_copied() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    let story = author.published(&short("One", "sre", "cto")).await;
    let moderator = moderator(&app).await;
    let to_story = format!("/moderation/about?story={}", slug(&story));
    let to_person = "/moderation/about?person=tsuzura".to_owned();
    for (typed, way) in [
        (
            format!(
                "http://localhost:8080/stories/{}?lang=en#author",
                slug(&story)
            ),
            &to_story,
        ),
        (format!(" /stories/{} ", slug(&story)), &to_story),
        (format!("/moderation/stories/{}", id(&story)), &to_story),
        (slug(&story).to_owned(), &to_story),
        (
            "http://localhost:8080/people/tsuzura".to_owned(),
            &to_person,
        ),
        ("@tsuzura".to_owned(), &to_person),
    ] {
        let typed: String = url::form_urlencoded::byte_serialize(typed.as_bytes()).collect();
        let answer = moderator
            .get(&format!("/moderation/about?address={typed}"))
            .await;
        assert_eq!(&location(&answer), way, "{typed}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn where_nothing_is_the_address_comes_back() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    let moderator = moderator(&app).await;
    let draft = author.draft(&short("Draft", "sre", "cto")).await.0;
    for typed in [
        "nowhere",
        "@nobody-here",
        "%00",
        "https://evil.example/stories/x",
        id(&draft),
    ] {
        let answer = moderator
            .get(&format!("/moderation/about?address={typed}&lang=en"))
            .await;
        assert_eq!(answer.status(), 404, "{typed}");
        assert!(
            answer
                .text()
                .await
                .unwrap()
                .contains("id=\"address-error\"")
        );
    }
    let empty = moderator.page("/moderation/about").await;
    assert!(!empty.contains("address-error"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_story_is_hidden_and_shown_without_a_report() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    let story = author.published(&short("One", "sre", "cto")).await;
    let moderator = moderator(&app).await;
    let way = format!("/moderation/about?story={}", slug(&story));
    let target = ("story", id(&story));
    let wrong = act(&moderator, &[target, ("do", "hide"), ("why", " ")]).await;
    assert_eq!(wrong.status(), 422);
    assert!(wrong.text().await.unwrap().contains("id=\"why-error\""));
    let done = act(
        &moderator,
        &[target, ("do", "hide"), ("why", "It names a customer.")],
    )
    .await;
    assert_eq!(location(&done), format!("{way}&done=1"));
    assert_eq!(
        app.stranger()
            .get(&format!("/stories/{}", slug(&story)))
            .await
            .status(),
        404
    );
    let page = moderator.page(&format!("{way}&lang=en")).await;
    assert!(page.contains("It names a customer.") && page.contains("value=\"show\""));
    let again = act(
        &moderator,
        &[target, ("do", "hide"), ("why", "Typed twice.")],
    )
    .await;
    assert_eq!(again.status(), 409);
    let page = again.text().await.unwrap();
    assert!(page.contains("somebody else was faster") && page.contains("Typed twice."));
    act(&moderator, &[target, ("do", "show"), ("why", "")]).await;
    assert_eq!(app.stranger().titles("").await, ["One"]);
    let member = app.member("sumire").await;
    for (client, status) in [
        (&member, 404),
        (&app.stranger(), 401),
        (&app.signed_in("tsuzura").await, 404),
    ] {
        assert_eq!(
            act(client, &[target, ("do", "hide"), ("why", "x")])
                .await
                .status(),
            status
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_is_suspended_with_all_that_stands_under_their_name() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    for title in ["One", "Two"] {
        author.published(&short(title, "sre", "cto")).await;
    }
    let mut secret = whole();
    secret["byline"] = "anonymous".into();
    secret["title"] = "Nameless".into();
    author.published(&secret).await;
    author.draft(&short("Draft", "sre", "cto")).await;
    app.author("aoi")
        .await
        .published(&short("Other", "sre", "cto"))
        .await;
    let moderator = moderator(&app).await;
    let tsuzura = person(&moderator, "tsuzura").await;
    let page = moderator
        .page("/moderation/about?person=tsuzura&lang=en")
        .await;
    assert!(page.contains("Also hide the 2 public stories"), "{page}");
    // All of it or nothing.
    let wrong = suspend_with_stories(&moderator, &tsuzura, "").await;
    assert_eq!(wrong.status(), 422);
    assert!(
        wrong
            .text()
            .await
            .unwrap()
            .contains("name=\"stories\" value=\"1\" checked")
    );
    assert_eq!(app.stranger().titles("").await.len(), 4);

    let done = suspend_with_stories(&moderator, &tsuzura, "Spam.").await;
    assert_eq!(done.status(), 303);
    let mut left = app.stranger().titles("").await;
    left.sort();
    assert_eq!(left, ["Nameless", "Other"]);
    let log = moderator.page("/moderation?lang=en").await;
    assert_eq!(log.matches("<b>Hidden</b>").count(), 2);
    assert_eq!(log.matches("<b>Suspended</b>").count(), 1);
    assert_eq!(log.matches("Spam.").count(), 3);
    assert!(!log.contains("Nameless"));
    assert_eq!(author.get("/api/v1/me").await.status(), 401);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_who_suspend_with_stories_one_does_all_of_it() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    for n in 0..4 {
        author
            .published(&short(&format!("S{n}"), "sre", "cto"))
            .await;
    }
    let (one, other) = (moderator(&app).await, second_moderator(&app).await);
    let tsuzura = person(&one, "tsuzura").await;
    let (a, b) = tokio::join!(
        suspend_with_stories(&one, &tsuzura, "Spam."),
        suspend_with_stories(&other, &tsuzura, "Spam."),
    );
    let mut statuses = [a.status().as_u16(), b.status().as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [303, 409]);
    let log = one.page("/moderation?lang=en").await;
    assert_eq!(log.matches("<b>Hidden</b>").count(), 4);
    assert_eq!(log.matches("<b>Suspended</b>").count(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_s_own_account_and_those_who_wait_have_no_button() {
    let app = TestApp::start().await;
    let moderator = moderator(&app).await;
    app.member("ada").await;
    let sql = "update people set waiting_since = now() where handle = 'ada'";
    app.conn().await.batch_execute(sql).await.unwrap();
    let own = moderator
        .page("/moderation/about?person=kaede&lang=en")
        .await;
    assert!(own.contains("your own account") && !own.contains("name=\"do\""));
    let ada = moderator.page("/moderation/about?person=ada&lang=en").await;
    assert!(ada.contains("Waiting for approval") && !ada.contains("name=\"do\""));
    let none = moderator.get("/moderation/about?person=%3C%3E").await;
    assert_eq!(none.status(), 404);
}
