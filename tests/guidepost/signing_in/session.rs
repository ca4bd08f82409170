//! The session: its cookie, its renewal and its end.

use super::{is_signed_in, pass};
use diesel_async::SimpleAsyncConnection;

use crate::support::members::{session_cookie, session_set_cookie};
use crate::support::postgres::new_database;
use crate::support::{TestApp, options};

#[tokio::test(flavor = "multi_thread")]
async fn the_cookie_is_hidden_from_scripts_and_other_sites() {
    let app = TestApp::start().await;
    let answer = app.stranger().form("/sign-in", &[("handle", "aoi")]).await;
    let cookie = session_set_cookie(&answer).unwrap();
    let parts: Vec<&str> = cookie.split("; ").collect();
    assert!(parts[0].starts_with("session=") && parts[0].len() == "session=".len() + 43);
    for part in ["HttpOnly", "SameSite=Lax", "Path=/"] {
        assert!(parts.contains(&part), "{cookie}");
    }
    assert!(!cookie.contains("Secure") && !cookie.contains("Domain"));
    let secret = session_cookie(&answer).replace("session=", "");
    let kept = format!("exists (select from sessions where hash = sha256('{secret}'))");
    let sql = format!("do $$ begin if not {kept} then raise 'not hashed'; end if; end $$");
    app.conn().await.batch_execute(&sql).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn under_https_the_cookie_belongs_to_this_host_alone() {
    let mut options = options();
    options.base_url = "https://localhost:8443".parse().ok();
    let local = guidepost::access::LocalSignIn::of(None, &options);
    let app = TestApp::with(new_database().await, &options, local);

    let answer = app.stranger().form("/sign-in", &[("handle", "aoi")]).await;

    let cookie = session_set_cookie(&answer).unwrap();
    assert!(cookie.starts_with("__Host-session="), "{cookie}");
    assert!(cookie.contains("; Secure") && cookie.contains("; Path=/"));
    assert!(!cookie.contains("Domain"), "{cookie}");
    let sent = session_cookie(&answer);
    assert!(is_signed_in(&app.stranger().with_cookie(&format!("{sent}; lang=en"))).await);
    // Under its plain name anybody on a neighbouring host could have set it.
    let plain = sent.replace("__Host-", "");
    assert!(!is_signed_in(&app.stranger().with_cookie(&format!("{plain}; lang=en"))).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cookie_planted_before_the_sign_in_is_good_for_nothing() {
    let app = TestApp::start().await;
    let planted = app.member("mallory").await;
    let answer = planted.form("/sign-in", &[("handle", "aoi")]).await;
    assert!(!is_signed_in(&planted).await);
    let own = app.stranger().with_cookie(&session_cookie(&answer));
    assert!(own.page("/roles").await.contains("/people/aoi"));

    let made_up = app.stranger().with_cookie("session=chosen-by-somebody");
    let answer = made_up.form("/sign-in", &[("person", "aoi")]).await;
    assert_ne!(session_cookie(&answer), "session=chosen-by-somebody");
    assert!(!is_signed_in(&made_up).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_secret_is_renewed_once_a_day_and_parallel_requests_go_on() {
    let app = TestApp::start().await;
    let old = app.member("aoi").await;
    assert!(session_set_cookie(&old.get("/roles").await).is_none());

    pass(&app, "renewed_at", "25 hours").await;
    let answers = futures_util::future::join_all((0..6).map(|_| old.get("/roles"))).await;
    let renewed: Vec<String> = answers.iter().filter_map(session_set_cookie).collect();
    assert_eq!(renewed.len(), 1, "{renewed:?}");
    let cookie = renewed[0].split(';').next().unwrap();
    let new = old.with_cookie(cookie);
    assert!(renewed[0].contains("HttpOnly"));

    assert!(is_signed_in(&new).await && is_signed_in(&old).await);
    pass(&app, "previous_until", "2 minutes").await;
    assert!(is_signed_in(&new).await && !is_signed_in(&old).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_with_a_new_secret_that_got_lost_signs_nobody_out() {
    let app = TestApp::start().await;
    let old = app.member("aoi").await;
    pass(&app, "renewed_at", "25 hours").await;
    let lost = session_cookie(&old.get("/roles").await);

    pass(&app, "renewed_at", "2 hours").await;
    let again = session_cookie(&old.get("/roles").await);

    assert_ne!(lost, again);
    assert!(!is_signed_in(&old.with_cookie(&lost)).await);
    assert!(is_signed_in(&old.with_cookie(&again)).await);
    pass(&app, "previous_until", "2 minutes").await;
    assert!(!is_signed_in(&old).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_secret_comes_with_failed_answers_too() {
    let app = TestApp::start().await;
    let old = app.member("aoi").await;
    pass(&app, "renewed_at", "25 hours").await;
    let missing = old.get("/people/nobody-there").await;
    assert_eq!(missing.status(), 404);
    assert!(is_signed_in(&old.with_cookie(&session_cookie(&missing))).await);
    let text = missing.text().await.unwrap();
    assert!(text.contains("/people/aoi"), "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn signing_in_as_somebody_else_gives_their_cookie_alone() {
    let app = TestApp::start().await;
    let old = app.member("aoi").await;
    app.author("kaede").await;
    pass(&app, "renewed_at", "25 hours").await;
    let answer = old.form("/sign-in", &[("person", "kaede")]).await;
    let cookies = answer.headers().get_all("set-cookie").iter();
    let sessions = cookies.filter(|it| it.to_str().unwrap().starts_with("session="));
    assert_eq!(sessions.count(), 1);
    let own = old.with_cookie(&session_cookie(&answer));
    assert!(own.page("/roles").await.contains("/people/kaede"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_is_not_used_for_two_weeks_is_over() {
    let app = TestApp::start().await;
    let reader = app.member("aoi").await;
    pass(&app, "last_seen_at", "13 days 23 hours").await;
    assert!(is_signed_in(&reader).await);
    // That was a use.
    pass(&app, "last_seen_at", "13 days 23 hours").await;
    assert!(is_signed_in(&reader).await);
    pass(&app, "last_seen_at", "14 days 1 hour").await;
    assert!(!is_signed_in(&reader).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_is_over_after_ninety_days_however_much_it_is_used() {
    let app = TestApp::start().await;
    let reader = app.member("aoi").await;
    let age = async |time| {
        pass(&app, "created_at", time).await;
        pass(&app, "expires_at", time).await;
    };
    age("89 days 23 hours").await;
    assert!(is_signed_in(&reader).await);
    pass(&app, "renewed_at", "25 hours").await;
    let cookie = session_set_cookie(&reader.get("/roles").await).unwrap();
    let max_age = cookie.split("Max-Age=").nth(1).unwrap();
    let max_age: i64 = max_age.split(';').next().unwrap().parse().unwrap();
    assert!((3_000..=3_600).contains(&max_age), "{cookie}");
    let reader = reader.with_cookie(cookie.split(';').next().unwrap());
    assert!(is_signed_in(&reader).await);
    age("1 hour").await;
    assert!(!is_signed_in(&reader).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_use_is_noted_at_most_every_five_minutes() {
    let app = TestApp::start().await;
    let reader = app.member("aoi").await;
    let is_fresh = async || {
        let seen = "exists (select from sessions where last_seen_at > now() - interval '1 minute')";
        let sql = format!("do $$ begin if not {seen} then raise 'old'; end if; end $$");
        app.conn().await.batch_execute(&sql).await.is_ok()
    };
    pass(&app, "last_seen_at", "4 minutes").await;
    reader.page("/roles").await;
    assert!(!is_fresh().await);
    pass(&app, "last_seen_at", "2 minutes").await;
    reader.page("/roles").await;
    assert!(is_fresh().await);
}
