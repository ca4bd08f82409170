//! Publishing, unlisting, withdrawing and deleting, in JSON.

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use time::OffsetDateTime;

use crate::access::{Scope, Visit};
use crate::catalog::Shelf;
use crate::error::Result;
use crate::stories::api::asking::{or_current, own, read_version, story_id};
use crate::stories::api::body::StoryBody;
use crate::stories::{delete, publish, unlist, withdraw};
use crate::web::answer::done;
use crate::web::problem::Problem;

/// Publish a story: it gets its address and everyone may read it. With `publish_at` in the future it
/// is `scheduled` until then.
#[utoipa::path(post, path = "/api/v1/stories/{story}/publish", tag = "stories",
    security(("token" = ["stories:write"])),
    params(("story" = Uuid, Path), ("If-Match" = String, Header, description = "The story's ETag")),
    responses((status = 200, body = StoryBody, headers(("ETag" = String))),
        (status = 409, description = "It is published or scheduled already", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "Every gap at once", body = Problem, content_type = "application/problem+json")))]
pub(super) async fn publish_story(
    req: HttpRequest,
    story: Path<String>,
    visit: Visit,
    shelf: Data<Shelf>,
) -> Result<HttpResponse> {
    let (mut conn, author) = visit.with_scope(Scope::StoriesWrite).await?;
    let id = story_id(&story)?;
    let read = read_version(&req, (&mut conn, author), &shelf, id).await?;
    let published = publish::publish(&mut conn, author, id, read, OffsetDateTime::now_utc()).await;
    or_current(&req, (&mut conn, author), &shelf, id, published).await?;
    own(&req, (&mut conn, author), &shelf, id).await
}

/// Let a story be read by its link alone.
#[utoipa::path(post, path = "/api/v1/stories/{story}/unlist", tag = "stories",
    security(("token" = ["stories:write"])),
    params(("story" = Uuid, Path), ("If-Match" = String, Header, description = "The story's ETag")),
    responses((status = 200, body = StoryBody, headers(("ETag" = String))),
        (status = 409, description = "It is unlisted already", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "Every gap at once", body = Problem, content_type = "application/problem+json")))]
pub(super) async fn unlist_story(
    req: HttpRequest,
    story: Path<String>,
    visit: Visit,
    shelf: Data<Shelf>,
) -> Result<HttpResponse> {
    let (mut conn, author) = visit.with_scope(Scope::StoriesWrite).await?;
    let id = story_id(&story)?;
    let read = read_version(&req, (&mut conn, author), &shelf, id).await?;
    let unlisted = unlist::unlist(&mut conn, author, id, read, OffsetDateTime::now_utc()).await;
    or_current(&req, (&mut conn, author), &shelf, id, unlisted).await?;
    own(&req, (&mut conn, author), &shelf, id).await
}

/// Withdraw a story: its address answers 410 from then on, until it is published again.
#[utoipa::path(post, path = "/api/v1/stories/{story}/withdraw", tag = "stories",
    security(("token" = ["stories:write"])),
    params(("story" = Uuid, Path), ("If-Match" = String, Header, description = "The story's ETag")),
    responses((status = 200, body = StoryBody, headers(("ETag" = String))),
        (status = 409, description = "It is not public", body = Problem, content_type = "application/problem+json")))]
pub(super) async fn withdraw_story(
    req: HttpRequest,
    story: Path<String>,
    visit: Visit,
    shelf: Data<Shelf>,
) -> Result<HttpResponse> {
    let (mut conn, author) = visit.with_scope(Scope::StoriesWrite).await?;
    let id = story_id(&story)?;
    let read = read_version(&req, (&mut conn, author), &shelf, id).await?;
    let gone = withdraw::withdraw(&mut conn, author, id, read, OffsetDateTime::now_utc()).await;
    or_current(&req, (&mut conn, author), &shelf, id, gone).await?;
    own(&req, (&mut conn, author), &shelf, id).await
}

/// Delete a story: gone for everyone. Its author can bring it back on the site for 30 days.
#[utoipa::path(delete, path = "/api/v1/stories/{story}", tag = "stories",
    security(("token" = ["stories:write"])),
    params(("story" = Uuid, Path), ("If-Match" = String, Header, description = "The story's ETag")),
    responses((status = 204, description = "It is gone")))]
pub(super) async fn delete_story(
    req: HttpRequest,
    story: Path<String>,
    visit: Visit,
    shelf: Data<Shelf>,
) -> Result<HttpResponse> {
    let (mut conn, author) = visit.with_scope(Scope::StoriesWrite).await?;
    let id = story_id(&story)?;
    let read = read_version(&req, (&mut conn, author), &shelf, id).await?;
    let deleted = delete::delete(&mut conn, author, id, read, OffsetDateTime::now_utc()).await;
    or_current(&req, (&mut conn, author), &shelf, id, deleted).await?;
    Ok(done())
}
