//! Whom a decision meets is told of it by mail, and nobody else.

use guidepost::access::addresses::own::claim;
use guidepost::config::Registration::Invite;
use guidepost::db::ids::PersonId;
use guidepost::i18n::Language;
use guidepost::people::Handle;
use guidepost::safety::approve::approve_by_operator;
use serde_json::Value;

use super::Office;
use crate::support::browser::Browser;
use crate::support::smtp::Received;
use crate::support::stories::short;

const ABOUT: &str = "/moderation/about";

/// A moderator, signed in, who gets no mail.
async fn moderator(office: &Office) -> Browser {
    let (_, browser) = office.member("kaede").await;
    office
        .sql("update people set moderator = true where handle = 'kaede'")
        .await;
    browser
}

/// Somebody with an address, and a story of theirs that everyone reads.
async fn author(office: &Office, byline: &str) -> (PersonId, Value) {
    let program = office.app.author("tsuzura").await;
    office
        .sql("update people set language = 'en' where handle = 'tsuzura'")
        .await;
    let mut conn = office.app.conn().await;
    let handle = Handle::parse("tsuzura").unwrap();
    let person = guidepost::people::Person::by_handle(&mut conn, &handle)
        .await
        .unwrap()
        .id;
    claim(&mut conn, person, "tsuzura@example.org")
        .await
        .unwrap();
    let mut story = short("Behind the scenes", "sre", "cto");
    story["byline"] = byline.into();
    (person, program.published(&story).await)
}

async fn act(moderator: &mut Browser, target: (&str, &str), kind: &str, why: &str) {
    let fields = [target, ("do", kind), ("why", why)];
    let answer = moderator.form(ABOUT, &fields).await;
    assert_eq!(answer.status(), 303, "{kind}");
}

fn is_told(mail: &Received, subject: &str, told: &[&str]) {
    assert_eq!(mail.subject(), subject);
    let body = mail.body();
    for told in told {
        assert!(body.contains(told), "{told}: {body}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_author_is_told_of_a_hidden_story_and_that_it_is_shown_again() {
    let office = Office::start(Invite).await;
    let mut moderator = moderator(&office).await;
    let (_, story) = author(&office, "named").await;
    let id = story["id"].as_str().unwrap();
    act(
        &mut moderator,
        ("story", id),
        "hide",
        "It names\n\n<a customer>.",
    )
    .await;
    let mails = office.sent(1).await;
    assert_eq!(mails[0].to, ["tsuzura@example.org"]);
    let notice = format!("http://localhost:8080/stories/{id}/notice");
    is_told(
        &mails[0],
        "A story of yours was hidden",
        &[
            "Hello @tsuzura,",
            "“Behind the scenes”",
            "It names\n\n<a customer>.",
            "answer once",
            &notice,
        ],
    );
    assert!(!mails[0].body().contains("kaede"));

    act(&mut moderator, ("story", id), "show", "Thank you.").await;
    let mails = office.sent(2).await;
    is_told(
        &mails[1],
        "A story of yours is no longer hidden",
        &["“Behind the scenes”", "Thank you."],
    );
    assert!(!mails[1].body().contains("answer once"));
    // What was not done is not told.
    let fields = [("story", id), ("do", "show"), ("why", "")];
    assert_eq!(moderator.form(ABOUT, &fields).await.status(), 409);
    office.sent(2).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_about_an_anonymous_story_says_neither_which_nor_why() {
    let office = Office::start(Invite).await;
    let mut moderator = moderator(&office).await;
    let (_, story) = author(&office, "anonymous").await;
    let id = story["id"].as_str().unwrap();
    let why = "It tells of a payments outage.";
    for (n, (kind, subject)) in [
        ("hide", "A story of yours was hidden"),
        ("suspend-author", "Your account was suspended"),
        ("show", "A story of yours is no longer hidden"),
        ("lift-author", "Your account is no longer suspended"),
    ]
    .into_iter()
    .enumerate()
    {
        act(&mut moderator, ("story", id), kind, why).await;
        let mails = office.sent(n + 1).await;
        is_told(&mails[n], subject, &["Hello @tsuzura,"]);
        assert_eq!(mails[n].to, ["tsuzura@example.org"]);
        let body = mails[n].body();
        for secret in ["Behind", "payments", id, story["slug"].as_str().unwrap()] {
            assert!(!body.contains(secret), "{secret}: {body}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_suspended_with_their_stories_gets_one_mail() {
    let office = Office::start(Invite).await;
    let mut moderator = moderator(&office).await;
    let (person, _) = author(&office, "named").await;
    let person = person.0.to_string();
    let fields = [
        ("person", person.as_str()),
        ("do", "suspend"),
        ("stories", "1"),
        ("why", "Threats."),
    ];
    assert_eq!(moderator.form(ABOUT, &fields).await.status(), 303);
    let mails = office.sent(1).await;
    is_told(
        &mails[0],
        "Your account was suspended",
        &["Threats.", "http://localhost:8080/suspended"],
    );
    act(&mut moderator, ("person", &person), "lift", "Settled.").await;
    let mails = office.sent(2).await;
    is_told(
        &mails[1],
        "Your account is no longer suspended",
        &["Settled."],
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_told_that_they_are_free_while_something_else_holds_them() {
    let office = Office::start(Invite).await;
    let mut moderator = moderator(&office).await;
    let (person, story) = author(&office, "anonymous").await;
    let (person, id) = (person.0.to_string(), story["id"].as_str().unwrap());
    act(&mut moderator, ("story", id), "suspend-author", "Why.").await;
    act(&mut moderator, ("person", &person), "suspend", "Why else.").await;
    act(&mut moderator, ("person", &person), "lift", "").await;
    office.sent(2).await;
    act(&mut moderator, ("story", id), "lift-author", "").await;
    let mails = office.sent(3).await;
    is_told(&mails[2], "Your account is no longer suspended", &[]);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_waits_is_told_what_becomes_of_it_in_their_language() {
    let office = Office::start(Invite).await;
    let mut moderator = moderator(&office).await;
    let aoi = office.person("aoi", Language::Japanese).await;
    let mut conn = office.app.conn().await;
    claim(&mut conn, aoi, "aoi@example.org").await.unwrap();
    office
        .sql("update people set waiting_since = now() where handle = 'aoi'")
        .await;
    let person = aoi.0.to_string();
    let refuse = [
        ("person", person.as_str()),
        ("do", "refuse"),
        ("why", "宣伝のようです。"),
    ];
    let answer = moderator.form("/moderation/waiting", &refuse).await;
    assert_eq!(answer.status(), 303);
    let mails = office.sent(1).await;
    is_told(
        &mails[0],
        "アカウントは承認されませんでした",
        &[
            "@aoi さん",
            "宣伝のようです。",
            "30日",
            "一度だけ",
            "/suspended",
        ],
    );
    act(&mut moderator, ("person", &person), "lift", "").await;
    let mails = office.sent(2).await;
    is_told(&mails[1], "アカウントは、ふたたび承認待ちです", &["/join"]);
    let handle = Handle::parse("aoi").unwrap();
    assert!(approve_by_operator(&mut conn, &handle).await.unwrap());
    assert!(!approve_by_operator(&mut conn, &handle).await.unwrap());
    let mails = office.sent(3).await;
    is_told(&mails[2], "アカウントが承認されました", &["/write"]);
}
