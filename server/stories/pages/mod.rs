//! Stories in HTML. Everything here works without JavaScript.

pub mod entry;
mod index;
mod show;
mod telling;

use actix_web::web::{ServiceConfig, resource};

use crate::web::reading;

pub fn routes(cfg: &mut ServiceConfig) {
    cfg.service(resource("/stories").route(reading().to(index::index)))
        .service(resource("/stories/{slug}").route(reading().to(show::show)))
        .service(resource("/previews/{secret}").route(reading().to(show::preview)));
}
