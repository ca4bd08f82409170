//! Signing in and out in HTML, and what pages do where nobody is signed in.

mod again;
mod carry;
pub mod cookie;
mod settings;
mod sign_in;
pub mod sign_in_link;
mod sign_out;

use actix_web::web::{ServiceConfig, post, resource};

use crate::web::reading;

pub use again::again;
pub use carry::carry;

pub fn routes(cfg: &mut ServiceConfig) {
    cfg.service(
        resource("/sign-in")
            .route(reading().to(sign_in::show))
            .route(post().to(sign_in::submit)),
    )
    .service(
        resource(sign_in_link::PATH)
            .route(reading().to(sign_in_link::show))
            .route(post().to(sign_in_link::submit)),
    )
    .service(resource("/sign-out").route(post().to(sign_out::submit)))
    .configure(settings::routes);
}
