//! Writing in HTML, for the author alone. Everything here works without JavaScript.

mod before;
mod begin;
mod desk;
mod edit;
mod editor;
mod field;
mod head;
mod overtaken;
mod parts;
mod place;
mod questions;
mod steps;
mod typed;

use actix_web::web::{Path, ServiceConfig, post, resource};
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
        of_story("edit")
            .route(reading().to(edit::show))
            .route(post().to(edit::submit)),
    )
    .service(
        of_story("publish")
            .route(reading().to(before::show))
            .route(post().to(before::submit)),
    )
    .service(of_story("preview").route(reading().to(steps::preview)))
    .service(of_story("withdraw").route(post().to(steps::withdraw)))
    .service(of_story("unlist").route(post().to(steps::unlist)))
    .service(of_story("delete").route(post().to(steps::delete)))
    .service(of_story("restore").route(post().to(steps::restore)))
    .service(of_story("copy").route(post().to(steps::copy)));
}

/// The story that an address names; what is no id names none.
fn story_of(path: &Path<String>) -> Result<StoryId> {
    let id = Uuid::try_parse(path).ok();
    id.map(StoryId).ok_or(Error::NotFound)
}
