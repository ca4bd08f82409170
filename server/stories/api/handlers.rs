//! What the addresses of `/api/v1/stories` do: who asks, one call, the answer.

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};

use crate::access::{Scope, Visit, once};
use crate::catalog::Shelf;
use crate::error::Result;
use crate::stories::api::asking::{or_current, own, read_version, story_id};
use crate::stories::api::body::StoryBody;
use crate::stories::api::card::{CardBody, CardPage};
use crate::stories::api::{FilterParams, asked};
use crate::stories::content::Content;
use crate::stories::pages::reading::Reading;
use crate::stories::stamps::Keys;
use crate::stories::wanted::Wanted;
use crate::stories::{create, list, read, save};
use crate::web::answer::{created, json_tagged, link};
use crate::web::cursor::Cursor;
use crate::web::problem::Problem;
use crate::web::site::base_of;
use crate::web::{Audience, JsonBody, Query};

/// List published stories, newest first.
#[utoipa::path(get, path = "/api/v1/stories", tag = "stories",
    params(
        FilterParams,
        ("sort" = Option<String>, Query, description = "`newest` (default) or `helpful`"),
        ("limit" = Option<u8>, Query, minimum = 1, maximum = 100),
        ("cursor" = Option<String>, Query, description = "`next_cursor` of the page before")),
    responses((status = 200, body = CardPage), (status = 304),
        (status = 400, body = Problem, content_type = "application/problem+json"),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json")))]
pub(super) async fn list_stories(query: Query, reading: Reading) -> Result<HttpResponse> {
    let Reading { req, kept, .. } = &reading;
    let cursor = query.one("cursor").map(Cursor::read).transpose()?;
    let (mut conn, catalog) = reading.begin().await?;
    let Wanted { filter, limit } = Wanted::parse(&mut conn, &asked(&query), &catalog).await?;
    let fingerprint = filter.fingerprint();
    let after = cursor.map(|it| it.of(&fingerprint)).transpose()?;
    let place = after.map(|it| (it.at, it.id));
    let keys = Keys::of(&filter);
    let mut sources = reading.sources(&mut conn, &catalog, keys).await?;
    if kept.find(req).is_some() {
        sources.rows = Some(list::rows(&mut conn, &filter, place, limit).await?);
        if let Some(answer) = reading.renewed(&sources) {
            return answer.send(req);
        }
    }
    let page = list::page(&mut conn, &filter, place, limit).await?;
    sources.rows = Some(page.rows());
    let base = base_of(req);
    let next_cursor = page
        .next
        .map(|(at, id)| Cursor { at, id }.encode(&fingerprint));
    let items = page
        .cards
        .iter()
        .map(|it| CardBody::new(it, &catalog, &base))
        .collect();
    let body = CardPage { items, next_cursor };
    let link = link(req, &query, body.next_cursor.as_deref())?;
    kept.json(req, &body, sources, link.as_slice())
}

/// Begin a story. It is a draft and may be incomplete.
#[utoipa::path(post, path = "/api/v1/stories", tag = "stories", request_body = Content,
    security(("token" = ["stories:write"])),
    params(("Idempotency-Key" = Option<String>, Header, description = "Any text of your own, up to 200 visible ASCII characters. The same key and body within 24 hours make no second story and get the first answer again", min_length = 1, max_length = 200, pattern = "^[!-~]+$")),
    responses((status = 201, body = StoryBody, headers(("Location" = String), ("ETag" = String), ("Idempotent-Replayed" = String, description = "`true` where the answer is one given before"))),
        (status = 409, description = "A request with the same `Idempotency-Key` is on its way", body = Problem, content_type = "application/problem+json")))]
pub(super) async fn create_story(
    req: HttpRequest,
    body: JsonBody,
    visit: Visit,
    shelf: Data<Shelf>,
) -> Result<HttpResponse> {
    let (mut conn, author) = visit.with_scope(Scope::StoriesWrite).await?;
    once(&req, &mut conn, author, &body.canonical(), async |conn| {
        let content: Content = body.read()?;
        let catalog = shelf.catalog(conn).await?;
        let id = create::create(conn, &catalog, author, content).await?;
        let location = format!("{}/api/v1/stories/{}", base_of(&req), id.0);
        let story = own(&req, (conn, author), &shelf, id).await?;
        created(story, &location)
    })
    .await
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
