//! Signing in and out in HTML, and what pages do where nobody is signed in.

mod again;
mod browser;
mod carry;
pub mod cookie;
mod fields;
mod halted;
mod identities;
mod join;
mod join_mail;
mod local;
pub(in crate::access) mod mail;
mod offers;
mod outbox;
mod passkeys;
mod provider;
mod recovery;
mod settings;
mod sign_in;
pub mod sign_in_link;
mod sign_out;

use actix_web::web::{ServiceConfig, get, post, resource};

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
    .configure(passkeys::routes)
    .configure(recovery::routes)
    .service(
        resource(mail::PATH)
            .route(reading().to(mail::show))
            .route(post().to(mail::submit)),
    )
    .service(
        resource("/join/mail")
            .route(reading().to(join_mail::show))
            .route(post().to(join_mail::submit)),
    )
    .service(resource("/outbox").route(reading().to(outbox::show)))
    .service(resource("/sign-in/{provider}").route(get().to(provider::depart)))
    .service(resource("/sign-in/{provider}/callback").route(get().to(provider::arrive)))
    .service(
        resource("/join")
            .route(reading().to(join::show))
            .route(post().to(join::submit)),
    )
    .service(resource("/settings/sign-in").route(reading().to(identities::show)))
    .service(resource("/settings/sign-in/add").route(post().to(identities::add)))
    .service(resource("/settings/sign-in/remove").route(post().to(identities::remove)))
    .service(resource("/sign-out").route(post().to(sign_out::submit)))
    .configure(settings::routes);
}
