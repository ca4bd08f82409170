//! Stories in JSON, under `/api/v1`.

mod asking;
pub mod body;
pub mod card;
mod handlers;
mod lists;
mod previews;
mod status;
mod versions;

use actix_web::web::{ServiceConfig, delete, post, put, resource};
use utoipa::{IntoParams, OpenApi};

use crate::stories::filter::Asked;
use crate::web::{Query, reading};

pub fn routes(cfg: &mut ServiceConfig) {
    let of_story = |what: &str| resource(format!("/stories/{{story}}/{what}"));
    cfg.service(
        resource("/stories")
            .route(reading().to(handlers::list_stories))
            .route(post().to(handlers::create_story)),
    )
    .service(resource("/stories/changes").route(reading().to(lists::list_changes)))
    .service(resource("/me/stories").route(reading().to(lists::list_own_stories)))
    .service(
        resource("/stories/{story}")
            .route(reading().to(handlers::show_story))
            .route(put().to(handlers::save_story))
            .route(delete().to(status::delete_story)),
    )
    .service(of_story("publish").route(post().to(status::publish_story)))
    .service(of_story("unlist").route(post().to(status::unlist_story)))
    .service(of_story("withdraw").route(post().to(status::withdraw_story)))
    .service(of_story("versions").route(reading().to(versions::list_versions)))
    .service(of_story("versions/{version}").route(reading().to(versions::show_version)))
    .service(
        of_story("previews")
            .route(reading().to(previews::list_previews))
            .route(post().to(previews::create_preview))
            .route(delete().to(previews::delete_previews)),
    )
    .service(of_story("previews/{preview}").route(delete().to(previews::delete_preview)));
}

#[derive(OpenApi)]
#[openapi(paths(
    handlers::list_stories,
    handlers::create_story,
    handlers::show_story,
    handlers::save_story,
    lists::list_changes,
    lists::list_own_stories,
    previews::create_preview,
    previews::delete_preview,
    previews::delete_previews,
    previews::list_previews,
    status::delete_story,
    status::publish_story,
    status::unlist_story,
    status::withdraw_story,
    versions::list_versions,
    versions::show_version
))]
pub struct Docs;

/// What narrows a list of stories, for its description.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "read as a query; this is its description")]
pub struct FilterParams {
    /// Slug of a role that stands in the path before its last place, or `track:NAME`
    from: Option<String>,
    /// Slug of a role that the story reaches, or `track:NAME`
    to: Option<String>,
    /// Slugs of practices; all must be told of
    practice: Option<Vec<String>>,
    /// Slugs of kinds of challenge; all must be told of
    challenge: Option<Vec<String>>,
    /// `ja` or `en`
    language: Option<String>,
    /// Handles; any of them, up to 50
    author: Option<Vec<String>>,
}

/// The filters of a list as they stand in an address.
pub fn asked(query: &Query) -> Asked<'_> {
    Asked {
        from: query.one("from"),
        to: query.one("to"),
        practices: query.all("practice").collect(),
        challenges: query.all("challenge").collect(),
        language: query.one("language"),
        authors: query.all("author").collect(),
        sort: query.one("sort"),
        limit: query.one("limit"),
    }
}
