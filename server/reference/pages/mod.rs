//! `/api/docs`, the API's document as a page; `/about/design`, what pages are made of.

mod design;
mod docs;

use actix_web::web::{ServiceConfig, resource};

use crate::web::reading;

pub fn routes(cfg: &mut ServiceConfig) {
    cfg.service(resource("/api/docs").route(reading().to(docs::show)))
        .service(resource("/about/design").route(reading().to(design::show)));
}
