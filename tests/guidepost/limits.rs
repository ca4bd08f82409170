//! One caller may ask only so often. What is used up comes back within the hour, which no test waits for.

use guidepost::config::{PerCaller, Rate, RateLimits, Rates, Serve};
use reqwest::{Method, Response};
use serde_json::json;

use crate::support::postgres::new_database;
use crate::support::stories::short;
use crate::support::{Client, TestApp, options, problem};

const READS: &str = "/api/v1/roles";

/// Of one address: 3 reads and 2 writes; of one account: 4 reads and 1 write.
fn limited() -> Serve {
    let rates = Rates {
        reads: PerCaller {
            account: Rate::new(4, 1),
            address: Rate::new(3, 1),
        },
        writes: PerCaller {
            account: Rate::new(1, 1),
            address: Rate::new(2, 1),
        },
        entries: PerCaller {
            account: Rate::new(1, 1),
            address: Rate::new(2, 1),
        },
        joining: Rate::new(2, 1),
    };
    Serve {
        rate_limits: RateLimits::On(rates),
        ..options()
    }
}

async fn start() -> TestApp {
    TestApp::with(new_database().await, &limited(), None)
}

async fn behind_proxies(proxies: &str) -> TestApp {
    let options = Serve {
        trusted_proxies: proxies.parse().unwrap(),
        ..limited()
    };
    TestApp::with(new_database().await, &options, None)
}

async fn status(client: &Client, path: &str) -> u16 {
    client.get(path).await.status().as_u16()
}

async fn statuses(client: &Client, path: &str, times: usize) -> Vec<u16> {
    let mut statuses = Vec::new();
    for _ in 0..times {
        statuses.push(status(client, path).await);
    }
    statuses
}

async fn from(client: &Client, forwarded: &str) -> u16 {
    let request = client.request(Method::GET, READS);
    let answer = request.header("x-forwarded-for", forwarded).send().await;
    answer.unwrap().status().as_u16()
}

fn number(answer: &Response, header: &str) -> u64 {
    let value = answer.headers()[header].to_str().unwrap();
    value.parse().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_answer_tells_where_one_stands() {
    let app = start().await;
    let reader = app.stranger();

    let first = reader.get(READS).await;
    let absent = reader.get("/api/v1/people/nobody").await;
    let page = reader.get("/no/such/page").await;
    let refused = reader.get("/").await;

    let all = [
        (first, 200, 2),
        (absent, 404, 1),
        (page, 404, 0),
        (refused, 429, 0),
    ];
    let mut reset = 0;
    for (answer, status, remaining) in all {
        assert_eq!(answer.status(), status);
        assert_eq!(number(&answer, "ratelimit-limit"), 3);
        assert_eq!(number(&answer, "ratelimit-remaining"), remaining);
        assert!(number(&answer, "ratelimit-reset") >= reset);
        reset = number(&answer, "ratelimit-reset");
    }
    assert_eq!(reset, 3 * 3600);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_asks_too_often_is_told_when_to_come_back() {
    let app = start().await;
    let reader = app.stranger();
    assert_eq!(statuses(&reader, READS, 3).await, [200, 200, 200]);

    let refused = reader.get(READS).await;

    let wait = number(&refused, "retry-after");
    assert!((3500..=3600).contains(&wait), "{wait}");
    let (status, problem) = problem(refused).await;
    assert_eq!((status, &problem["code"]), (429, &json!("rate_limited")));
    assert!(
        problem["detail"]
            .as_str()
            .unwrap()
            .contains(&wait.to_string())
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reader_gets_a_page_that_says_that_nothing_typed_is_lost() {
    let app = start().await;
    let reader = app.stranger();
    statuses(&reader, "/", 3).await;
    for (language, words) in [
        ("en", "go back with your browser"),
        ("ja", "ブラウザーの「戻る」"),
    ] {
        let answer = reader.get(&format!("/stories?lang={language}")).await;
        assert_eq!(answer.status(), 429);
        assert!(answer.headers().contains_key("retry-after"));
        let text = answer.text().await.unwrap();
        assert!(text.contains(words), "{text}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_has_not_changed_counts_too() {
    let app = start().await;
    let reader = app.stranger();
    let etag = reader.get(READS).await.headers()["etag"].clone();
    let mut statuses = Vec::new();
    for _ in 0..3 {
        let request = reader.request(Method::GET, READS);
        let answer = request.header("if-none-match", &etag).send().await.unwrap();
        statuses.push(answer.status().as_u16());
    }
    assert_eq!(statuses, [304, 304, 429]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_script_of_another_site_may_read_the_refusal() {
    let app = start().await;
    let reader = app.stranger();
    statuses(&reader, READS, 3).await;
    let request = reader.request(Method::GET, READS);
    let refused = request
        .header("origin", "https://example.org")
        .send()
        .await
        .unwrap();
    assert_eq!(refused.status(), 429);
    assert_eq!(refused.headers()["access-control-allow-origin"], "*");
    let exposed = refused.headers()["access-control-expose-headers"]
        .to_str()
        .unwrap();
    assert!(exposed.contains("retry-after"));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_has_an_allowance_of_its_own() {
    let app = start().await;
    let (one, other) = (app.author("tsuzura").await, app.author("kaede").await);
    // The first request of a token counts for the address: whose it is, is not known yet.
    for client in [&one, &other] {
        assert_eq!(number(&client.get(READS).await, "ratelimit-limit"), 3);
    }
    assert_eq!(statuses(&app.stranger(), READS, 2).await, [200, 429]);

    assert_eq!(number(&one.get(READS).await, "ratelimit-limit"), 4);
    assert_eq!(statuses(&one, READS, 4).await, [200, 200, 200, 429]);
    assert_eq!(status(&other, READS).await, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn invented_tokens_are_no_way_round_the_limit() {
    let app = start().await;
    let mut statuses = Vec::new();
    for n in 0..4 {
        let inventor = app.stranger().with_token(&format!("gp_{n}"));
        statuses.push(status(&inventor, READS).await);
    }
    assert_eq!(statuses, [401, 401, 401, 429]);
    assert_eq!(status(&app.stranger(), READS).await, 429);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_that_was_revoked_counts_for_the_address_again() {
    let app = start().await;
    let author = app.author("tsuzura").await;
    assert_eq!(statuses(&author, READS, 2).await, [200, 200]);
    let sql = diesel::sql_query("update tokens set revoked_at = now()");
    let mut conn = app.conn().await;
    diesel_async::RunQueryDsl::execute(sql, &mut conn)
        .await
        .unwrap();

    assert_eq!(status(&author, READS).await, 401);
    assert_eq!(number(&author.get(READS).await, "ratelimit-limit"), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn writing_is_counted_apart_from_reading() {
    let app = start().await;
    let author = app.author("tsuzura").await;
    let mut answers = Vec::new();
    for title in ["One", "Two", "Three"] {
        let answer = author
            .post("/api/v1/stories", &short(title, "sre", "cto"))
            .await;
        answers.push((answer.status().as_u16(), number(&answer, "ratelimit-limit")));
    }
    assert_eq!(answers, [(201, 2), (201, 1), (429, 1)]);
    assert_eq!(status(&author, READS).await, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_believed_who_says_where_they_come_from() {
    let app = start().await;
    let reader = app.stranger();
    let mut statuses = Vec::new();
    for n in 1..=4 {
        statuses.push(from(&reader, &format!("203.0.113.{n}")).await);
    }
    assert_eq!(statuses, [200, 200, 200, 429]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_trusted_proxy_is_believed() {
    let app = behind_proxies("127.0.0.1, 10.0.0.0/8").await;
    let reader = app.stranger();
    for _ in 0..3 {
        assert_eq!(from(&reader, "203.0.113.1").await, 200);
    }
    assert_eq!(from(&reader, "203.0.113.1").await, 429);
    assert_eq!(from(&reader, "203.0.113.2, 10.0.0.7").await, 200);
    // What the proxy did not write itself is no way round.
    assert_eq!(from(&reader, "203.0.113.9, 203.0.113.1").await, 429);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_ipv6_a_whole_network_is_one_caller() {
    let app = behind_proxies("127.0.0.1").await;
    let reader = app.stranger();
    for n in 1..=3 {
        assert_eq!(from(&reader, &format!("2001:db8:0:1::{n}")).await, 200);
    }
    assert_eq!(from(&reader, "2001:db8:0:1:ffff::1").await, 429);
    assert_eq!(from(&reader, "2001:db8:0:2::1").await, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_watches_and_what_decorates_is_never_refused() {
    let app = start().await;
    let reader = app.stranger();
    statuses(&reader, READS, 4).await;
    for path in ["/healthz", "/readyz", "/favicon.svg", "/assets/none.css"] {
        let answer = reader.get(path).await;
        assert_ne!(answer.status(), 429, "{path}");
        assert!(!answer.headers().contains_key("ratelimit-limit"), "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_server_counts_for_itself() {
    let one = start().await;
    let other = TestApp::with(one.database.clone(), &limited(), None);
    assert_eq!(
        statuses(&one.stranger(), READS, 4).await,
        [200, 200, 200, 429]
    );
    assert_eq!(status(&other.stranger(), READS).await, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn limits_can_be_switched_off() {
    let app = TestApp::start().await;
    let answer = app.stranger().get(READS).await;
    assert!(!answer.headers().contains_key("ratelimit-limit"));
}
