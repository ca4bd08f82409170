//! Telling moderators of a story or a person.

use diesel_async::SimpleAsyncConnection;
use guidepost::access::LocalSignIn;

use super::{act, id, moderator, report, slug};
use crate::support::postgres::new_database;
use crate::support::stories::short;
use crate::support::{TestApp, options};
use guidepost::config::{PerCaller, Rate, RateLimits, Rates, Serve};

#[tokio::test(flavor = "multi_thread")]
async fn everyone_reports_what_is_public_and_moderators_read_it_once_a_target() {
    let app = TestApp::start().await;
    let story = app
        .author("tsuzura")
        .await
        .published(&short("Spam!", "sre", "cto"))
        .await;
    let (aoi, moderator) = (app.member("aoi").await, moderator(&app).await);
    let page = app
        .stranger()
        .page(&format!("/stories/{}", slug(&story)))
        .await;
    assert!(page.contains(&format!("href=\"/report?story={}\"", slug(&story))));
    let page = app.stranger().page("/report?person=tsuzura&lang=en").await;
    assert!(page.contains("name=\"person\" value=\"tsuzura\""), "{page}");

    // Told twice, it stands there once, and the answer is the same.
    for client in [&aoi, &aoi, &app.stranger()] {
        let answer = report(client, "story", slug(&story), "spam").await;
        assert_eq!(answer.status(), 200);
        assert_eq!(answer.headers()["cache-control"], "private, no-store");
        assert!(
            answer
                .text()
                .await
                .unwrap()
                .contains("We have received your report")
        );
    }
    report(&aoi, "person", "tsuzura", "harassment").await;

    let page = moderator.page("/moderation?lang=en").await;
    assert_eq!(page.matches("id=\"case-").count(), 2, "{page}");
    assert_eq!(page.matches("See &#60;b&#62;here&#60;/b&#62;").count(), 3);
    assert!(page.contains("Spam!") && page.contains("@tsuzura"));
    assert!(page.contains("by a member") && page.contains("by someone without an account"));
    // Who told of it is told to nobody.
    assert!(!page.contains("aoi"));

    act(&moderator, ("story", id(&story)), "dismiss", "").await;
    let page = moderator.page("/moderation?lang=en").await;
    assert_eq!(page.matches("id=\"case-").count(), 1);
    assert!(page.contains("<b>Nothing wrong</b>"));
    // Once for each member and story.
    report(&aoi, "story", slug(&story), "other").await;
    let page = moderator.page("/moderation?lang=en").await;
    assert_eq!(page.matches("id=\"case-").count(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_public_can_not_be_reported_and_does_not_tell_that_it_exists() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    let story = author.published(&short("One", "sre", "cto")).await;
    let etag = author.get(&format!("/api/v1/stories/{}", id(&story))).await;
    let etag = etag.headers()["etag"].to_str().unwrap().to_owned();
    let path = format!("/api/v1/stories/{}/withdraw", id(&story));
    let withdraw = author
        .request(reqwest::Method::POST, &path)
        .header("if-match", etag);
    assert_eq!(withdraw.send().await.unwrap().status(), 200);
    let aoi = app.member("aoi").await;
    for (field, value) in [
        ("story", slug(&story)),
        ("story", id(&story)),
        ("story", "no-such-story"),
        ("story", "a\u{0}b"),
        ("person", "nobody-there"),
        ("person", "<>"),
        ("neither", ""),
    ] {
        assert_eq!(
            report(&aoi, field, value, "spam").await.status(),
            404,
            "{value}"
        );
        let value: String = url::form_urlencoded::byte_serialize(value.as_bytes()).collect();
        let page = aoi.get(&format!("/report?{field}={value}")).await;
        assert_eq!(page.status(), 404, "{value}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_report_comes_back_with_what_was_typed() {
    let app = TestApp::start().await;
    app.author("tsuzura").await;
    let long = "x".repeat(1_001);
    for (reason, note, field) in [
        ("", "typed", "reason"),
        ("dislike", "typed", "reason"),
        ("other", " ", "note"),
        ("spam", long.as_str(), "note"),
        ("spam", "a\u{202e}b", "note"),
    ] {
        let fields = [("person", "tsuzura"), ("reason", reason), ("note", note)];
        let answer = app.stranger().form("/report", &fields).await;
        assert_eq!(answer.status(), 422, "{reason} {note}");
        let page = answer.text().await.unwrap();
        assert!(page.contains(&format!("id=\"{field}-error\"")), "{page}");
        assert!(page.contains(note));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_its_author_took_away_is_no_case_and_its_title_in_no_log() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    let story = author.published(&short("Taken away", "sre", "cto")).await;
    let moderator = moderator(&app).await;
    report(&app.stranger(), "story", slug(&story), "spam").await;
    act(&moderator, ("story", id(&story)), "dismiss", "Fine.").await;
    report(&app.stranger(), "story", slug(&story), "spam").await;
    let page = moderator.page("/moderation").await;
    assert!(page.contains("case-1") && page.matches("Taken away").count() == 2);
    let writer = app.signed_in("tsuzura").await;
    let path = format!("/stories/{}/delete", id(&story));
    assert_eq!(writer.form(&path, &[("version", "1")]).await.status(), 303);
    let page = moderator.page("/moderation").await;
    assert!(!page.contains("case-1") && !page.contains("Taken away"));
    assert!(page.contains("Fine."));
}

#[tokio::test(flavor = "multi_thread")]
async fn only_moderators_have_a_desk() {
    let app = TestApp::start().await;
    let story = app
        .author("tsuzura")
        .await
        .published(&short("One", "sre", "cto"))
        .await;
    let aoi = app.member("aoi").await;
    report(&aoi, "story", slug(&story), "spam").await;
    let reading = format!("/moderation/stories/{}", id(&story));
    for path in ["/moderation", &reading] {
        assert_eq!(aoi.get(path).await.status(), 404, "{path}");
        assert_eq!(app.stranger().get(path).await.status(), 303, "{path}");
    }
    for client in [&aoi, &app.signed_in("tsuzura").await] {
        let answer = act(client, ("story", id(&story)), "hide", "mine").await;
        assert_eq!(answer.status(), 404);
    }
    assert_eq!(
        act(&app.stranger(), ("story", id(&story)), "hide", "mine")
            .await
            .status(),
        401
    );
    assert!(!aoi.page("/roles").await.contains("href=\"/moderation\""));
    assert_eq!(app.stranger().titles("").await, ["One"]);
    let moderator = moderator(&app).await;
    assert!(
        moderator
            .page("/roles")
            .await
            .contains("href=\"/moderation\"")
    );
    let draft = app
        .author("sumire")
        .await
        .draft(&short("Draft", "sre", "cto"))
        .await
        .0;
    let path = format!("/moderation/stories/{}", id(&draft));
    assert_eq!(moderator.get(&path).await.status(), 404);
    let hidden = act(&moderator, ("story", id(&draft)), "hide", "x").await;
    assert_eq!(hidden.status(), 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_floods_the_moderators() {
    let generous = PerCaller {
        account: Rate::new(1_000, 1_000),
        address: Rate::new(1_000, 1_000),
    };
    let rates = Rates {
        reads: generous,
        writes: generous,
        entries: generous,
        joining: generous.address,
    };
    let limited = Serve {
        rate_limits: RateLimits::On(rates),
        ..options()
    };
    let local = LocalSignIn::of(None, &limited);
    let app = TestApp::with(new_database().await, &limited, local);
    app.author("tsuzura").await;
    let mut statuses = Vec::new();
    for _ in 0..11 {
        let answer = report(&app.stranger(), "person", "tsuzura", "spam").await;
        statuses.push(answer.status().as_u16());
    }
    assert_eq!(statuses, [vec![200; 10], vec![429]].concat());

    // An account that waits for approval has no more; a member has.
    let (ada, bob) = (app.member("ada").await, app.member("bob").await);
    let sql = "update people set waiting_since = now() where handle = 'ada'";
    app.conn().await.batch_execute(sql).await.unwrap();
    let answer = report(&ada, "person", "tsuzura", "spam").await;
    assert_eq!(answer.status(), 429);
    let answer = report(&bob, "person", "tsuzura", "spam").await;
    assert_eq!(answer.status(), 200);

    // From however many addresses: more than twenty without a name say nothing new.
    let app = TestApp::start().await;
    app.author("tsuzura").await;
    for _ in 0..22 {
        let answer = report(&app.stranger(), "person", "tsuzura", "spam").await;
        assert_eq!(answer.status(), 200);
    }
    let page = moderator(&app).await.page("/moderation?lang=en").await;
    assert_eq!(page.matches("by someone without an account").count(), 10);
    assert!(page.contains("… and 10 more"));
}

#[tokio::test(flavor = "multi_thread")]
async fn another_site_neither_reports_nor_judges() {
    let app = TestApp::start().await;
    app.author("tsuzura").await;
    let moderator = moderator(&app).await;
    for (path, body) in [
        ("/report", "person=tsuzura&reason=spam"),
        (
            "/moderation",
            "person=00000000-0000-0000-0000-000000000000&do=lift",
        ),
        ("/suspended", "answer=x"),
        (
            "/stories/00000000-0000-0000-0000-000000000000/notice",
            "answer=x",
        ),
    ] {
        for mark in [
            ("sec-fetch-site", "cross-site"),
            ("origin", "https://elsewhere.example"),
        ] {
            let request = moderator.request(reqwest::Method::POST, path).body(body);
            let request = request.header("content-type", "application/x-www-form-urlencoded");
            let answer = request.header(mark.0, mark.1).send().await.unwrap();
            assert_eq!(answer.status(), 403, "{path} {mark:?}");
        }
    }
    assert!(!moderator.page("/moderation").await.contains("case-1"));
}
