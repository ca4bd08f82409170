//! Home, roles and people in HTML.

mod about;
mod found;
mod home;
mod person;
mod role;
mod roles;
pub mod signpost;

use actix_web::web::{ServiceConfig, resource};

use crate::web::reading;

pub fn routes(cfg: &mut ServiceConfig) {
    cfg.service(resource("/about").route(reading().to(about::show)))
        .service(resource("/").route(reading().to(home::show)))
        .service(resource("/roles").route(reading().to(roles::index)))
        .service(resource("/roles/{slug}").route(reading().to(role::show)))
        .service(resource("/people/{handle}").route(reading().to(person::show)));
}
