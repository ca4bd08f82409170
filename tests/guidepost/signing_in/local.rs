//! The local sign-in: who gets in, and where it leads.

use super::{NEW, is_known};
use guidepost::cli::sample;

use crate::support::TestApp;
use crate::support::members::{session_cookie, session_set_cookie};

#[tokio::test(flavor = "multi_thread")]
async fn one_signs_in_as_a_sample_person() {
    let app = TestApp::start().await;
    sample::load(&mut app.conn().await).await.unwrap();
    let page = app.stranger().page("/sign-in?next=/stories&lang=en").await;
    assert!(page.contains("name=\"next\" value=\"/stories\""), "{page}");
    let handle = page.split("name=\"person\" value=\"").nth(1).unwrap();
    let handle = handle.split('"').next().unwrap();

    let fields = [("person", handle), ("next", "/stories?to=cto")];
    let answer = app.stranger().form("/sign-in", &fields).await;

    assert_eq!(answer.status(), 303);
    assert_eq!(answer.headers()["location"], "/stories?to=cto");
    let reader = app.stranger().with_cookie(&session_cookie(&answer));
    let link = format!("href=\"/people/{handle}\"");
    assert!(reader.page("/roles").await.contains(&link));
}

#[tokio::test(flavor = "multi_thread")]
async fn one_begins_with_a_new_handle() {
    let app = TestApp::start().await;
    let answer = app.stranger().form("/sign-in", &NEW).await;
    assert_eq!(answer.headers()["location"], "/");
    let reader = app.stranger().with_cookie(&session_cookie(&answer));
    let page = reader.page("/people/aoi").await;
    assert!(page.contains("<h1>葵</h1>") && page.contains("<html lang=\"en\">"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_moderator_signs_in_too() {
    use diesel_async::SimpleAsyncConnection;
    let app = TestApp::start().await;
    app.author("kaede").await;
    let sql = "update people set moderator = true";
    app.conn().await.batch_execute(sql).await.unwrap();
    let reader = app.signed_in("kaede").await;
    assert!(reader.page("/roles").await.contains("/people/kaede"));
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_new_gets_the_time_zone_that_their_browser_tells() {
    let app = TestApp::start().await;
    for (handle, told, zone) in [
        ("ada", "Europe/Berlin", "Europe/Berlin"),
        ("bob", "UTC", "UTC"),
        ("cid", "", "Asia/Tokyo"),
        ("dan", "Moon/Tranquility", "Asia/Tokyo"),
    ] {
        let fields = [("handle", handle), ("language", "en"), ("time_zone", told)];
        let answer = app.stranger().form("/sign-in", &fields).await;
        let reader = app.stranger().with_cookie(&session_cookie(&answer));
        let page = reader.page("/settings/sessions").await;
        let expected = format!("Times are in the time zone {zone}.");
        assert!(page.contains(&expected), "{handle}: {page}");
    }
    // A form that comes back still knows it.
    let fields = [("handle", "A"), ("time_zone", "Europe/Berlin")];
    let answer = app.stranger().form("/sign-in", &fields).await;
    let page = answer.text().await.unwrap();
    assert!(page.contains("name=\"time_zone\" value=\"Europe/Berlin\""));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_form_comes_back_with_what_was_typed() {
    let app = TestApp::start().await;
    app.author("tsuzura").await;
    let long = "あ".repeat(61);
    let send = async |fields: &[(&str, &str)]| {
        let answer = app.stranger().form("/sign-in?lang=en", fields).await;
        assert_eq!(answer.status(), 422);
        assert!(session_set_cookie(&answer).is_none());
        answer.text().await.unwrap()
    };
    let page = send(&[
        ("handle", "A b<"),
        ("display_name", &long),
        ("next", "/roles"),
    ])
    .await;
    assert!(page.contains("value=\"A b&#60;\"") && page.contains(&long));
    assert!(page.contains("name=\"next\" value=\"/roles\""));
    assert!(page.contains("id=\"handle-error\"") && page.contains("id=\"display_name-error\""));
    assert_eq!(page.matches("aria-invalid=\"true\"").count(), 2);

    for (handle, why) in [
        ("", "A handle is 3 to 30"),
        ("admin", "This handle is reserved"),
        ("tsuzura", "This handle is already taken"),
        ("Tsuzura", "This handle is already taken"),
    ] {
        let page = send(&[("handle", handle)]).await;
        assert!(page.contains(why), "{handle}: {page}");
    }
    let page = send(&[("person", "nobody-there")]).await;
    assert!(page.contains("id=\"person-error\"") && page.contains("Nobody has this handle"));
    assert!(page.contains("value=\"nobody-there\""));
    assert!(
        send(&[("handle", "aoi"), ("display_name", "a\u{202e}b")])
            .await
            .contains("U+202E")
    );
    assert!(!is_known(&app, "aoi").await);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_who_want_one_handle_one_gets_it() {
    let app = TestApp::start().await;
    let reader = app.stranger();
    let answers = futures_util::future::join_all((0..6).map(|_| reader.form("/sign-in", &NEW)));
    let mut statuses: Vec<u16> = answers
        .await
        .iter()
        .map(|it| it.status().as_u16())
        .collect();
    statuses.sort_unstable();
    assert_eq!(statuses, [303, 422, 422, 422, 422, 422]);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_very_many_people_fifty_are_offered_and_the_others_typed() {
    use diesel_async::SimpleAsyncConnection;
    let app = TestApp::start().await;
    let handles = "select 'p' || lpad(n::text, 3, '0') as handle from generate_series(1, 51) as n";
    let sql = format!(
        "insert into handles (handle) {handles}; \
         insert into people (handle, display_name) select handle, handle from ({handles}) as them"
    );
    app.conn().await.batch_execute(&sql).await.unwrap();
    let page = app.stranger().page("/sign-in").await;
    assert_eq!(
        page.matches("<button class=\"button button-line\" name=\"person\"")
            .count(),
        50
    );
    assert!(page.contains("id=\"person\"") && !page.contains("p051"));
    app.signed_in("p051").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_led_to_another_site_after_signing_in() {
    let app = TestApp::start().await;
    app.author("aoi").await;
    for next in [
        "https://evil.example",
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "/\r\nLocation: https://evil.example",
        "/.//evil.example",
        "javascript:alert(1)",
        "evil.example",
    ] {
        let fields = [("person", "aoi"), ("next", next)];
        let answer = app.stranger().form("/sign-in", &fields).await;
        assert_eq!(answer.headers()["location"], "/", "{next:?}");
        let query = url::form_urlencoded::byte_serialize(next.as_bytes()).collect::<String>();
        let page = app.stranger().page(&format!("/sign-in?next={query}")).await;
        assert!(page.contains("name=\"next\" value=\"/\""), "{next:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_masthead_leads_to_the_sign_in_and_back() {
    let app = TestApp::start().await;
    let page = app.stranger().page("/stories?to=cto&lang=en").await;
    assert!(
        page.contains("href=\"/sign-in?next=%2Fstories%3Fto%3Dcto\">Sign in<"),
        "{page}"
    );
    assert!(page.contains("href=\"/write\">Write<"));
    assert!(app.stranger().page("/").await.contains("href=\"/sign-in\""));
    assert!(
        app.stranger()
            .page("/sign-in?next=/x")
            .await
            .contains("href=\"/sign-in\"")
    );
    let text = app
        .stranger()
        .form("/no/such/page", &[])
        .await
        .text()
        .await
        .unwrap();
    assert!(text.contains("href=\"/sign-in\""), "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn that_anybody_may_start_here_is_said_where_the_settings_say_otherwise() {
    use guidepost::access::{LocalSignIn, Ways};
    use guidepost::config::Registration::{Approval, Invite, Open};
    for (registration, is_told) in [(Open, false), (Invite, true), (Approval, true)] {
        let mut options = crate::support::options();
        options.registration = Some(registration);
        let ways = Ways::locally(LocalSignIn::of(None, &options), &options);
        let database = crate::support::postgres::new_database().await;
        let app = TestApp::with_ways(database, &options, ways);
        let page = app.stranger().page("/sign-in?lang=en").await;
        assert_eq!(page.contains("anyone can start"), is_told, "{registration}");
        let answer = app.stranger().form("/sign-in", &NEW).await;
        assert_eq!(answer.status(), 303);
    }
}
