//! The saved versions of one's own story, in JSON.

use actix_web::web::Path;
use actix_web::{HttpRequest, HttpResponse};
use serde::Serialize;
use time::OffsetDateTime;
use utoipa::ToSchema;

use crate::access::Visit;
use crate::error::{Error, Result};
use crate::stories::api::asking::story_id;
use crate::stories::content::Content;
use crate::stories::versions::{self, Changed, Version};
use crate::web::answer::linked;
use crate::web::cursor::{encode_numbers, read_numbers};
use crate::web::{Audience, Query, json};

#[derive(Serialize, ToSchema)]
pub(super) struct VersionPage {
    items: Vec<VersionItem>,
    next_cursor: Option<String>,
}

#[derive(Serialize, ToSchema)]
struct VersionItem {
    version: i32,
    #[serde(with = "time::serde::rfc3339")]
    saved_at: OffsetDateTime,
    title: String,
    /// JSON pointers of the texts that differ from the version before.
    changed: Vec<String>,
}

#[derive(Serialize, ToSchema)]
pub(super) struct VersionBody {
    version: i32,
    #[serde(with = "time::serde::rfc3339")]
    saved_at: OffsetDateTime,
    content: Content,
}

impl From<Changed> for VersionItem {
    fn from(it: Changed) -> Self {
        Self {
            version: it.version,
            saved_at: it.saved_at,
            title: it.title,
            changed: it.changed,
        }
    }
}

impl From<Version> for VersionBody {
    fn from(it: Version) -> Self {
        Self {
            version: it.version,
            saved_at: it.saved_at,
            content: it.content,
        }
    }
}

/// List the versions of a story of one's own, newest first.
#[utoipa::path(get, path = "/api/v1/stories/{story}/versions", tag = "stories",
    security(("token" = [])),
    params(("story" = Uuid, Path),
        ("limit" = Option<u8>, Query, minimum = 1, maximum = 100),
        ("cursor" = Option<String>, Query, description = "`next_cursor` of the page before")),
    responses((status = 200, body = VersionPage)))]
pub(super) async fn list_versions(
    req: HttpRequest,
    story: Path<String>,
    query: Query,
    visit: Visit,
) -> Result<HttpResponse> {
    let list = format!("versions of {story}");
    let before = query.one("cursor").map(|it| read_numbers(it, &list));
    let before = before.transpose()?.map(|[version]: [i64; 1]| version);
    let (mut conn, author) = visit.with_token().await?;
    let id = story_id(&story)?;
    let limit = query.limit()?;
    let before = before.map(|it| i32::try_from(it).unwrap_or(i32::MAX));
    let (items, next) = versions::page(&mut conn, author, id, before, limit).await?;
    let body = VersionPage {
        items: items.into_iter().map(VersionItem::from).collect(),
        next_cursor: next.map(|it| encode_numbers([it.into()], &list)),
    };
    let response = json(&req, &body, Audience::Personal)?;
    linked(response, &req, &query, body.next_cursor.as_deref())
}

/// Show one version of a story of one's own.
#[utoipa::path(get, path = "/api/v1/stories/{story}/versions/{version}", tag = "stories",
    security(("token" = [])),
    params(("story" = Uuid, Path), ("version" = i32, Path)),
    responses((status = 200, body = VersionBody)))]
pub(super) async fn show_version(
    req: HttpRequest,
    path: Path<(String, String)>,
    visit: Visit,
) -> Result<HttpResponse> {
    let (mut conn, author) = visit.with_token().await?;
    let (story, version) = path.into_inner();
    let version = version.parse().ok().ok_or(Error::NotFound)?;
    let version = versions::one(&mut conn, author, story_id(&story)?, version).await?;
    json(&req, &VersionBody::from(version), Audience::Personal)
}
