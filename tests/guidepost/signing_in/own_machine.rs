//! The local sign-in exists on one's own machine alone, and no option switches it on elsewhere.

use super::{NEW, is_known};
use crate::support::members::session_set_cookie;
use std::net::TcpListener;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use guidepost::access::LocalSignIn;
use guidepost::config::Serve;
use reqwest::Method;

use crate::support::postgres::new_database;
use crate::support::{Client, TestApp, options};

/// Whether a page offers the local sign-in.
fn is_offered(page: &str) -> bool {
    page.contains("action=\"/sign-in\"")
}

/// Neither offers the local sign-in nor takes it.
async fn is_closed(reader: &Client) {
    let text = reader.page("/sign-in?lang=en").await;
    assert!(!is_offered(&text), "{text}");
    assert!(!text.contains("name=\"handle\""), "{text}");
    let answer = reader.form("/sign-in", &NEW).await;
    assert_eq!(answer.status(), 404);
    assert!(session_set_cookie(&answer).is_none());
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
async fn where_there_is_no_way_in_at_all_the_page_says_so() {
    let mut number = options();
    number.base_url = "http://192.168.0.7".parse().ok();
    let app = TestApp::with(new_database().await, &number, None);
    let page = app.stranger().get("/sign-in?lang=en").await;
    assert_eq!(page.status(), 404);
    let text = page.text().await.unwrap();
    assert!(text.contains("Signing in is not set up"), "{text}");
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
    assert_eq!(answer.status(), 200);
    let text = answer.text().await.unwrap();
    drop(server);
    assert!(!is_offered(&text), "{text}");
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
        let text = get.send().await.unwrap().text().await.unwrap();
        assert!(!is_offered(&text), "{name}: {value}");
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
        let text = get.send().await.unwrap().text().await.unwrap();
        assert!(is_offered(&text), "{host}");
    }
}
