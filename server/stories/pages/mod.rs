//! Stories in HTML. Everything here works without JavaScript.

pub mod again;
pub mod entry;
pub mod filters;
mod found;
mod index;
mod next;
mod preview;
pub mod reading;
mod show;
mod telling;
mod writing;

use actix_web::web::{ServiceConfig, resource};

use crate::web::reading;

pub use show::moderated;

pub fn routes(cfg: &mut ServiceConfig) {
    writing::routes(cfg);
    cfg.service(resource("/stories").route(reading().to(index::index)))
        .service(resource("/stories/{slug}").route(reading().to(show::show)))
        .service(resource("/previews/{secret}").route(reading().to(show::preview)));
}
