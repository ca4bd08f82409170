//! The settings: a page a section, for whoever is signed in. Everything here works without JavaScript.

mod profile;
mod sessions;
mod tokens;
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

/// Its face stands beside the ways in: `identities.rs`.
pub(super) const SIGN_IN: Section = Section {
    path: "/settings/sign-in",
    key: "identities",
};

const SESSIONS: Section = Section {
    path: "/settings/sessions",
    key: "settings-sessions",
};

const TOKENS: Section = Section {
    path: "/settings/tokens",
    key: "settings-tokens",
};

/// In the order in which they are offered; the first one is where `/settings` leads.
pub(super) const SECTIONS: &[Section] = &[PROFILE, SIGN_IN, SESSIONS, TOKENS];

pub(super) fn routes(cfg: &mut ServiceConfig) {
    cfg.service(resource("/settings").route(reading().to(begin)))
        .service(
            resource(PROFILE.path)
                .route(reading().to(profile::show))
                .route(post().to(profile::submit)),
        )
        .service(
            resource(SESSIONS.path)
                .route(reading().to(sessions::show))
                .route(post().to(sessions::submit)),
        )
        .service(
            resource(TOKENS.path)
                .route(reading().to(tokens::show))
                .route(post().to(tokens::submit)),
        );
}

async fn begin(visit: Visit) -> Result<HttpResponse> {
    drop(visit.account().await?);
    Ok(see_other(PROFILE.path))
}
