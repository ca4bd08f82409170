//! A running Guidepost for one test, on a database of its own.

pub mod authenticator;
pub mod browser;
pub mod disk;
pub mod filled;
pub mod github;
pub mod members;
pub mod openid;
pub mod peer;
pub mod postgres;
pub mod smtp;
pub mod stories;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use actix_web::dev::ServerHandle;
use diesel_async::SimpleAsyncConnection;
use guidepost::access::create_token::create_token;
use guidepost::access::{LocalSignIn, Scope, Ways};
use guidepost::app::App;
use guidepost::config::links::Links;
use guidepost::config::{MetricsListen, RateLimits, Serve, TrustedProxies};
use guidepost::db::ids::PersonId;
use guidepost::db::{self, Conn, Limits};
use guidepost::mail::{Mail, Post};
use guidepost::people::Handle;
use guidepost::people::add::{NewPerson, add};
use guidepost::search::Search;
use reqwest::{Method, RequestBuilder, Response, redirect};
use serde_json::Value;

/// How long to wait for what other tests hold back.
const PATIENCE: Duration = Duration::from_secs(90);

pub const LIMITS: Limits = Limits {
    connections: 8,
    statement: Duration::from_secs(10),
    wait: Duration::from_secs(10),
};

pub struct TestApp {
    pub base: String,
    pub database: String,
    server: ServerHandle,
}

/// Tells of a test that can not be made here.
#[expect(clippy::print_stdout, reason = "a skipped test says so")]
pub fn skipped(why: &str) {
    println!("skipped: {why}");
}

/// Somebody who asks over HTTP: a program with a token, a reader with a cookie, or a stranger.
#[derive(Clone)]
pub struct Client {
    base: String,
    token: Option<String>,
    cookie: Option<String>,
    http: reqwest::Client,
}

impl TestApp {
    pub async fn start() -> Self {
        Self::on(postgres::new_database().await)
    }

    /// A server as it is on a machine of one's own, over this database; several may share one.
    pub fn on(database: String) -> Self {
        let options = options();
        let local = LocalSignIn::of(None, &options);
        assert!(local.is_some());
        Self::with(database, &options, local)
    }

    pub fn with(database: String, options: &Serve, local: Option<LocalSignIn>) -> Self {
        Self::with_ways(database, options, Ways::locally(local, options))
    }

    pub fn with_ways(database: String, options: &Serve, ways: Ways) -> Self {
        let pool = db::pool(&database, LIMITS).unwrap();
        // Opened by nobody: search does without it.
        let search = Arc::new(Search::embedded("no-index".into(), pool));
        Self::with_search(database, options, ways, search)
    }

    pub fn with_search(database: String, options: &Serve, ways: Ways, search: Arc<Search>) -> Self {
        let pool = db::pool(&database, LIMITS).unwrap();
        let app = App::build(options, pool, ways, search).unwrap();
        let base = format!("http://{}", app.address());
        let server = app.handle();
        tokio::spawn(app.run());
        Self {
            base,
            database,
            server,
        }
    }

    /// Waits until readers of events are told all that happened here: any transaction on this PostgreSQL
    /// holds them back, and other tests make databases all the time.
    pub async fn all_is_told(&self) {
        let sql = "do $$ begin if exists (select from events \
             where written_by >= pg_snapshot_xmin(pg_current_snapshot())) \
             then raise 'held back'; end if; end $$";
        let (mut conn, begun) = (self.conn().await, Instant::now());
        while conn.batch_execute(sql).await.is_err() {
            assert!(begun.elapsed() < PATIENCE, "events are held back");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// A connection to the database beside the server's.
    pub async fn conn(&self) -> Conn {
        db::connect(&self.database).await.unwrap()
    }

    /// How its workers would send mail: not at all.
    pub fn post(&self) -> Post {
        let pool = db::pool(&self.database, LIMITS).unwrap();
        Post::new(Mail::None, pool, &options().base_url())
    }

    pub fn stranger(&self) -> Client {
        let http = reqwest::Client::builder()
            .redirect(redirect::Policy::none())
            .build()
            .unwrap();
        Client {
            base: self.base.clone(),
            token: None,
            cookie: None,
            http,
        }
    }

    /// A new person with a token that may write stories.
    pub async fn author(&self, handle: &str) -> Client {
        self.person(handle, &[Scope::StoriesWrite]).await
    }

    pub async fn person(&self, handle: &str, scopes: &[Scope]) -> Client {
        let mut conn = self.conn().await;
        let handle = Handle::parse(handle).unwrap();
        let id: PersonId = add(&mut conn, NewPerson::named(handle)).await.unwrap();
        let secret = create_token(&mut conn, id, "test", scopes, None)
            .await
            .unwrap();
        Client {
            token: Some(secret.reveal().to_owned()),
            ..self.stranger()
        }
    }
}

impl Drop for TestApp {
    fn drop(&mut self) {
        // Dropping the answer of `stop` still stops the server.
        std::mem::drop(self.server.stop(false));
    }
}

impl Client {
    pub fn with_token(&self, token: &str) -> Self {
        Self {
            token: Some(token.to_owned()),
            ..self.clone()
        }
    }

    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let request = self.http.request(method, format!("{}{path}", self.base));
        let request = match &self.token {
            Some(token) => request.bearer_auth(token),
            None => request,
        };
        match &self.cookie {
            Some(cookie) => request.header("cookie", cookie),
            None => request,
        }
    }

    pub async fn get(&self, path: &str) -> Response {
        self.request(Method::GET, path).send().await.unwrap()
    }

    /// The text of a page that must be there.
    pub async fn page(&self, path: &str) -> String {
        let answer = self.get(path).await;
        assert_eq!(answer.status(), 200, "{path}");
        answer.text().await.unwrap()
    }

    /// JSON that must be there.
    pub async fn json(&self, path: &str) -> Value {
        let answer = self.get(path).await;
        assert_eq!(answer.status(), 200, "{path}");
        answer.json().await.unwrap()
    }

    pub async fn post(&self, path: &str, body: &Value) -> Response {
        self.request(Method::POST, path)
            .json(body)
            .send()
            .await
            .unwrap()
    }

    pub async fn put(&self, path: &str, etag: &str, body: &Value) -> Response {
        self.request(Method::PUT, path)
            .header("if-match", etag)
            .json(body)
            .send()
            .await
            .unwrap()
    }
}

/// A status and the problem that came with it.
pub async fn problem(answer: Response) -> (u16, Value) {
    let status = answer.status().as_u16();
    let content_type = answer.headers()["content-type"]
        .to_str()
        .unwrap()
        .to_owned();
    assert_eq!(content_type, "application/problem+json", "status {status}");
    (status, answer.json().await.unwrap())
}

/// The places and codes of a 422, in their order.
pub async fn faults(answer: Response) -> Vec<(String, String)> {
    let (status, problem) = problem(answer).await;
    assert_eq!(status, 422, "{problem}");
    let text = |it: &Value| it.as_str().unwrap().to_owned();
    let faults = problem["errors"].as_array().unwrap();
    faults
        .iter()
        .map(|it| (text(&it["pointer"]), text(&it["code"])))
        .collect()
}

pub fn options() -> Serve {
    Serve {
        listen: SocketAddr::from(([127, 0, 0, 1], 0)),
        base_url: "http://localhost:8080".parse().ok(),
        metrics_listen: MetricsListen::Off,
        request_timeout: 30,
        shutdown_timeout: 1,
        workers: 1,
        rate_limits: RateLimits::Off,
        trusted_proxies: TrustedProxies::default(),
        registration: None,
        links: Links::default(),
    }
}
