//! Writing in HTML, for the author alone. Everything here works without JavaScript.

mod assign;
mod before;
mod begin;
mod decide;
mod desk;
mod edit;
mod editor;
mod field;
mod head;
mod import;
mod moments;
mod moves;
mod overtaken;
mod own;
mod parts;
mod place;
mod preview;
mod questions;
mod typed;

use actix_web::web::{ServiceConfig, post, resource};
use uuid::Uuid;

use crate::db::ids::StoryId;
use crate::error::{Error, Result};
use crate::web::reading;

pub fn routes(cfg: &mut ServiceConfig) {
    let of_story = |what: &str| resource(format!("/stories/{{story}}/{what}"));
    cfg.service(
        resource("/write")
            .route(reading().to(begin::show))
            .route(post().to(begin::submit)),
    )
    .service(
        resource("/write/import")
            .route(reading().to(import::show))
            .route(post().to(import::submit)),
    )
    .service(
        of_story("edit")
            .route(reading().to(edit::show))
            .route(post().to(edit::submit)),
    )
    .service(
        of_story("publish")
            .route(reading().to(before::show))
            .route(post().to(before::submit)),
    )
    .service(of_story("preview").route(reading().to(preview::show)))
    .service(
        resource("/stories/{story}/{step:withdraw|unlist|delete|restore|copy}")
            .route(post().to(moves::submit)),
    );
}

/// The story that an address names; what is no id names none.
fn story_of(path: &str) -> Result<StoryId> {
    let id = Uuid::try_parse(path).ok();
    id.map(StoryId).ok_or(Error::NotFound)
}
