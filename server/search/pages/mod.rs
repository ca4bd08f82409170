//! Searching in HTML. It is complete without JavaScript; with it, results come as one types.

mod index;
mod marked;

use actix_web::web::{ServiceConfig, resource};

use crate::web::reading;

pub fn routes(cfg: &mut ServiceConfig) {
    cfg.service(resource("/search").route(reading().to(index::index)));
}
