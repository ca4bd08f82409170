//! Many reports do not keep moderators from those that matter.

use diesel_async::SimpleAsyncConnection;
use futures_util::future::join_all;

use super::{act, id, moderator, person_id, report, slug};
use crate::support::TestApp;
use crate::support::filled::location;
use crate::support::stories::short;

/// What moderators are told to wait for, told of by nobody they know.
const NAMELESS: &str = "insert into reports (person_id, reason, note, created_at) \
    select people.id, 'spam', 'Noise', now() - interval '1 day' \
    from people, generate_series(1, 20) where handle like 'target%'";

async fn targets(app: &TestApp, n: usize) {
    for n in 0..n {
        app.author(&format!("target-{n}")).await;
    }
    app.conn().await.batch_execute(NAMELESS).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_member_told_stands_before_all_that_others_send() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    let story = author.published(&short("Real harm", "sre", "cto")).await;
    targets(&app, 23).await;
    let (aoi, moderator) = (app.member("aoi").await, moderator(&app).await);
    report(&aoi, "story", slug(&story), "harassment").await;

    let first = moderator.page("/moderation?lang=en").await;
    assert_eq!(first.matches("id=\"case-").count(), 20);
    let (top, rest) = first.split_once("id=\"case-2\"").unwrap();
    assert!(top.contains("Real harm") && top.contains("by a member"));
    assert!(!rest.contains("Real harm"));
    assert_eq!(first.matches("… and 10 more").count(), 19);

    let next = first.split("href=\"/moderation?cursor=").nth(1).unwrap();
    let cursor = next.split('"').next().unwrap();
    let path = format!("/moderation?lang=en&cursor={cursor}");
    let second = moderator.page(&path).await;
    assert_eq!(second.matches("id=\"case-").count(), 4);
    assert!(first.contains("Next page") && !second.contains("Next page"));
    for n in 0..23 {
        let link = format!("href=\"/people/target-{n}\"");
        let on = [first.contains(&link), second.contains(&link)];
        assert!(on[0] != on[1], "{n}: {on:?}");
    }

    // Where one was in the list, one stays.
    let person = second.split("name=\"person\" value=\"").nth(1).unwrap();
    let person = person.split('"').next().unwrap();
    let fields = [("person", person), ("do", "dismiss"), ("cursor", cursor)];
    let done = moderator.form("/moderation?lang=en", &fields).await;
    let back = format!("/moderation?done=1&cursor={cursor}");
    assert_eq!(location(&done), back);
    let second = moderator.page(&back).await;
    assert_eq!(second.matches("id=\"case-").count(), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cursor_that_is_none_leads_nowhere_and_nothing_is_done() {
    let app = TestApp::start().await;
    app.author("tsuzura").await;
    let moderator = moderator(&app).await;
    report(&app.stranger(), "person", "tsuzura", "spam").await;
    let person = person_id(&moderator).await;
    for cursor in ["x\r\nset-cookie: a=b", "é", "MS4yLjM"] {
        for (path, kind) in [
            ("/moderation", "dismiss"),
            ("/moderation/waiting", "approve"),
        ] {
            let fields = [
                ("person", person.as_str()),
                ("do", kind),
                ("cursor", cursor),
            ];
            let answer = moderator.form(path, &fields).await;
            assert_eq!(answer.status(), 400, "{path} {cursor}");
        }
    }
    let page = moderator.page("/moderation").await;
    assert_eq!(page.matches("id=\"case-").count(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_waits_for_approval_counts_with_those_who_have_no_account() {
    let app = TestApp::start().await;
    app.author("tsuzura").await;
    let mut waiting = Vec::new();
    for n in 0..8 {
        waiting.push(app.member(&format!("newcomer-{n}")).await);
    }
    let sql = "update people set waiting_since = now() where handle like 'newcomer%'";
    app.conn().await.batch_execute(sql).await.unwrap();
    // At the same time, too.
    let strangers: Vec<_> = (0..30).map(|_| app.stranger()).collect();
    let all = waiting.iter().chain(&strangers);
    let told = join_all(all.map(|it| report(it, "person", "tsuzura", "spam"))).await;
    assert!(told.iter().all(|it| it.status() == 200));
    let n = "do $$ begin if (select count(*) from reports) <> 20 then raise 'no'; end if; end $$";
    app.conn().await.batch_execute(n).await.unwrap();

    // Members are heard all the same.
    let aoi = app.member("aoi").await;
    report(&aoi, "person", "tsuzura", "harassment").await;
    let moderator = moderator(&app).await;
    let page = moderator.page("/moderation?lang=en").await;
    assert_eq!(page.matches("by a member").count(), 1);
    assert_eq!(page.matches("by someone without an account").count(), 9);
    assert!(page.contains("… and 11 more"));
    let person = person_id(&moderator).await;
    act(&moderator, ("person", &person), "dismiss", "").await;
    assert!(!moderator.page("/moderation").await.contains("case-1"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_there_is_not_found_and_stands_in_no_log() {
    let app = TestApp::start().await;
    let moderator = moderator(&app).await;
    let author = app.author("tsuzura").await;
    let (draft, _) = author.draft(&short("Draft", "sre", "cto")).await;
    let unknown = "00000000-0000-4000-8000-000000000000";
    for target in [
        ("person", unknown),
        ("story", unknown),
        ("story", id(&draft)),
    ] {
        for kind in ["dismiss", "hide", "suspend", "lift", "dismiss-author"] {
            for path in ["/moderation", "/moderation/about"] {
                let fields = [target, ("do", kind), ("why", "x")];
                let answer = moderator.form(path, &fields).await;
                assert_eq!(answer.status(), 404, "{target:?} {kind} {path}");
            }
        }
    }
    let log = moderator.page("/moderation?lang=en").await;
    assert!(log.contains("Nothing was done yet") || !log.contains("class=\"item\""));
}
