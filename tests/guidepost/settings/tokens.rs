//! What programs may do in one's name.

use diesel_async::SimpleAsyncConnection;
use futures_util::future::join_all;
use guidepost::access::Scope;
use reqwest::{Method, Response};
use serde_json::{Value, json};

use super::{forms, make_token, new_token, secret_on};
use crate::support::filled::location;
use crate::support::stories::short;
use crate::support::{Client, TestApp, problem};

const TOKENS: &str = "/settings/tokens";

async fn revoke(client: &Client, id: &Value) -> Response {
    let path = format!("/api/v1/me/tokens/{}", id.as_str().unwrap());
    client.request(Method::DELETE, &path).send().await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_is_shown_once_does_what_it_allows_and_ends_when_it_is_revoked() {
    let app = TestApp::start().await;
    let aoi = app.member("aoi").await;
    let secret = make_token(&aoi, "Import <b>", &["stories:write"]).await;
    assert!(secret.starts_with("gp_") && secret.len() == 52, "{secret}");
    let program = app.stranger().with_token(&secret);
    program.published(&short("One", "sre", "cto")).await;
    let patched = program
        .request(Method::PATCH, "/api/v1/me")
        .json(&json!({}));
    assert_eq!(patched.send().await.unwrap().status(), 403);

    let page = aoi.page(TOKENS).await;
    assert!(page.contains("Import &#60;b&#62;") && page.contains("<code>stories:write</code>"));
    assert!(!page.contains(&secret), "{page}");
    assert!(page.contains("Last used: ") && page.contains("Expires: "));
    let revocation = forms(&page, TOKENS).remove(0);
    let answer = aoi.press(&revocation, "revoke").await;

    assert_eq!(location(&answer), "/settings/tokens?done=revoked");
    assert_eq!(program.get("/api/v1/me").await.status(), 401);
    let page = aoi.page("/settings/tokens?done=revoked").await;
    assert!(page.contains("was revoked") && !page.contains("Import"));
    assert_eq!(aoi.press(&revocation, "revoke").await.status(), 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_without_scopes_only_reads() {
    let app = TestApp::start().await;
    let aoi = app.member("aoi").await;
    let program = app
        .stranger()
        .with_token(&make_token(&aoi, "Reads", &[]).await);
    assert_eq!(program.json("/api/v1/me").await["handle"], "aoi");
    let written = program
        .post("/api/v1/stories", &short("x", "sre", "cto"))
        .await;
    assert_eq!(written.status(), 403);
    assert!(aoi.page(TOKENS).await.contains("Read only"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_wish_comes_back_and_makes_nothing() {
    let app = TestApp::start().await;
    let aoi = app.member("aoi").await;
    let long = "x".repeat(81);
    for (name, scope, days, field) in [
        (" ", "stories:write", "30", "name"),
        (long.as_str(), "stories:write", "30", "name"),
        ("a\u{202e}b", "stories:write", "30", "name"),
        ("n", "everything", "30", "scope"),
        // Nobody can use it yet.
        ("n", "moderation", "30", "scope"),
        ("n", "stories:write", "31", "days"),
        ("n", "stories:write", "", "days"),
    ] {
        let fields = [
            ("name", name),
            ("scope", scope),
            ("days", days),
            ("do", "make"),
        ];
        let answer = aoi.form(TOKENS, &fields).await;
        assert_eq!(answer.status(), 422, "{fields:?}");
        let page = answer.text().await.unwrap();
        assert!(page.contains(&format!("id=\"{field}-error\"")), "{page}");
        assert!(page.contains(&format!("value=\"{name}\"")) && secret_on(&page).is_none());
    }
    assert!(aoi.page(TOKENS).await.contains("No tokens yet"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_that_is_sent_twice_makes_one_token() {
    let app = TestApp::start().await;
    let aoi = app.member("aoi").await;
    let form = new_token(&aoi).await.typed("name", "Once");
    let answers = join_all((0..4).map(|_| aoi.press(&form, "make"))).await;
    let mut secrets = Vec::new();
    for answer in answers {
        assert_eq!(answer.status(), 200);
        let page = answer.text().await.unwrap();
        let secret = secret_on(&page);
        assert!(
            secret.is_some() || page.contains("was already made"),
            "{page}"
        );
        secrets.extend(secret);
    }
    assert_eq!(secrets.len(), 1);
    // The one that revokes it, and the one that makes another.
    assert_eq!(forms(&aoi.page(TOKENS).await, TOKENS).len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_has_so_many_tokens_at_a_time_and_makes_so_many_in_an_hour() {
    let app = TestApp::start().await;
    let aoi = app.member("aoi").await;
    let more = |n: usize, columns: &str, values: &str| {
        format!(
            "insert into tokens (person_id, name, hash{columns}) \
             select people.id, 'old', sha256(random()::text::bytea){values} from people, generate_series(1, {n})"
        )
    };
    let mut conn = app.conn().await;
    let old = ", now() - interval '2 hours'";
    conn.batch_execute(&more(18, ", created_at", old))
        .await
        .unwrap();
    // What has run out counts no more.
    let expired = ", now() - interval '2 hours', now() - interval '1 hour'";
    let sql = more(5, ", created_at, expires_at", expired);
    conn.batch_execute(&sql).await.unwrap();

    let tries = join_all((0..4).map(|n| {
        let aoi = aoi.clone();
        async move {
            let form = new_token(&aoi).await;
            let answer = aoi.press(&form.typed("name", &n.to_string()), "make").await;
            answer.status().as_u16()
        }
    }));
    let mut statuses = tries.await;
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 200, 422, 422]);

    let sql = format!(
        "delete from tokens; {}",
        more(30, ", revoked_at", ", now()")
    );
    conn.batch_execute(&sql).await.unwrap();
    let fields = [("name", "n"), ("days", "30"), ("do", "make")];
    let answer = aoi.form(TOKENS, &fields).await;
    assert_eq!(answer.status(), 429);
    assert_eq!(answer.headers()["retry-after"], "3600");
}

#[tokio::test(flavor = "multi_thread")]
async fn programs_list_and_revoke_tokens() {
    let app = TestApp::start().await;
    let reads = app.person("aoi", &[]).await;
    let aoi = app.signed_in("aoi").await;
    let writes = app
        .stranger()
        .with_token(&make_token(&aoi, "Writes", &["profile:write"]).await);
    let other = app.person("kaede", &[Scope::ProfileWrite]).await;

    let answer = writes.get("/api/v1/me/tokens").await;
    assert_eq!(super::cache(&answer), "private, no-store");
    let list: Value = answer.json().await.unwrap();
    assert_eq!(list["next_cursor"], Value::Null);
    let items = list["items"].as_array().unwrap();
    let names: Vec<&Value> = items.iter().map(|it| &it["name"]).collect();
    assert_eq!(names, ["Writes", "test"]);
    assert_eq!(
        (&items[0]["is_current"], &items[1]["is_current"]),
        (&json!(true), &json!(false))
    );
    assert_eq!(items[0]["scopes"], json!(["profile:write"]));
    assert!(items[0]["expires_at"].is_string() && items[1]["last_used_at"].is_null());
    assert!(!list.to_string().contains("gp_") && !list.to_string().contains("hash"));
    let (of_writes, of_reads) = (&items[0]["id"], &items[1]["id"]);

    // Somebody else's is not there; without the scope a token revokes itself alone.
    assert_eq!(revoke(&other, of_reads).await.status(), 404);
    let (status, told) = problem(revoke(&reads, of_writes).await).await;
    assert_eq!((status, &told["code"]), (403, &json!("scope_missing")));
    assert_eq!(revoke(&app.stranger(), of_reads).await.status(), 401);
    assert_eq!(revoke(&aoi, of_reads).await.status(), 401);
    assert_eq!(revoke(&writes, &json!("nonsense")).await.status(), 404);

    assert_eq!(revoke(&reads, of_reads).await.status(), 204);
    assert_eq!(reads.get("/api/v1/me").await.status(), 401);
    assert_eq!(revoke(&writes, of_reads).await.status(), 404);
    assert_eq!(revoke(&writes, of_writes).await.status(), 204);
    assert_eq!(writes.get("/api/v1/me/tokens").await.status(), 401);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_made_before_there_were_checksums_is_good() {
    let app = TestApp::start().await;
    app.author("aoi").await;
    let old = format!("gp_{}", "a".repeat(43));
    let sql = format!("update tokens set hash = sha256('{old}')");
    app.conn().await.batch_execute(&sql).await.unwrap();
    let program = app.stranger().with_token(&old);
    assert_eq!(program.get("/api/v1/me").await.status(), 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_use_is_noted_at_most_every_five_minutes() {
    let app = TestApp::start().await;
    let program = app.author("aoi").await;
    let used = async || program.json("/api/v1/me/tokens").await["items"][0]["last_used_at"].clone();
    used().await;
    let first = used().await;
    assert!(first.is_string());
    assert_eq!(used().await, first);
    let sql = "update tokens set last_used_at = last_used_at - interval '6 minutes'";
    app.conn().await.batch_execute(sql).await.unwrap();
    used().await;
    assert!(used().await.as_str().unwrap() > first.as_str().unwrap());
}
