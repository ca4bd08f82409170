//! Stories in JSON, under `/api/v1`.

pub mod body;
pub mod card;
mod handlers;

use actix_web::web::{ServiceConfig, post, put, resource};
use utoipa::OpenApi;

use crate::stories::filter::Asked;
use crate::web::{Query, reading};

pub fn routes(cfg: &mut ServiceConfig) {
    cfg.service(
        resource("/stories")
            .route(reading().to(handlers::list_stories))
            .route(post().to(handlers::create_story)),
    )
    .service(
        resource("/stories/{story}")
            .route(reading().to(handlers::show_story))
            .route(put().to(handlers::save_story)),
    )
    .service(resource("/stories/{story}/publish").route(post().to(handlers::publish_story)));
}

#[derive(OpenApi)]
#[openapi(paths(
    handlers::list_stories,
    handlers::create_story,
    handlers::show_story,
    handlers::save_story,
    handlers::publish_story
))]
pub struct Docs;

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
