//! Nobody judges what is their own; and whom only an operator can let in again.

use std::process::Command;

use diesel_async::SimpleAsyncConnection;

use super::{act, id, moderator, person_id, report, second_moderator, slug};
use crate::support::TestApp;
use crate::support::stories::short;

#[tokio::test(flavor = "multi_thread")]
async fn a_moderator_does_not_judge_what_is_their_own() {
    let app = TestApp::start().await;
    let author = app.author("akane").await;
    let named = author.published(&short("Mine", "sre", "cto")).await;
    let mut nameless = short("Nobody's", "sre", "cto");
    nameless["byline"] = "anonymous".into();
    let nameless = author.published(&nameless).await;
    let other = moderator(&app).await;
    let own = app.signed_in("akane").await;
    let sql = "update people set moderator = true where handle = 'akane'";
    app.conn().await.batch_execute(sql).await.unwrap();
    report(&app.stranger(), "person", "akane", "spam").await;
    let akane = person_id(&other).await;
    for story in [&named, &nameless] {
        report(&app.stranger(), "story", slug(story), "spam").await;
        act(&other, ("story", id(story)), "hide", "No.").await;
        let story = ("story", id(story));
        for kind in ["show", "dismiss", "hide", "suspend-author", "lift-author"] {
            let answer = act(&own, story, kind, "Mine.").await;
            assert_eq!(answer.status(), 409, "{kind}");
            let page = answer.text().await.unwrap();
            assert!(page.contains("your own account or story"), "{page}");
        }
    }
    for kind in ["dismiss", "lift", "suspend", "approve"] {
        let answer = act(&own, ("person", &akane), kind, "Me.").await;
        assert_eq!(answer.status(), 409, "{kind}");
    }
    let log = other.page("/moderation?lang=en").await;
    assert!(!log.contains("Mine.") && !log.contains("Me."), "{log}");
    assert!(app.stranger().titles("").await.is_empty());
    // Others do as before.
    let shown = act(&other, ("story", id(&nameless)), "show", "").await;
    assert_eq!(shown.status(), 303);
    let done = act(&other, ("person", &akane), "dismiss", "").await;
    assert_eq!(done.status(), 303);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_operator_lifts_a_suspension_and_it_stands_in_the_log() {
    let app = TestApp::start().await;
    let (one, other) = (moderator(&app).await, second_moderator(&app).await);
    report(&app.stranger(), "person", "kaede", "spam").await;
    let kaede = person_id(&other).await;
    let suspended = act(&other, ("person", &kaede), "suspend", "A coup.").await;
    assert_eq!(suspended.status(), 303);
    assert_eq!(one.get("/moderation").await.status(), 303);
    let run = |handle: &str| {
        let output = Command::new(env!("CARGO_BIN_EXE_guidepost"))
            .args(["people", "lift", handle, "--reason", "It was <a mistake>."])
            .env("DATABASE_URL", &app.database)
            .env("GUIDEPOST_LOG", "warn")
            .output()
            .unwrap();
        let said = [output.stdout, output.stderr].concat();
        (
            output.status.success(),
            String::from_utf8_lossy(&said).into_owned(),
        )
    };
    let (is_done, said) = run("kaede");
    assert!(is_done, "{said}");
    assert!(said.contains("lifted the suspension of kaede"), "{said}");
    let log = one.page("/moderation?lang=en").await;
    assert!(log.contains("It was &#60;a mistake&#62;."), "{log}");
    for (handle, told) in [("kaede", "is not suspended"), ("ghost", "nobody called")] {
        let (is_done, said) = run(handle);
        assert!(!is_done && said.contains(told), "{said}");
    }
}
