//! Moderators look at new accounts: the first decision holds, and who is refused reads why.

use diesel_async::SimpleAsyncConnection;
use guidepost::people::forget;
use regex::Regex;

use super::{act, moderator, second_moderator};
use crate::support::filled::location;
use crate::support::{Client, TestApp};

const WAITING: &str = "/moderation/waiting";

/// Somebody new whom nobody has approved.
async fn newcomer(app: &TestApp, handle: &str) -> Client {
    let client = app.member(handle).await;
    let sql = format!(
        "update people set waiting_since = now() where handle = '{handle}'; \
         insert into identities (person_id, provider, subject, name, email) \
         select id, 'https://company.example', handle, handle || '-there', 'secret@example.org' \
         from people where handle = '{handle}'"
    );
    app.conn().await.batch_execute(&sql).await.unwrap();
    client
}

/// Who stands on the page, and their id.
async fn waiting(moderator: &Client, path: &str) -> Vec<(String, String)> {
    let page = moderator.page(path).await;
    let one =
        Regex::new(r#"(?s)<small class="mute">@([a-z0-9-]+)<.*?name="person" value="([^"]+)""#);
    let one = one.unwrap();
    let found = one.captures_iter(&page);
    found
        .map(|it| (it[1].to_owned(), it[2].to_owned()))
        .collect()
}

async fn decide(moderator: &Client, person: &str, kind: &str, why: &str) -> reqwest::Response {
    let fields = [("person", person), ("do", kind), ("why", why)];
    moderator.form("/moderation/waiting?lang=en", &fields).await
}

#[tokio::test(flavor = "multi_thread")]
async fn who_waits_stands_there_with_what_they_gave_and_takes_part_once_approved() {
    let app = TestApp::start().await;
    let moderator = moderator(&app).await;
    assert!(
        moderator
            .page("/moderation/waiting?lang=en")
            .await
            .contains("Nobody is waiting.")
    );
    let ada = newcomer(&app, "ada").await;
    let bio = [
        ("handle", "ada"),
        ("display_name", "Ada <3"),
        ("bio_md", "Kept *lights* on."),
        ("time_zone", "Asia/Tokyo"),
        ("language", "en"),
        ("do", "save"),
    ];
    assert_eq!(ada.form("/settings/profile", &bio).await.status(), 303);

    let page = moderator.page("/moderation/waiting?lang=en").await;
    for told in [
        "Ada &#60;3",
        "@ada",
        "ada-there",
        "<em>lights</em>",
        "English",
        "(1)",
    ] {
        assert!(page.contains(told), "{told}: {page}");
    }
    assert!(!page.contains("secret@example.org"));
    assert!(moderator.page("/moderation?lang=en").await.contains("(1)"));
    let found = waiting(&moderator, WAITING).await;
    let answer = decide(&moderator, &found[0].1, "approve", "").await;
    assert_eq!(location(&answer), "/moderation/waiting?done=1");
    ada.page("/write").await;
    app.stranger().page("/people/ada").await;
    assert!(waiting(&moderator, WAITING).await.is_empty());
    let log = moderator.page("/moderation?lang=en").await;
    assert!(log.contains("<b>Approved</b>") && log.contains("@ada") && log.contains("@kaede"));
}

#[tokio::test(flavor = "multi_thread")]
async fn who_waits_is_told_so_on_every_page_until_they_are_approved() {
    let app = TestApp::start().await;
    let moderator = moderator(&app).await;
    let ada = newcomer(&app, "ada").await;
    let told = "waiting for a moderator’s approval. <a href=\"/join\">";
    for path in ["/", "/roles", "/stories", "/settings/profile"] {
        let page = ada.page(&format!("{path}?lang=en")).await;
        assert!(page.contains(told), "{path}: {page}");
    }
    assert_eq!(location(&ada.get("/write").await), "/join");
    let page = ada.page("/join?lang=en").await;
    assert!(!page.contains(told) && page.contains("href=\"/settings\""));
    // What a form brought is not given up for another page.
    let form = ada.form("/write?lang=en", &[("title", "Mine")]).await;
    assert_eq!(form.status(), 403);
    assert!(!app.stranger().page("/?lang=en").await.contains(told));

    let id = waiting(&moderator, WAITING).await.remove(0).1;
    decide(&moderator, &id, "approve", "").await;
    assert!(!ada.page("/?lang=en").await.contains("href=\"/join\""));
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_refused_reads_why_and_answers_once_and_is_forgotten_later() {
    let app = TestApp::start().await;
    let moderator = moderator(&app).await;
    let ada = newcomer(&app, "ada").await;
    let id = waiting(&moderator, WAITING).await.remove(0).1;
    for why in ["", &"x".repeat(1_001)] {
        let answer = decide(&moderator, &id, "refuse", why).await;
        assert_eq!(answer.status(), 422);
        let page = answer.text().await.unwrap();
        assert!(page.contains("id=\"why-1-error\"") && page.contains(why));
    }
    assert_eq!(
        decide(&moderator, &id, "refuse", "Not <an SRE>.")
            .await
            .status(),
        303
    );
    assert!(waiting(&moderator, WAITING).await.is_empty());
    assert_eq!(location(&ada.get("/settings/profile").await), "/suspended");
    let notice = ada.page("/suspended?lang=en").await;
    assert!(
        ada.page("/?lang=en")
            .await
            .contains("Your account was not approved.")
    );
    assert!(notice.contains("was not approved") && notice.contains("Not &#60;an SRE&#62;."));
    assert_eq!(app.stranger().get("/people/ada").await.status(), 404);
    assert_eq!(
        location(&ada.form("/suspended", &[("answer", "But I am.")]).await),
        "/suspended?done=1"
    );
    let desk = moderator.page("/moderation?lang=en").await;
    assert!(desk.contains("But I am.") && desk.contains("Return it to waiting for approval"));

    // Looked at again, they wait as before.
    assert_eq!(
        act(&moderator, ("person", &id), "lift", "").await.status(),
        303
    );
    assert_eq!(waiting(&moderator, WAITING).await.len(), 1);
    assert_eq!(location(&ada.get("/write").await), "/join");
    decide(&moderator, &id, "refuse", "Still not.").await;

    let mut conn = app.conn().await;
    assert_eq!(forget::refused(&mut conn, 10).await.unwrap(), 0);
    let sql = "update people set suspended_at = now() - interval '31 days' where handle = 'ada'";
    conn.batch_execute(sql).await.unwrap();
    assert_eq!(forget::refused(&mut conn, 10).await.unwrap(), 1);
    assert_eq!(ada.get("/suspended").await.status(), 404);
    let log = moderator.page("/moderation?lang=en").await;
    assert!(log.contains("Still not.") && !log.contains("@ada"));
    // Nobody ever saw them, so their handle was never given out.
    let fields = [("handle", "ada"), ("display_name", ""), ("language", "en")];
    assert_eq!(app.stranger().form("/sign-in", &fields).await.status(), 303);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_moderators_the_first_decides_and_the_other_reads_so() {
    let app = TestApp::start().await;
    let (one, other) = (moderator(&app).await, second_moderator(&app).await);
    for handle in ["ada", "bob", "cid", "dan", "eve"] {
        newcomer(&app, handle).await;
    }
    for (handle, id) in waiting(&one, WAITING).await {
        let (a, b) = tokio::join!(
            decide(&one, &id, "approve", ""),
            decide(&other, &id, "refuse", "No."),
        );
        let mut statuses = [a.status().as_u16(), b.status().as_u16()];
        statuses.sort_unstable();
        assert_eq!(statuses, [303, 409], "{handle}");
        let late = if a.status() == 409 { a } else { b };
        assert!(
            late.text()
                .await
                .unwrap()
                .contains("somebody else was faster")
        );
    }
    let log = one.page("/moderation?lang=en").await;
    let n = log.matches("<b>Approved</b>").count() + log.matches("<b>Refused</b>").count();
    assert_eq!(n, 5);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_longest_waiting_come_first_and_the_list_goes_on() {
    let app = TestApp::start().await;
    let moderator = moderator(&app).await;
    let sql = "insert into handles (handle) select 'new-' || n from generate_series(10, 54) as n; \
        insert into people (handle, display_name, waiting_since) \
        select 'new-' || n, 'N', timestamptz '2026-01-01' + n / 3 * interval '1 minute' \
        from generate_series(10, 54) as n";
    app.conn().await.batch_execute(sql).await.unwrap();
    let (mut seen, mut path) = (Vec::new(), WAITING.to_owned());
    let more = Regex::new(r#"button-line" href="(/moderation/waiting\?cursor=[^"]+)""#).unwrap();
    for _ in 0..9 {
        seen.extend(waiting(&moderator, &path).await.into_iter().map(|it| it.0));
        let page = moderator.page(&path).await;
        match more.captures(&page) {
            Some(next) => path = next[1].to_owned(),
            None => break,
        }
    }
    assert_eq!(seen.len(), 45);
    let rank = |it: &String| it.trim_start_matches("new-").parse::<u32>().unwrap() / 3;
    assert!(seen.is_sorted_by_key(rank), "{seen:?}");
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), 45);
    let broken = moderator.get("/moderation/waiting?cursor=made-up").await;
    assert_eq!(broken.status(), 400);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_else_sees_or_decides() {
    let app = TestApp::start().await;
    let ada = newcomer(&app, "ada").await;
    let moderator = moderator(&app).await;
    let id = waiting(&moderator, WAITING).await.remove(0).1;
    let (member, stranger) = (app.member("sumire").await, app.stranger());
    let suspended = app.member("mallory").await;
    let sql = "update people set suspended_at = now(), moderator = true where handle = 'mallory'";
    app.conn().await.batch_execute(sql).await.unwrap();
    for path in [
        "/moderation/waiting",
        "/moderation/invitations",
        "/moderation/about?person=sumire",
    ] {
        assert_eq!(member.get(path).await.status(), 404, "{path}");
        assert_eq!(location(&ada.get(path).await), "/join", "{path}");
        assert!(
            location(&stranger.get(path).await).starts_with("/sign-in?next="),
            "{path}"
        );
        assert_eq!(location(&suspended.get(path).await), "/suspended", "{path}");
        let page = moderator.get(path).await;
        assert_eq!(page.headers()["cache-control"], "private, no-store");
    }
    for (client, status) in [
        (&member, 404),
        (&ada, 403),
        (&stranger, 401),
        (&suspended, 303),
    ] {
        for kind in ["approve", "refuse"] {
            assert_eq!(decide(client, &id, kind, "x").await.status(), status);
        }
    }
    assert_eq!(waiting(&moderator, WAITING).await.len(), 1);
    // Who does not wait is neither approved nor refused, and nothing else is done there.
    assert_eq!(decide(&moderator, &id, "suspend", "x").await.status(), 404);
    assert_eq!(
        decide(&moderator, "nonsense", "approve", "").await.status(),
        404
    );
    decide(&moderator, &id, "approve", "").await;
    assert_eq!(decide(&moderator, &id, "refuse", "x").await.status(), 409);
    ada.page("/write").await;
}
