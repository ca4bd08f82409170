//! A sign-in that led nowhere: why, and what to do.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use crate::access::providers::{Provider, Trouble};
use crate::error::{Error, Result};
use crate::web::site::Reader;
use crate::web::{Audience, Site, page};

#[derive(Clone, Copy, Debug)]
pub(super) enum Halt {
    /// Unknown, used before, run out, or begun by another browser.
    Lost,
    /// They changed their mind at the provider.
    Denied,
    Down,
    /// What the provider sent is not to be believed.
    Refused,
    /// A passkey that is nobody's, or an answer that does not fit.
    Passkey,
    /// The identity is another member's.
    Taken,
    /// The address was verified by another member meanwhile.
    AddressTaken,
    Uninvited,
    /// The invitation is unknown, used or has run out.
    BadInvitation,
}

#[derive(Template)]
#[template(path = "access/halted.html")]
struct Halted {
    site: Site,
    title: String,
    detail: String,
    again: &'static str,
    again_text: String,
}

impl From<&Trouble> for Halt {
    fn from(trouble: &Trouble) -> Self {
        match trouble {
            Trouble::Down(_) => Self::Down,
            Trouble::Refused(_) => Self::Refused,
        }
    }
}

impl Halt {
    /// What can go wrong with an answer that brings somebody in, whatever it was for.
    fn of(err: &Error) -> Option<Self> {
        match err {
            Error::NotFound => Some(Self::Lost),
            Error::Conflict("passkey_refused") => Some(Self::Passkey),
            Error::Conflict("not_invited") => Some(Self::Uninvited),
            Error::Conflict("invitation_used") => Some(Self::BadInvitation),
            Error::Conflict("identity_taken") => Some(Self::Taken),
            Error::Conflict("address_taken") => Some(Self::AddressTaken),
            _ => None,
        }
    }
}

/// The page for what went wrong, where it is one of these.
pub(super) fn halted_by(req: &HttpRequest, err: Error) -> Result<HttpResponse> {
    match Halt::of(&err) {
        Some(halt) => halted(req, halt, None),
        None => Err(err),
    }
}

/// `provider` is the one that it happened at, where it did at one.
pub(super) fn halted(
    req: &HttpRequest,
    halt: Halt,
    provider: Option<&Provider>,
) -> Result<HttpResponse> {
    let site = Site::of(req, None, "");
    let name = provider.map_or("", |it| it.label.as_str());
    let (status, title, detail) = told(&site, halt, name);
    let (again, again_text) = match halt {
        Halt::Taken => ("/settings/sign-in", site.t("identities")),
        Halt::Passkey if Reader::of(req).is_some() => ("/settings/sign-in", site.t("identities")),
        _ => ("/sign-in", site.t("halt-again")),
    };
    let template = Halted {
        site,
        title,
        detail,
        again,
        again_text,
    };
    let mut response = page(req, &template, Audience::Personal)?;
    *response.status_mut() = status;
    Ok(response)
}

fn told(site: &Site, halt: Halt, name: &str) -> (StatusCode, String, String) {
    match halt {
        Halt::Lost => (
            StatusCode::BAD_REQUEST,
            site.t("halt-lost"),
            site.t("halt-lost-detail"),
        ),
        Halt::Denied => (
            StatusCode::FORBIDDEN,
            site.with("halt-denied", "name", name),
            site.t("halt-denied-detail"),
        ),
        Halt::Down => (
            StatusCode::SERVICE_UNAVAILABLE,
            site.with("halt-down", "name", name),
            site.t("halt-down-detail"),
        ),
        Halt::Refused => (
            StatusCode::BAD_REQUEST,
            site.with("halt-refused", "name", name),
            site.t("halt-refused-detail"),
        ),
        Halt::Passkey => (
            StatusCode::FORBIDDEN,
            site.t("halt-passkey"),
            site.t("halt-passkey-detail"),
        ),
        Halt::Taken => (
            StatusCode::CONFLICT,
            site.t("halt-taken"),
            site.t("halt-taken-detail"),
        ),
        Halt::AddressTaken => (
            StatusCode::CONFLICT,
            site.t("halt-address-taken"),
            site.t("halt-address-taken-detail"),
        ),
        Halt::Uninvited => (
            StatusCode::FORBIDDEN,
            site.t("halt-uninvited"),
            site.t("halt-uninvited-detail"),
        ),
        Halt::BadInvitation => (
            StatusCode::NOT_FOUND,
            site.t("halt-invitation"),
            site.t("halt-invitation-detail"),
        ),
    }
}
