//! The settings: a page a section, for whoever is signed in. Everything here works without JavaScript.

mod mail;
mod profile;
mod sessions;
mod tokens;
mod told;
mod verify;

use actix_web::HttpResponse;
use actix_web::web::{ServiceConfig, post, resource};

use crate::access::Visit;
use crate::error::Result;
use crate::web::answer::see_other;
use crate::web::{Site, reading};

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

const MAIL: Section = Section {
    path: "/settings/mail",
    key: "settings-mail",
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
pub(super) const SECTIONS: &[Section] = &[PROFILE, SIGN_IN, MAIL, SESSIONS, TOKENS];

impl Section {
    /// Whether its page is there for whoever reads.
    pub(super) fn is_offered(&self, site: &Site) -> bool {
        self.path != MAIL.path || site.reader.as_ref().is_some_and(|it| it.gets_mail)
    }
}

pub(super) fn routes(cfg: &mut ServiceConfig) {
    cfg.service(resource("/settings").route(reading().to(begin)))
        .service(
            resource(PROFILE.path)
                .route(reading().to(profile::show))
                .route(post().to(profile::submit)),
        )
        .service(
            resource(MAIL.path)
                .route(reading().to(mail::show))
                .route(post().to(mail::submit)),
        )
        .service(
            resource("/settings/mail/verify")
                .route(reading().to(verify::show))
                .route(post().to(verify::submit)),
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
