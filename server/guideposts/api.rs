//! The catalogue with its counts, and people, in JSON.

use actix_web::web::{Data, Path, ServiceConfig, resource};
use actix_web::{HttpRequest, HttpResponse};
use serde::Serialize;
use utoipa::{OpenApi, ToSchema};

use crate::access::Visit;
use crate::catalog::{Entry, Kind, Shelf};
use crate::error::{Error, Result};
use crate::guideposts::counts::Counts;
use crate::guideposts::profile::Profile;
use crate::people::Handle;
use crate::stories::api::card::{CardBody, current};
use crate::web::problem::Problem;
use crate::web::site::base_of;
use crate::web::{Audience, json, reading};

pub fn routes(cfg: &mut ServiceConfig) {
    cfg.service(resource("/roles").route(reading().to(list_roles)))
        .service(resource("/roles/{slug}").route(reading().to(show_role)))
        .service(resource("/practices").route(reading().to(list_practices)))
        .service(resource("/challenges").route(reading().to(list_challenges)))
        .service(resource("/people/{handle}").route(reading().to(show_person)));
}

#[derive(OpenApi)]
#[openapi(paths(list_roles, show_role, list_practices, list_challenges, show_person))]
pub struct Docs;

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

#[derive(Serialize, ToSchema)]
struct PersonBody {
    handle: String,
    display_name: String,
    bio_md: String,
    bio_html: String,
    url: String,
    /// Slugs of roles: the longest path among the person's named stories.
    path: Vec<String>,
    /// The newest ones that show their author.
    stories: Vec<CardBody>,
    /// All of them.
    stories_url: String,
    followers: u32,
    /// Null as long as the person offers none.
    mentoring: Option<MentoringBody>,
}

#[derive(Serialize, ToSchema)]
struct MentoringBody {
    open: bool,
    formats: Vec<String>,
    remaining_capacity: u32,
    usual_answer_hours: Option<u32>,
}

/// List the roles, by track.
#[utoipa::path(get, path = "/api/v1/roles", tag = "catalogue",
    responses((status = 200, body = EntryList), (status = 304),
        (status = 401, body = Problem, content_type = "application/problem+json")))]
async fn list_roles(req: HttpRequest, visit: Visit, shelf: Data<Shelf>) -> Result<HttpResponse> {
    list_entries(&req, &visit, &shelf, Kind::Role).await
}

/// List the practices.
#[utoipa::path(get, path = "/api/v1/practices", tag = "catalogue",
    responses((status = 200, body = EntryList), (status = 304),
        (status = 401, body = Problem, content_type = "application/problem+json")))]
async fn list_practices(
    req: HttpRequest,
    visit: Visit,
    shelf: Data<Shelf>,
) -> Result<HttpResponse> {
    list_entries(&req, &visit, &shelf, Kind::Practice).await
}

/// List the kinds of challenge.
#[utoipa::path(get, path = "/api/v1/challenges", tag = "catalogue",
    responses((status = 200, body = EntryList), (status = 304),
        (status = 401, body = Problem, content_type = "application/problem+json")))]
async fn list_challenges(
    req: HttpRequest,
    visit: Visit,
    shelf: Data<Shelf>,
) -> Result<HttpResponse> {
    list_entries(&req, &visit, &shelf, Kind::Challenge).await
}

async fn list_entries(
    req: &HttpRequest,
    visit: &Visit,
    shelf: &Shelf,
    kind: Kind,
) -> Result<HttpResponse> {
    let (mut conn, _) = visit.anyone().await?;
    let catalog = shelf.catalog(&mut conn).await?;
    let counts = match kind {
        Kind::Practice => Counts::of_practices(&mut conn).await?,
        Kind::Challenge => Counts::of_challenges(&mut conn).await?,
        _ => Counts::of_roles(&mut conn).await?,
    };
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
async fn show_role(
    req: HttpRequest,
    slug: Path<String>,
    visit: Visit,
    shelf: Data<Shelf>,
) -> Result<HttpResponse> {
    let (mut conn, _) = visit.anyone().await?;
    let catalog = shelf.catalog(&mut conn).await?;
    let role = catalog.find(Kind::Role, &slug).ok_or(Error::NotFound)?;
    let counts = Counts::of_roles(&mut conn).await?;
    json(&req, &EntryBody::new(role, &counts), Audience::Public)
}

/// Show one person.
#[utoipa::path(get, path = "/api/v1/people/{handle}", tag = "people", params(("handle" = String, Path)),
    responses((status = 200, body = PersonBody), (status = 304),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json")))]
async fn show_person(
    req: HttpRequest,
    handle: Path<String>,
    visit: Visit,
    shelf: Data<Shelf>,
) -> Result<HttpResponse> {
    let (mut conn, _) = visit.anyone().await?;
    let handle = Handle::parse(&handle).ok().ok_or(Error::NotFound)?;
    let profile = Profile::of(&mut conn, &handle).await?;
    let catalog = shelf.catalog(&mut conn).await?;
    let base = base_of(&req);
    let path = profile
        .longest()
        .map(|it| current(&catalog, Kind::Role, &it.row.path));
    let body = PersonBody {
        url: format!("{base}/people/{handle}"),
        path: path.unwrap_or_default(),
        stories: profile
            .cards
            .iter()
            .map(|it| CardBody::new(it, &catalog, &base))
            .collect(),
        stories_url: format!("{base}/api/v1/stories?author={handle}"),
        handle: profile.person.handle,
        display_name: profile.person.display_name,
        bio_md: profile.person.bio_md,
        bio_html: profile.person.bio_html,
        followers: 0,
        mentoring: None,
    };
    json(&req, &body, Audience::Public)
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
