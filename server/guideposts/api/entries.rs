//! Roles, practices and challenges with their counts, in JSON.

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use serde::Serialize;
use utoipa::ToSchema;

use crate::access::Visit;
use crate::catalog::{Entry, Kind, Shelf};
use crate::error::{Error, Result};
use crate::stories::census::{Censuses, Counts};
use crate::web::problem::Problem;
use crate::web::{Audience, json};

#[derive(Serialize, ToSchema)]
struct EntryBody {
    slug: String,
    /// The track of a role.
    #[serde(skip_serializing_if = "Option::is_none")]
    track: Option<String>,
    name: Names,
    aliases: Vec<String>,
    /// How many published stories reach it (a role) or tell of it.
    stories: i64,
}

#[derive(Serialize, ToSchema)]
struct Names {
    ja: String,
    en: String,
}

#[derive(Serialize, ToSchema)]
struct EntryList {
    items: Vec<EntryBody>,
    /// Always null: a list of the catalogue is one page.
    next_cursor: Option<String>,
}

/// List the roles, by track.
#[utoipa::path(get, path = "/api/v1/roles", tag = "catalogue",
    responses((status = 200, body = EntryList), (status = 304),
        (status = 401, body = Problem, content_type = "application/problem+json")))]
pub(super) async fn list_roles(
    req: HttpRequest,
    visit: Visit,
    shelf: Data<Shelf>,
    censuses: Data<Censuses>,
) -> Result<HttpResponse> {
    list_entries(&req, &visit, (&shelf, &censuses), Kind::Role).await
}

/// List the practices.
#[utoipa::path(get, path = "/api/v1/practices", tag = "catalogue",
    responses((status = 200, body = EntryList), (status = 304),
        (status = 401, body = Problem, content_type = "application/problem+json")))]
pub(super) async fn list_practices(
    req: HttpRequest,
    visit: Visit,
    shelf: Data<Shelf>,
    censuses: Data<Censuses>,
) -> Result<HttpResponse> {
    list_entries(&req, &visit, (&shelf, &censuses), Kind::Practice).await
}

/// List the kinds of challenge.
#[utoipa::path(get, path = "/api/v1/challenges", tag = "catalogue",
    responses((status = 200, body = EntryList), (status = 304),
        (status = 401, body = Problem, content_type = "application/problem+json")))]
pub(super) async fn list_challenges(
    req: HttpRequest,
    visit: Visit,
    shelf: Data<Shelf>,
    censuses: Data<Censuses>,
) -> Result<HttpResponse> {
    list_entries(&req, &visit, (&shelf, &censuses), Kind::Challenge).await
}

async fn list_entries(
    req: &HttpRequest,
    visit: &Visit,
    (shelf, censuses): (&Shelf, &Censuses),
    kind: Kind,
) -> Result<HttpResponse> {
    let (mut conn, _) = visit.anyone().await?;
    let catalog = shelf.catalog(&mut conn).await?;
    let counts = censuses.census(&mut conn, &catalog).await?.counts(kind);
    let items = catalog
        .offered(kind)
        .map(|it| EntryBody::new(it, &counts))
        .collect();
    json(
        req,
        &EntryList {
            items,
            next_cursor: None,
        },
        Audience::Public,
    )
}

/// Show one role. A merged slug shows its successor.
#[utoipa::path(get, path = "/api/v1/roles/{slug}", tag = "catalogue", params(("slug" = String, Path)),
    responses((status = 200, body = EntryBody), (status = 304),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json")))]
pub(super) async fn show_role(
    req: HttpRequest,
    slug: Path<String>,
    visit: Visit,
    shelf: Data<Shelf>,
    censuses: Data<Censuses>,
) -> Result<HttpResponse> {
    let (mut conn, _) = visit.anyone().await?;
    let catalog = shelf.catalog(&mut conn).await?;
    let role = catalog.find(Kind::Role, &slug).ok_or(Error::NotFound)?;
    let census = censuses.census(&mut conn, &catalog).await?;
    let counts = census.counts(Kind::Role);
    json(&req, &EntryBody::new(role, &counts), Audience::Public)
}

impl EntryBody {
    fn new(entry: &Entry, counts: &Counts) -> Self {
        Self {
            slug: entry.slug.clone(),
            track: entry.track.clone(),
            name: Names {
                ja: entry.ja.clone(),
                en: entry.en.clone(),
            },
            aliases: entry.aliases.clone(),
            stories: counts.get(&entry.slug),
        }
    }
}
