//! The catalogue with its counts, and people, in JSON.

mod entries;
mod me;
mod people;

use actix_web::web::{ServiceConfig, patch, resource};
use utoipa::OpenApi;

use crate::web::reading;

pub fn routes(cfg: &mut ServiceConfig) {
    cfg.service(resource("/roles").route(reading().to(entries::list_roles)))
        .service(resource("/roles/{slug}").route(reading().to(entries::show_role)))
        .service(resource("/practices").route(reading().to(entries::list_practices)))
        .service(resource("/challenges").route(reading().to(entries::list_challenges)))
        .service(resource("/people/{handle}").route(reading().to(people::show_person)))
        .service(
            resource("/me")
                .route(reading().to(me::show_me))
                .route(patch().to(me::change_me)),
        );
}

#[derive(OpenApi)]
#[openapi(paths(
    entries::list_roles,
    entries::show_role,
    entries::list_practices,
    entries::list_challenges,
    people::show_person,
    me::show_me,
    me::change_me
))]
pub struct Docs;
