//! Where one is signed in, and ending it there.

use diesel_async::SimpleAsyncConnection;

use super::{forms, is_signed_in};
use crate::support::filled::location;
use crate::support::members::session_cookie;
use crate::support::{Client, TestApp};

const SESSIONS: &str = "/settings/sessions";

async fn with_browser(app: &TestApp, handle: &str, user_agent: &str) -> Client {
    let request = app
        .stranger()
        .form_request("/sign-in", &[("person", handle)]);
    let answer = request
        .header("user-agent", user_agent)
        .send()
        .await
        .unwrap();
    app.stranger().with_cookie(&session_cookie(&answer))
}

#[tokio::test(flavor = "multi_thread")]
async fn one_sees_where_one_is_signed_in_and_ends_it_there() {
    let app = TestApp::start().await;
    let here = app.member("aoi").await;
    let stolen = with_browser(&app, "aoi", "Mozilla/5.0 (X11; Linux) Firefox/140.0").await;
    let other = with_browser(&app, "aoi", "Mozilla/5.0 (iPhone) Safari/1").await;
    app.member("kaede").await;

    let page = here.page(SESSIONS).await;
    assert_eq!(page.matches("<li class=\"item\">").count(), 3, "{page}");
    assert_eq!(page.matches("This browser").count(), 1);
    assert!(page.contains("Firefox, Linux") && page.contains("Safari, iPhone"));
    let ends = forms(&page, SESSIONS);
    assert_eq!(ends.len(), 3);
    let of_firefox = page
        .split("<li class=\"item\">")
        .find(|it| it.contains("Firefox"));
    let end = &forms(of_firefox.unwrap(), SESSIONS)[0];
    let answer = here.press(end, "end").await;

    assert_eq!(location(&answer), "/settings/sessions?done=ended");
    assert!(!is_signed_in(&stolen).await);
    assert!(is_signed_in(&here).await && is_signed_in(&other).await);
    assert!(
        !here
            .page("/settings/sessions?done=ended")
            .await
            .contains("Firefox")
    );
    assert_eq!(stolen.get(SESSIONS).await.status(), 303);
}

#[tokio::test(flavor = "multi_thread")]
async fn all_others_are_ended_at_once_also_when_the_secret_was_just_renewed() {
    let app = TestApp::start().await;
    let here = app.member("aoi").await;
    let other = app.signed_in("aoi").await;
    let stranger = app.member("kaede").await;
    // The one that asks still sends the secret before.
    let sql = "update sessions set renewed_at = renewed_at - interval '25 hours'";
    app.conn().await.batch_execute(sql).await.unwrap();
    let renewed = here.with_cookie(&session_cookie(&here.get("/roles").await));
    assert_eq!(here.page(SESSIONS).await.matches("This browser").count(), 1);

    let answer = here.form(SESSIONS, &[("do", "end-others")]).await;

    assert_eq!(answer.status(), 303);
    assert!(is_signed_in(&here).await && is_signed_in(&renewed).await);
    assert!(!is_signed_in(&other).await && is_signed_in(&stranger).await);
    assert!(!here.page(SESSIONS).await.contains("end-others"));
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_ends_the_session_of_somebody_else() {
    let app = TestApp::start().await;
    let (aoi, mallory) = (app.member("aoi").await, app.member("mallory").await);
    let other = app.signed_in("aoi").await;
    let id = forms(&aoi.page(SESSIONS).await, SESSIONS)[0].clone();
    assert!(
        !mallory
            .page(SESSIONS)
            .await
            .contains(id.get("session").unwrap())
    );
    mallory.press(&id, "end").await;
    assert!(is_signed_in(&other).await);
    for wrong in ["", "x", "00000000-0000-0000-0000-000000000000"] {
        mallory.form(SESSIONS, &[("session", wrong)]).await;
    }
    assert!(is_signed_in(&other).await && is_signed_in(&mallory).await);
    assert_eq!(app.stranger().press(&id, "end").await.status(), 401);
    assert!(is_signed_in(&other).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_over_is_not_listed() {
    let app = TestApp::start().await;
    let aoi = app.member("aoi").await;
    app.signed_in("aoi").await;
    let over = "update sessions set last_seen_at = now() - interval '15 days' \
        where id = (select id from sessions order by created_at desc limit 1)";
    app.conn().await.batch_execute(over).await.unwrap();
    let page = aoi.page(SESSIONS).await;
    assert_eq!(page.matches("<li class=\"item\">").count(), 1);
}
