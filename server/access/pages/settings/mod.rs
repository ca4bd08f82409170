//! The settings: a page a section, for whoever is signed in. Everything here works without JavaScript.

mod profile;
mod told;

use actix_web::HttpResponse;
use actix_web::web::{ServiceConfig, post, resource};

use crate::access::Visit;
use crate::error::Result;
use crate::web::answer::see_other;
use crate::web::reading;

/// A page of the settings, and the word for it.
pub(super) struct Section {
    pub(super) path: &'static str,
    pub(super) key: &'static str,
}

const PROFILE: Section = Section {
    path: "/settings/profile",
    key: "settings-profile",
};

/// In the order in which they are offered; the first one is where `/settings` leads.
pub(super) const SECTIONS: &[Section] = &[PROFILE];

pub(super) fn routes(cfg: &mut ServiceConfig) {
    cfg.service(resource("/settings").route(reading().to(begin)))
        .service(
            resource(PROFILE.path)
                .route(reading().to(profile::show))
                .route(post().to(profile::submit)),
        );
}

async fn begin(visit: Visit) -> Result<HttpResponse> {
    drop(visit.member().await?);
    Ok(see_other(PROFILE.path))
}
