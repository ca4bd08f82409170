//! Reports, the moderators' desk, and what whoever an act met reads of it, in HTML.

mod moderation;
mod notice;
mod report;

use actix_web::web::{ServiceConfig, post, resource};

use crate::web::reading;
use crate::web::site::SUSPENDED;

pub fn routes(cfg: &mut ServiceConfig) {
    cfg.service(
        resource("/report")
            .route(reading().to(report::show))
            .route(post().to(report::submit)),
    )
    .service(
        resource(moderation::PATH)
            .route(reading().to(moderation::show))
            .route(post().to(moderation::submit)),
    )
    .service(resource("/moderation/stories/{story}").route(reading().to(moderation::story)))
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
