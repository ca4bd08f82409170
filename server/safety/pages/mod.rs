//! Reports, the moderators' pages, and what whoever an act met reads of it, in HTML.

mod about;
mod floor;
mod invitations;
mod moderation;
mod notice;
mod report;
mod waiting;

use actix_web::web::{ServiceConfig, post, resource};

use crate::web::reading;
use crate::web::site::SUSPENDED;

pub fn routes(cfg: &mut ServiceConfig) {
    cfg.configure(floor_routes)
        .service(
            resource("/report")
                .route(reading().to(report::show))
                .route(post().to(report::submit)),
        )
        .service(
            resource(SUSPENDED)
                .route(reading().to(notice::suspended))
                .route(post().to(notice::answer_suspension)),
        )
        .service(
            resource("/stories/{story}/notice")
                .route(reading().to(notice::hidden))
                .route(post().to(notice::answer_hiding)),
        );
}

/// Where moderators act.
fn floor_routes(cfg: &mut ServiceConfig) {
    cfg.service(
        resource(floor::DESK)
            .route(reading().to(moderation::show))
            .route(post().to(moderation::submit)),
    )
    .service(resource("/moderation/stories/{story}").route(reading().to(moderation::story)))
    .service(
        resource(floor::WAITING)
            .route(reading().to(waiting::show))
            .route(post().to(waiting::submit)),
    )
    .service(
        resource(floor::INVITATIONS)
            .route(reading().to(invitations::show))
            .route(post().to(invitations::submit)),
    )
    .service(
        resource(floor::ABOUT)
            .route(reading().to(about::show))
            .route(post().to(about::submit)),
    );
}
