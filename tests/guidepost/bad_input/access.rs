//! Tokens good for nothing, and what belongs to somebody else.

use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn a_token_that_is_good_for_nothing_is_refused_everywhere() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    let story = author.published(&short("One", "sre", "cto")).await;
    let own = new_token(&app, "tsuzura").await;
    let own = own.as_str();
    let stranger = app.stranger();
    for authorization in [
        "Bearer gp_x",
        "Bearer",
        "Bearer ",
        "Basic dHN1enVyYTp4",
        own,
        &format!("Token {own}"),
        &format!("Bearer {own}x"),
        &format!("Bearer {own} {own}"),
        "Bearer é",
        "",
    ] {
        let path = story_path(&story);
        for (method, path) in [
            (Method::GET, STORIES),
            (Method::GET, &path),
            (Method::GET, "/api/v1/roles"),
            (Method::GET, "/api/v1/people/tsuzura"),
            (Method::POST, STORIES),
            (Method::PUT, &path),
            (Method::POST, &format!("{path}/publish")),
        ] {
            let request = stranger
                .request(method, path)
                .header("authorization", authorization);
            let answer = request.json(&json!({})).send().await.unwrap();
            asked_for_a_token(answer).await;
        }
    }
    for scheme in ["bearer", "BEARER"] {
        let request = stranger.request(Method::GET, STORIES);
        let request = request.header("authorization", format!("{scheme} {own}"));
        assert_eq!(request.send().await.unwrap().status(), 200, "{scheme}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn writing_takes_a_token() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    let (draft, etag) = author.draft(&short("One", "sre", "cto")).await;
    let stranger = app.stranger();

    asked_for_a_token(stranger.post(STORIES, &json!({})).await).await;
    asked_for_a_token(stranger.put(&story_path(&draft), &etag, &json!({})).await).await;
    asked_for_a_token(stranger.publish(&draft, &etag).await).await;
    asked_for_a_token(stranger.put(UNKNOWN, &etag, &json!({})).await).await;

    assert_eq!(saved(&app).await, 1);
    assert_eq!(author.json(&story_path(&draft)).await["title"], "One");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_expired_or_revoked_token_opens_nothing() {
    let app = TestApp::start().await;
    for (handle, change) in [
        ("expired", "expires_at = now() - interval '1 second'"),
        ("revoked", "revoked_at = now()"),
    ] {
        let author = app.author(handle).await;
        let (draft, etag) = author.draft(&short("One", "sre", "cto")).await;
        sql(&app, &format!(
            "update tokens set {change} where person_id = (select id from people where handle = '{handle}')"
        ))
        .await;
        asked_for_a_token(author.get(STORIES).await).await;
        asked_for_a_token(author.get(&story_path(&draft)).await).await;
        asked_for_a_token(author.post(STORIES, &json!({})).await).await;
        asked_for_a_token(author.publish(&draft, &etag).await).await;
    }
    let later = app.author("later").await;
    sql(
        &app,
        "update tokens set expires_at = now() + interval '1 hour' where expires_at is null",
    )
    .await;
    later.json(STORIES).await;
    assert_eq!(saved(&app).await, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_without_the_scope_can_read_but_not_write() {
    let app = TestApp::start().await;
    let scopes: Vec<Scope> = Scope::ALL
        .iter()
        .copied()
        .filter(|it| *it != Scope::StoriesWrite)
        .collect();
    let mut conn = app.conn().await;
    let author = app.author("tsuzura").await;
    let (draft, etag) = author.draft(&short("One", "sre", "cto")).await;
    let names: Vec<&str> = scopes.iter().map(|it| it.as_str()).collect();
    let names = names.join("', '");
    conn.batch_execute(&format!("update tokens set scopes = array['{names}']"))
        .await
        .unwrap();

    let path = story_path(&draft);
    let answers = [
        author.post(STORIES, &json!({"titel": 1})).await,
        author.put(&path, "\"9-x\"", &json!({})).await,
        author.put(UNKNOWN, &etag, &json!({})).await,
        author.publish(&draft, &etag).await,
    ];
    for answer in answers {
        let problem = refused(answer, 403, "scope_missing").await;
        assert!(
            problem["detail"]
                .as_str()
                .unwrap()
                .contains("stories:write"),
            "{problem}"
        );
    }
    assert_eq!(author.json(&path).await["version"], 1);
    assert_eq!(saved(&app).await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_else_s_story_can_not_be_changed() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    let other = app.author("kaede").await;
    let (draft, etag) = author.draft(&short("Draft", "sre", "cto")).await;
    let published = author.published(&short("Public", "sre", "cto")).await;
    let (draft_path, public_path) = (story_path(&draft), story_path(&published));
    let stolen = short("Stolen", "sre", "cto");

    refused(other.get(&draft_path).await, 404, "not_found").await;
    for answer in [
        other.put(&draft_path, &etag, &stolen).await,
        other
            .put(&draft_path, "\"9-x\"", &json!({"titel": 1}))
            .await,
        other.publish(&draft, &etag).await,
        other.put(&public_path, "\"1-x\"", &stolen).await,
        other.publish(&published, "\"1-x\"").await,
        other
            .request(Method::PUT, &draft_path)
            .json(&stolen)
            .send()
            .await
            .unwrap(),
        other
            .request(Method::PUT, &public_path)
            .json(&stolen)
            .send()
            .await
            .unwrap(),
    ] {
        let problem = refused(answer, 404, "not_found").await;
        assert!(problem.get("current").is_none(), "{problem}");
    }

    for (path, title) in [(draft_path, "Draft"), (public_path, "Public")] {
        let now = author.json(&path).await;
        assert_eq!((&now["title"], &now["version"]), (&json!(title), &json!(1)));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_there_is_not_found() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    let long = format!("/api/v1/stories/{}", "a".repeat(5_000));
    for path in [
        UNKNOWN,
        &long,
        "/api/v1/stories/nope",
        "/api/v1/stories/%00",
        "/api/v1/stories/a%00b",
        "/api/v1/stories/%ff",
        "/api/v1/stories/%E2%80%AE",
        "/api/v1/stories/'%20or%201=1--",
        "/api/v1/roles/nope",
        "/api/v1/roles/%00",
        "/api/v1/people/nobody-here",
        "/api/v1/people/%00",
        "/api/v1/people/%ff",
        "/api/v1/nope",
        "/api/nope",
        "/api/v2/stories",
        "/api/v1/",
        "/api/v1/stories/",
    ] {
        for client in [&author, &app.stranger()] {
            refused(client.get(path).await, 404, "not_found").await;
        }
    }
    for path in [
        UNKNOWN,
        &long,
        "/api/v1/stories/nope",
        "/api/v1/stories/%00",
        "/api/v1/stories/%ff",
    ] {
        refused(
            author.put(path, "\"1-x\"", &json!({})).await,
            404,
            "not_found",
        )
        .await;
        let publish = author.request(Method::POST, &format!("{path}/publish"));
        refused(publish.send().await.unwrap(), 404, "not_found").await;
    }
}

async fn asked_for_a_token(answer: Response) {
    let header = answer.headers().get("www-authenticate").cloned();
    refused(answer, 401, "unauthorized").await;
    assert_eq!(header.unwrap(), "Bearer");
}

/// One more token of a person.
async fn new_token(app: &TestApp, handle: &str) -> String {
    let mut conn = app.conn().await;
    let handle = Handle::parse(handle).unwrap();
    let person = Person::by_handle(&mut conn, &handle).await.unwrap();
    let scopes = [Scope::StoriesWrite];
    let secret = create_token(&mut conn, person.id, "another", &scopes, None).await;
    secret.unwrap().reveal().to_owned()
}

async fn sql(app: &TestApp, sql: &str) {
    app.conn().await.batch_execute(sql).await.unwrap();
}
