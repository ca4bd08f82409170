//! What is deleted is gone for everyone, and comes back for its author alone.

use guidepost::db::ids::{PersonId, StoryId};
use guidepost::stories::delete::restore;
use reqwest::Method;
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use super::{delete, id, stepped};
use crate::support::stories::short;
use crate::support::{Client, TestApp};

async fn person(app: &TestApp, handle: &str) -> PersonId {
    use diesel::prelude::*;
    use diesel_async::RunQueryDsl;
    use guidepost::db::schema::people;
    let found = people::table.filter(people::handle.eq(handle));
    found
        .select(people::id)
        .first(&mut app.conn().await)
        .await
        .unwrap()
}

async fn is_gone(reader: &Client, id: &str, slug: Option<&str>) {
    for address in [Some(id), slug].into_iter().flatten() {
        let api = reader.get(&format!("/api/v1/stories/{address}")).await;
        assert_eq!(api.status(), 404, "{address}");
        let page = reader.get(&format!("/stories/{address}")).await;
        assert_eq!(page.status(), 404, "{address}");
    }
    assert!(reader.titles("").await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deleted_story_is_gone_for_everyone_its_author_included() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    let published = author.published(&short("Public", "sre", "cto")).await;
    let (draft, _) = author.draft(&short("Draft", "sre", "cto")).await;

    assert_eq!(delete(&author, &id(&published)).await, 204);
    assert_eq!(delete(&author, &id(&draft)).await, 204);

    for reader in [&app.stranger(), &author] {
        is_gone(reader, &id(&published), published["slug"].as_str()).await;
        is_gone(reader, &id(&draft), None).await;
    }
    let own = author.json("/api/v1/me/stories").await;
    assert_eq!(own["items"].as_array().unwrap().len(), 0);
    for (method, rest) in [
        (Method::POST, "/publish"),
        (Method::DELETE, ""),
        (Method::GET, "/versions"),
        (Method::GET, "/previews"),
    ] {
        let path = format!("/api/v1/stories/{}{rest}", id(&draft));
        let request = author.request(method, &path).header("if-match", "\"1-x\"");
        assert_eq!(request.send().await.unwrap().status(), 404, "{rest}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn its_author_brings_it_back_as_it_was_for_30_days() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    app.author("kaede").await;
    let (tsuzura, kaede) = (person(&app, "tsuzura").await, person(&app, "kaede").await);
    let story = author.published(&short("Public", "sre", "cto")).await;
    delete(&author, &id(&story)).await;
    let story_id = StoryId(Uuid::parse_str(&id(&story)).unwrap());
    let (mut conn, now) = (app.conn().await, OffsetDateTime::now_utc());

    assert!(restore(&mut conn, kaede, story_id, now).await.is_err());
    let too_late = now + Duration::days(31);
    assert!(
        restore(&mut conn, tsuzura, story_id, too_late)
            .await
            .is_err()
    );
    restore(&mut conn, tsuzura, story_id, now).await.unwrap();

    assert_eq!(app.stranger().titles("").await, ["Public"]);
    let back = author
        .json(&format!("/api/v1/stories/{}", id(&story)))
        .await;
    assert_eq!(
        (&back["slug"], &back["status"]),
        (&story["slug"], &"published".into())
    );
    assert!(restore(&mut conn, tsuzura, story_id, now).await.is_err());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_withdrawn_story_that_is_deleted_tells_nothing_any_more() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    let story = author.published(&short("Public", "sre", "cto")).await;
    stepped(&author, &id(&story), "withdraw").await;

    assert_eq!(delete(&author, &id(&story)).await, 204);

    is_gone(&app.stranger(), &id(&story), story["slug"].as_str()).await;
}
