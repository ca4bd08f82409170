//! The cookies that carry secrets. No script reads them, no other site sends them with a form; a link from
//! elsewhere does, as on the way back from a provider.

use actix_web::HttpRequest;
use actix_web::cookie::time::{Duration, OffsetDateTime};
use actix_web::cookie::{Cookie, SameSite};

use crate::access::session::Issued;
use crate::web::site::base_of;

/// What a secret is for. Under https the browser itself sees to it that no other host and no plain
/// connection sets it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Purpose {
    secure: &'static str,
    plain: &'static str,
}

const SESSION: Purpose = Purpose {
    secure: "__Host-session",
    plain: "session",
};

/// On the way to a provider and back.
pub(super) const FLOW: Purpose = Purpose {
    secure: "__Host-flow",
    plain: "flow",
};

/// Between the provider and an account.
pub(super) const NEWCOMER: Purpose = Purpose {
    secure: "__Host-newcomer",
    plain: "newcomer",
};

/// Between the question for a passkey and its answer; all tabs of a browser share it.
pub(super) const CEREMONY: Purpose = Purpose {
    secure: "__Host-ceremony",
    plain: "ceremony",
};

/// By which a browser is known again when it signs in the next time.
pub(super) const MARK: Purpose = Purpose {
    secure: "__Host-browser",
    plain: "browser",
};

/// What the browser sent of its session.
pub fn secret(req: &HttpRequest) -> Option<String> {
    SESSION.sent(req)
}

pub(super) fn carrying(req: &HttpRequest, issued: &Issued) -> Cookie<'static> {
    let lasts = issued.expires_at - OffsetDateTime::now_utc();
    SESSION.cookie(req, issued.secret.reveal(), lasts)
}

pub(super) fn removal(req: &HttpRequest) -> Cookie<'static> {
    SESSION.removal(req)
}

impl Purpose {
    pub(super) fn sent(self, req: &HttpRequest) -> Option<String> {
        let cookie = req.cookie(self.name(req))?;
        Some(cookie.value().to_owned()).filter(|it| !it.is_empty())
    }

    pub(super) fn cookie(self, req: &HttpRequest, value: &str, lasts: Duration) -> Cookie<'static> {
        Cookie::build(self.name(req), value.to_owned())
            .path("/")
            .max_age(Duration::seconds(lasts.whole_seconds()))
            .same_site(SameSite::Lax)
            .http_only(true)
            .secure(is_https(req))
            .finish()
    }

    pub(super) fn removal(self, req: &HttpRequest) -> Cookie<'static> {
        let mut cookie = self.cookie(req, "", Duration::ZERO);
        cookie.make_removal();
        cookie
    }

    fn name(self, req: &HttpRequest) -> &'static str {
        if is_https(req) {
            self.secure
        } else {
            self.plain
        }
    }
}

fn is_https(req: &HttpRequest) -> bool {
    base_of(req).starts_with("https:")
}
