//! The local sign-in: who gets in, where it exists, and where it leads.

use std::net::TcpListener;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use guidepost::access::LocalSignIn;
use guidepost::cli::sample;
use guidepost::config::Serve;
use reqwest::Method;

use crate::support::members::{session_cookie, session_set_cookie};
use crate::support::postgres::new_database;
use crate::support::{Client, TestApp, options};

const NEW: [(&str, &str); 3] = [
    ("handle", "aoi"),
    ("display_name", "葵"),
    ("language", "en"),
];

async fn is_known(app: &TestApp, handle: &str) -> bool {
    let answer = app.stranger().get(&format!("/people/{handle}")).await;
    answer.status() == 200
}

/// Neither offers a way in nor takes one.
async fn is_closed(reader: &Client) {
    let page = reader.get("/sign-in?lang=en").await;
    assert_eq!(page.status(), 404);
    let text = page.text().await.unwrap();
    assert!(text.contains("Signing in is not set up"), "{text}");
    assert!(!text.contains("name=\"handle\""), "{text}");
    let answer = reader.form("/sign-in", &NEW).await;
    assert_eq!(answer.status(), 404);
    assert!(session_set_cookie(&answer).is_none());
}

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
        ("tsuzura", "This handle was given out before"),
        ("Tsuzura", "This handle was given out before"),
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
async fn it_exists_on_one_s_own_machine_alone() {
    let (mut everywhere, mut public, mut number) = (options(), options(), options());
    everywhere.listen = "0.0.0.0:0".parse().unwrap();
    public.base_url = "https://guidepost.example".parse().ok();
    number.base_url = "http://192.168.0.7".parse().ok();
    let mut everywhere_6 = options();
    everywhere_6.listen = "[::]:0".parse().unwrap();
    let mut look_alike = options();
    look_alike.base_url = "http://localhost.guidepost.example".parse().ok();
    let database = Some("postgres://guidepost@database/guidepost");
    let cases: [(Option<&str>, Serve); 6] = [
        (database, options()),
        (None, everywhere),
        (None, everywhere_6),
        (None, public),
        (None, number),
        (None, look_alike),
    ];
    for (database, options) in cases {
        let none = LocalSignIn::of(database, &options);
        assert!(none.is_none(), "{options:?}");
    }
    for base in [
        "http://localhost",
        "http://a.localhost:1",
        "https://127.0.0.9",
        "http://[::1]:1",
    ] {
        let options = Serve {
            base_url: base.parse().ok(),
            ..options()
        };
        assert!(LocalSignIn::of(None, &options).is_some(), "{base}");
    }
    let app = TestApp::with(new_database().await, &options(), None);
    is_closed(&app.stranger()).await;
    assert!(!is_known(&app, "aoi").await);
}

#[tokio::test(flavor = "multi_thread")]
async fn it_does_not_exist_over_a_configured_database() {
    struct Server(Child);
    impl Drop for Server {
        fn drop(&mut self) {
            let _ = self.0.kill();
            let _ = self.0.wait();
        }
    }
    let app = TestApp::start().await;
    let port = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    let listen = format!("127.0.0.1:{port}");
    let mut command = Command::new(env!("CARGO_BIN_EXE_guidepost"));
    command.args(["serve", "--listen", &listen, "--metrics-listen", "off"]);
    command
        .env("DATABASE_URL", &app.database)
        .env_remove("GUIDEPOST_BASE_URL");
    let server = Server(
        command
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap(),
    );
    let page = format!("http://{listen}/sign-in");
    let began = Instant::now();
    let answer = loop {
        if let Ok(answer) = reqwest::get(&page).await {
            break answer;
        }
        assert!(
            began.elapsed() < Duration::from_secs(60),
            "the server does not come up"
        );
        tokio::time::sleep(Duration::from_millis(50)).await;
    };
    drop(server);
    assert_eq!(answer.status(), 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_from_elsewhere_is_not_let_in() {
    let app = TestApp::start().await;
    let handed_on = [
        ("forwarded", "for=203.0.113.9"),
        ("x-forwarded-for", "203.0.113.9"),
        ("x-forwarded-for", ""),
        ("x-forwarded-host", "guidepost.example"),
        ("X-Forwarded-Proto", "https"),
        ("x-forwarded-anything", "1"),
        ("x-real-ip", "127.0.0.1"),
        ("via", "1.1 proxy"),
        ("host", "guidepost.example"),
        ("host", "localhost.guidepost.example:8080"),
        ("host", "10.0.0.1"),
    ];
    for (name, value) in handed_on {
        let get = app
            .stranger()
            .request(Method::GET, "/sign-in")
            .header(name, value);
        assert_eq!(get.send().await.unwrap().status(), 404, "{name}: {value}");
        let post = app
            .stranger()
            .form_request("/sign-in", &NEW)
            .header(name, value);
        let answer = post.send().await.unwrap();
        assert_eq!(answer.status(), 404, "{name}: {value}");
        assert!(session_set_cookie(&answer).is_none());
    }
    assert!(!is_known(&app, "aoi").await);
    for host in [
        "localhost",
        "LocalHost:8080",
        "a.localhost",
        "127.0.0.2:80",
        "[::1]:8080",
    ] {
        let get = app
            .stranger()
            .request(Method::GET, "/sign-in")
            .header("host", host);
        assert_eq!(get.send().await.unwrap().status(), 200, "{host}");
    }
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
