//! What the addresses of `/api/v1/stories` do: who asks, one call, the answer.

use actix_web::http::header;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use time::OffsetDateTime;
use uuid::Uuid;

use crate::access::{Scope, Visit};
use crate::catalog::Shelf;
use crate::db::Pooled;
use crate::db::ids::{PersonId, StoryId};
use crate::error::{Error, Result};
use crate::stories::api::asked;
use crate::stories::api::body::StoryBody;
use crate::stories::api::card::{CardBody, CardPage};
use crate::stories::content::Content;
use crate::stories::wanted::Wanted;
use crate::stories::{create, list, publish, read, save};
use crate::web::answer::{if_match, json_tagged};
use crate::web::cursor::Cursor;
use crate::web::problem::Problem;
use crate::web::site::base_of;
use crate::web::{Audience, JsonBody, Query, json};

/// List published stories, newest first.
#[utoipa::path(get, path = "/api/v1/stories", tag = "stories",
    params(
        ("from" = Option<String>, Query, description = "Slug of a role that stands in the path before its last place, or `track:NAME`"),
        ("to" = Option<String>, Query, description = "Slug of a role that the story reaches, or `track:NAME`"),
        ("practice" = Option<Vec<String>>, Query, description = "Slugs of practices; all must be told of"),
        ("challenge" = Option<Vec<String>>, Query, description = "Slugs of kinds of challenge; all must be told of"),
        ("language" = Option<String>, Query, description = "`ja` or `en`"),
        ("author" = Option<Vec<String>>, Query, description = "Handles; any of them, up to 50"),
        ("sort" = Option<String>, Query, description = "`newest` (default) or `helpful`"),
        ("limit" = Option<u8>, Query, minimum = 1, maximum = 100),
        ("cursor" = Option<String>, Query, description = "`next_cursor` of the page before")),
    responses((status = 200, body = CardPage), (status = 304),
        (status = 400, body = Problem, content_type = "application/problem+json"),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json")))]
pub(super) async fn list_stories(
    req: HttpRequest,
    query: Query,
    visit: Visit,
    shelf: Data<Shelf>,
) -> Result<HttpResponse> {
    let cursor = query.one("cursor").map(Cursor::read).transpose()?;
    let (mut conn, _) = visit.anyone().await?;
    let catalog = shelf.catalog(&mut conn).await?;
    let wanted = Wanted::parse(&mut conn, &asked(&query), &catalog).await?;
    let fingerprint = wanted.filter.fingerprint();
    let after = cursor.map(|it| it.of(&fingerprint)).transpose()?;
    let place = after.map(|it| (it.at, it.id));
    let page = list::page(&mut conn, &wanted.filter, place, wanted.limit).await?;
    let base = base_of(&req);
    let next_cursor = page
        .next
        .map(|(at, id)| Cursor { at, id }.encode(&fingerprint));
    let items = page
        .cards
        .iter()
        .map(|it| CardBody::new(it, &catalog, &base))
        .collect();
    let body = CardPage { items, next_cursor };
    let mut response = json(&req, &body, Audience::Public)?;
    if let Some(cursor) = &body.next_cursor {
        let link = format!(
            "<{base}{}?{}>; rel=\"next\"",
            req.path(),
            query.with("cursor", Some(cursor))
        );
        let link = header::HeaderValue::from_str(&link).map_err(anyhow::Error::from)?;
        response.headers_mut().insert(header::LINK, link);
    }
    Ok(response)
}

/// Begin a story. It is a draft and may be incomplete.
#[utoipa::path(post, path = "/api/v1/stories", tag = "stories", request_body = Content,
    security(("token" = ["stories:write"])),
    responses((status = 201, body = StoryBody, headers(("Location" = String), ("ETag" = String))),
        (status = 400, body = Problem, content_type = "application/problem+json"),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 413, body = Problem, content_type = "application/problem+json"),
        (status = 415, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json")))]
pub(super) async fn create_story(
    req: HttpRequest,
    body: JsonBody,
    visit: Visit,
    shelf: Data<Shelf>,
) -> Result<HttpResponse> {
    let (mut conn, author) = visit.with_scope(Scope::StoriesWrite).await?;
    let content: Content = body.read()?;
    let catalog = shelf.catalog(&mut conn).await?;
    let id = create::create(&mut conn, &catalog, author, content).await?;
    let mut response = own(&req, (&mut conn, author), &shelf, id).await?;
    *response.status_mut() = actix_web::http::StatusCode::CREATED;
    let location = format!("{}/api/v1/stories/{}", base_of(&req), id.0);
    let location = header::HeaderValue::from_str(&location).map_err(anyhow::Error::from)?;
    response.headers_mut().insert(header::LOCATION, location);
    Ok(response)
}

/// Show one story by its id or slug.
#[utoipa::path(get, path = "/api/v1/stories/{story}", tag = "stories",
    params(("story" = String, Path, description = "Id or slug")),
    responses((status = 200, body = StoryBody, headers(("ETag" = String))), (status = 304),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 410, body = Problem, content_type = "application/problem+json")))]
pub(super) async fn show_story(
    req: HttpRequest,
    story: Path<String>,
    visit: Visit,
    shelf: Data<Shelf>,
) -> Result<HttpResponse> {
    let (mut conn, viewer) = visit.anyone().await?;
    let shown = read::read(&mut conn, &story, viewer).await?;
    let is_public = shown.story.row.status.is_public();
    let audience = if is_public {
        Audience::Public
    } else {
        Audience::Personal
    };
    let body = StoryBody::new(shown, &*shelf.catalog(&mut conn).await?, &base_of(&req));
    let etag = body.etag()?;
    json_tagged(&req, &body, audience, &etag)
}

/// Save the whole story in the place of what was there.
#[utoipa::path(put, path = "/api/v1/stories/{story}", tag = "stories", request_body = Content,
    security(("token" = ["stories:write"])),
    params(("story" = Uuid, Path), ("If-Match" = String, Header, description = "The story's ETag")),
    responses((status = 200, body = StoryBody, headers(("ETag" = String))),
        (status = 400, body = Problem, content_type = "application/problem+json"),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 412, description = "Somebody saved in between: `current` is the story as it is now", body = Problem, content_type = "application/problem+json"),
        (status = 413, body = Problem, content_type = "application/problem+json"),
        (status = 415, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json"),
        (status = 428, body = Problem, content_type = "application/problem+json")))]
pub(super) async fn save_story(
    req: HttpRequest,
    story: Path<String>,
    body: JsonBody,
    visit: Visit,
    shelf: Data<Shelf>,
) -> Result<HttpResponse> {
    let (mut conn, author) = visit.with_scope(Scope::StoriesWrite).await?;
    let id = story_id(&story)?;
    let catalog = shelf.catalog(&mut conn).await?;
    let read = read_version(&req, (&mut conn, author), &shelf, id).await?;
    let content: Content = body.read()?;
    let saved = save::save(&mut conn, &catalog, author, (id, read), content).await;
    or_current(&req, (&mut conn, author), &shelf, id, saved).await?;
    own(&req, (&mut conn, author), &shelf, id).await
}

/// Publish a story: it gets its address and everyone may read it.
#[utoipa::path(post, path = "/api/v1/stories/{story}/publish", tag = "stories",
    security(("token" = ["stories:write"])),
    params(("story" = Uuid, Path), ("If-Match" = String, Header, description = "The story's ETag")),
    responses((status = 200, body = StoryBody, headers(("ETag" = String))),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "It is published already", body = Problem, content_type = "application/problem+json"),
        (status = 412, description = "Somebody saved in between: `current` is the story as it is now", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "Every gap at once", body = Problem, content_type = "application/problem+json"),
        (status = 428, body = Problem, content_type = "application/problem+json")))]
pub(super) async fn publish_story(
    req: HttpRequest,
    story: Path<String>,
    visit: Visit,
    shelf: Data<Shelf>,
) -> Result<HttpResponse> {
    let (mut conn, author) = visit.with_scope(Scope::StoriesWrite).await?;
    let id = story_id(&story)?;
    let read = read_version(&req, (&mut conn, author), &shelf, id).await?;
    let now = OffsetDateTime::now_utc();
    let published = publish::publish(&mut conn, author, id, read, now).await;
    or_current(&req, (&mut conn, author), &shelf, id, published).await?;
    own(&req, (&mut conn, author), &shelf, id).await
}

type Asking<'v> = (&'v mut Pooled, PersonId);

fn story_id(text: &str) -> Result<StoryId> {
    Uuid::try_parse(text)
        .map(StoryId)
        .ok()
        .ok_or(Error::NotFound)
}

/// The version that `If-Match` names and that the story, which is the caller's own, still has.
async fn read_version(
    req: &HttpRequest,
    asking: Asking<'_>,
    shelf: &Shelf,
    id: StoryId,
) -> Result<i32> {
    let (conn, author) = asking;
    let version = read::own_version(conn, author, id).await?;
    let read = if_match(req).and_then(|read| {
        let is_current = read == version;
        is_current.then_some(read).ok_or(Error::Stale(None))
    });
    or_current(req, (conn, author), shelf, id, read).await
}

/// Adds the story as it is now to the answer that somebody saved in between.
async fn or_current<T>(
    req: &HttpRequest,
    (conn, author): Asking<'_>,
    shelf: &Shelf,
    id: StoryId,
    done: Result<T>,
) -> Result<T> {
    let Err(Error::Stale(None)) = done else {
        return done;
    };
    let shown = read::read_own(conn, author, id).await?;
    let body = StoryBody::new(shown, &*shelf.catalog(conn).await?, &base_of(req));
    let current = serde_json::to_value(&body).map_err(anyhow::Error::from)?;
    Err(Error::Stale(Some(Box::new(current))))
}

/// The caller's own story as it is now.
async fn own(
    req: &HttpRequest,
    asking: Asking<'_>,
    shelf: &Shelf,
    id: StoryId,
) -> Result<HttpResponse> {
    let (conn, author) = asking;
    let shown = read::read_own(conn, author, id).await?;
    let body = StoryBody::new(shown, &*shelf.catalog(conn).await?, &base_of(req));
    let etag = body.etag()?;
    json_tagged(req, &body, Audience::Personal, &etag)
}
