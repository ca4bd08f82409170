//! One's own profile in JSON.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use serde::{Deserialize, Deserializer, Serialize};
use utoipa::ToSchema;

use crate::access::{Scope, Visit};
use crate::catalog::Shelf;
use crate::db::Pooled;
use crate::db::ids::PersonId;
use crate::error::Result;
use crate::guideposts::api::people::{PersonBody, PersonLink};
use crate::guideposts::profile::Profile;
use crate::i18n::Language;
use crate::people::change::{Change, change};
use crate::people::links::Link;
use crate::web::body::JsonBody;
use crate::web::problem::Problem;
use crate::web::site::base_of;
use crate::web::{Audience, json};

/// What the server makes of a profile, and what is changed elsewhere.
const SERVER_MADE: &[&str] = &[
    "handle",
    "bio_html",
    "url",
    "path",
    "stories",
    "stories_url",
    "followers",
    "mentoring",
];

#[derive(Serialize, ToSchema)]
struct MeBody {
    #[serde(flatten)]
    person: PersonBody,
    /// `ja` or `en`: how the site and its notifications speak to the person.
    #[schema(value_type = String)]
    language: Language,
    /// An IANA name, such as `Asia/Tokyo`.
    time_zone: String,
}

/// What is to be changed; fields that are left out stay as they are.
#[derive(Deserialize, ToSchema)]
pub(super) struct MePatch {
    #[serde(default, deserialize_with = "given")]
    #[schema(min_length = 1, max_length = 60, nullable = false)]
    display_name: Option<String>,
    #[serde(default, deserialize_with = "given")]
    #[schema(max_length = 2000, nullable = false)]
    bio_md: Option<String>,
    /// All of them: those that are left out are gone.
    #[serde(default, deserialize_with = "given")]
    #[schema(max_items = 6, nullable = false)]
    links: Option<Vec<PersonLink>>,
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>, nullable = false)]
    language: Option<Language>,
    #[serde(default, deserialize_with = "given")]
    #[schema(nullable = false)]
    time_zone: Option<String>,
}

/// `null` is no value of these fields.
fn given<'de, T: Deserialize<'de>, D: Deserializer<'de>>(from: D) -> Result<Option<T>, D::Error> {
    T::deserialize(from).map(Some)
}

/// Show one's own profile.
#[utoipa::path(get, path = "/api/v1/me", tag = "people", security(("token" = [])),
    responses((status = 200, body = MeBody),
        (status = 401, body = Problem, content_type = "application/problem+json")))]
pub(super) async fn show_me(
    req: HttpRequest,
    visit: Visit,
    shelf: Data<Shelf>,
) -> Result<HttpResponse> {
    let (conn, person) = visit.with_token().await?;
    me(&req, conn, person, &shelf).await
}

/// Change one's own profile.
#[utoipa::path(patch, path = "/api/v1/me", tag = "people", request_body = MePatch,
    security(("token" = ["profile:write"])),
    responses((status = 200, body = MeBody),
        (status = 400, body = Problem, content_type = "application/problem+json"),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 413, body = Problem, content_type = "application/problem+json"),
        (status = 415, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json")))]
pub(super) async fn change_me(
    req: HttpRequest,
    body: JsonBody,
    visit: Visit,
    shelf: Data<Shelf>,
) -> Result<HttpResponse> {
    let (mut conn, person) = visit.with_scope(Scope::ProfileWrite).await?;
    let patch: MePatch = body.read_beside(SERVER_MADE)?;
    let link = |PersonLink { label, url }| Link { label, url };
    let wanted = Change {
        display_name: patch.display_name,
        bio_md: patch.bio_md,
        links: patch.links.map(|it| it.into_iter().map(link).collect()),
        language: patch.language,
        time_zone: patch.time_zone,
    };
    change(&mut conn, person, wanted).await?;
    me(&req, conn, person, &shelf).await
}

async fn me(
    req: &HttpRequest,
    mut conn: Pooled,
    person: PersonId,
    shelf: &Shelf,
) -> Result<HttpResponse> {
    let profile = Profile::of_person(&mut conn, person).await?;
    let catalog = shelf.catalog(&mut conn).await?;
    let body = MeBody {
        language: profile.person.language,
        time_zone: profile.person.time_zone.clone(),
        person: PersonBody::new(profile, &catalog, &base_of(req)),
    };
    json(req, &body, Audience::Personal)
}
