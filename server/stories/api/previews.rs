//! Secret links to one's own draft, in JSON.

use actix_web::web::Path;
use actix_web::{HttpRequest, HttpResponse};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::access::{Scope, Visit, once};
use crate::db::ids::PreviewId;
use crate::error::{Error, Result};
use crate::stories::api::asking::story_id;
use crate::stories::previews::{self, Preview};
use crate::web::answer::{created, done};
use crate::web::problem::Problem;
use crate::web::site::base_of;
use crate::web::{Audience, JsonBody, json};

/// How long a link of which nothing is said lasts.
const DEFAULT_DAYS: i64 = 7;

#[derive(Deserialize, ToSchema)]
#[serde(default)]
pub(super) struct NewPreview {
    #[schema(minimum = 1, maximum = 30)]
    days: i64,
}

impl Default for NewPreview {
    fn default() -> Self {
        Self { days: DEFAULT_DAYS }
    }
}

#[derive(Serialize, ToSchema)]
pub(super) struct PreviewBody {
    id: Uuid,
    /// Where everyone who has this link can read the story. Told once, when the link is made.
    url: Option<String>,
    #[serde(with = "time::serde::rfc3339")]
    created_at: OffsetDateTime,
    #[serde(with = "time::serde::rfc3339")]
    expires_at: OffsetDateTime,
}

#[derive(Serialize, ToSchema)]
pub(super) struct PreviewList {
    items: Vec<PreviewBody>,
    /// There are never so many that they would need a second page.
    next_cursor: Option<String>,
}

impl PreviewBody {
    fn new(preview: &Preview, url: Option<String>) -> Self {
        Self {
            id: preview.id.0,
            url,
            created_at: preview.created_at,
            expires_at: preview.expires_at,
        }
    }
}

/// Make a secret link by which everyone can read the story, published or not, for some days.
#[utoipa::path(post, path = "/api/v1/stories/{story}/previews", tag = "stories",
    request_body = NewPreview, security(("token" = ["stories:write"])),
    params(("story" = Uuid, Path),
        ("Idempotency-Key" = Option<String>, Header, description = "Any text of your own, up to 200 visible ASCII characters. The same key and body within 24 hours make no second link and get the first answer again", min_length = 1, max_length = 200, pattern = "^[!-~]+$")),
    responses((status = 201, body = PreviewBody, headers(("Location" = String), ("Idempotent-Replayed" = String, description = "`true` where the answer is one given before"))),
        (status = 409, description = "There are too many links already, or a request with the same `Idempotency-Key` is on its way", body = Problem, content_type = "application/problem+json")))]
pub(super) async fn create_preview(
    req: HttpRequest,
    story: Path<String>,
    body: JsonBody,
    visit: Visit,
) -> Result<HttpResponse> {
    let (mut conn, author) = visit.with_scope(Scope::StoriesWrite).await?;
    let id = story_id(&story)?;
    once(&req, &mut conn, author, &body.canonical(), async |conn| {
        let wanted: NewPreview = body.read()?;
        let (preview, secret) = previews::make(conn, author, id, wanted.days).await?;
        let base = base_of(&req);
        let url = format!("{base}/previews/{secret}");
        let location = format!("{base}{}/{}", req.path(), preview.id.0);
        let body = PreviewBody::new(&preview, Some(url));
        created(json(&req, &body, Audience::Personal)?, &location)
    })
    .await
}

/// List the secret links to a story of one's own that still lead somewhere.
#[utoipa::path(get, path = "/api/v1/stories/{story}/previews", tag = "stories",
    security(("token" = [])), params(("story" = Uuid, Path)),
    responses((status = 200, body = PreviewList)))]
pub(super) async fn list_previews(
    req: HttpRequest,
    story: Path<String>,
    visit: Visit,
) -> Result<HttpResponse> {
    let (mut conn, author) = visit.with_token().await?;
    let found = previews::list(&mut conn, author, story_id(&story)?).await?;
    let items = found.iter().map(|it| PreviewBody::new(it, None)).collect();
    let next_cursor = None;
    json(
        &req,
        &PreviewList { items, next_cursor },
        Audience::Personal,
    )
}

/// End every secret link to a story of one's own.
#[utoipa::path(delete, path = "/api/v1/stories/{story}/previews", tag = "stories",
    security(("token" = ["stories:write"])), params(("story" = Uuid, Path)),
    responses((status = 204, description = "None leads anywhere any more")))]
pub(super) async fn delete_previews(story: Path<String>, visit: Visit) -> Result<HttpResponse> {
    let (mut conn, author) = visit.with_scope(Scope::StoriesWrite).await?;
    previews::revoke(&mut conn, author, story_id(&story)?, None).await?;
    Ok(done())
}

/// End one secret link to a story of one's own.
#[utoipa::path(delete, path = "/api/v1/stories/{story}/previews/{preview}", tag = "stories",
    security(("token" = ["stories:write"])),
    params(("story" = Uuid, Path), ("preview" = Uuid, Path)),
    responses((status = 204, description = "It leads nowhere any more")))]
pub(super) async fn delete_preview(
    path: Path<(String, String)>,
    visit: Visit,
) -> Result<HttpResponse> {
    let (mut conn, author) = visit.with_scope(Scope::StoriesWrite).await?;
    let (story, preview) = path.into_inner();
    let preview = Uuid::try_parse(&preview).ok().ok_or(Error::NotFound)?;
    let one = Some(PreviewId(preview));
    previews::revoke(&mut conn, author, story_id(&story)?, one).await?;
    Ok(done())
}
