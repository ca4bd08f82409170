//! People in JSON, as the others see them.

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::access::Visit;
use crate::catalog::{Catalog, Shelf};
use crate::error::{Error, Result};
use crate::guideposts::profile::Profile;
use crate::people::Handle;
use crate::stories::api::card::CardBody;
use crate::web::problem::Problem;
use crate::web::site::base_of;
use crate::web::{Audience, json};

#[derive(Serialize, ToSchema)]
pub(super) struct PersonBody {
    handle: String,
    display_name: String,
    bio_md: String,
    bio_html: String,
    /// Where else one finds the person.
    links: Vec<PersonLink>,
    url: String,
    /// Slugs of roles: the path that the person's named stories tell together.
    path: Vec<String>,
    /// The newest ones that show their author.
    stories: Vec<CardBody>,
    /// All of them.
    stories_url: String,
    followers: u32,
    /// Null as long as the person offers none.
    mentoring: Option<MentoringBody>,
}

#[derive(Deserialize, Serialize, ToSchema)]
pub(super) struct PersonLink {
    /// The address's host where it is left out or empty.
    #[serde(default)]
    #[schema(max_length = 40)]
    pub(super) label: String,
    #[schema(max_length = 2000)]
    pub(super) url: String,
}

#[derive(Serialize, ToSchema)]
struct MentoringBody {
    open: bool,
    formats: Vec<String>,
    remaining_capacity: u32,
    usual_answer_hours: Option<u32>,
}

/// Show one person.
#[utoipa::path(get, path = "/api/v1/people/{handle}", tag = "people", params(("handle" = String, Path)),
    responses((status = 200, body = PersonBody), (status = 304),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json")))]
pub(super) async fn show_person(
    req: HttpRequest,
    handle: Path<String>,
    visit: Visit,
    shelf: Data<Shelf>,
) -> Result<HttpResponse> {
    let (mut conn, viewer) = visit.anyone().await?;
    let handle = Handle::parse(&handle).ok().ok_or(Error::NotFound)?;
    let profile = Profile::of(&mut conn, &handle, viewer).await?;
    let catalog = shelf.catalog(&mut conn).await?;
    let body = PersonBody::new(profile, &catalog, &base_of(&req));
    json(&req, &body, Audience::Public)
}

impl PersonBody {
    pub(super) fn new(profile: Profile, catalog: &Catalog, base: &str) -> Self {
        let path = profile.path(catalog).into_iter().map(|it| it.role);
        let handle = profile.person.handle;
        let links = profile.person.links.iter().map(|it| PersonLink {
            label: it.label.clone(),
            url: it.url.clone(),
        });
        Self {
            url: format!("{base}/people/{handle}"),
            path: path.collect(),
            stories: profile
                .cards
                .iter()
                .map(|it| CardBody::new(it, catalog, base))
                .collect(),
            stories_url: format!("{base}/api/v1/stories?author={handle}"),
            handle: handle.to_string(),
            display_name: profile.person.display_name,
            bio_md: profile.person.bio_md,
            bio_html: profile.person.bio_html,
            links: links.collect(),
            followers: 0,
            mentoring: None,
        }
    }
}
