//! Passkeys in HTML: a script asks what the browser is to be asked, and sends its answer with a form.

pub(super) mod join;
pub(super) mod settings;
pub(super) mod sign_in;

use actix_web::web::{ServiceConfig, post, resource};
use actix_web::{HttpRequest, HttpResponse};

use crate::access::Ways;
use crate::access::pages::cookie::CEREMONY;
use crate::access::passkeys::ceremony::{LASTS, Question};
use crate::access::passkeys::{RelyingParty, Reply};
use crate::access::secret::Secret;
use crate::error::{Error, Result};
use crate::web::{Audience, Form, json, reading};

pub(super) fn routes(cfg: &mut ServiceConfig) {
    cfg.service(
        resource("/sign-in/passkey")
            .route(reading().to(sign_in::show))
            .route(post().to(sign_in::submit)),
    )
    .service(resource("/sign-in/passkey/begin").route(post().to(sign_in::begin)))
    .service(
        resource("/join/passkey")
            .route(reading().to(join::show))
            .route(post().to(join::submit)),
    )
    .service(resource("/join/passkey/begin").route(post().to(join::begin)))
    .service(resource("/settings/sign-in/passkeys").route(post().to(settings::submit)))
    .service(resource("/settings/sign-in/passkeys/begin").route(post().to(settings::begin)))
    .service(resource("/settings/sign-in/passkeys/rename").route(post().to(settings::rename)))
    .service(resource("/settings/sign-in/passkeys/remove").route(post().to(settings::remove)));
}

/// Where there are no passkeys, there is nothing of all this.
fn party(ways: &Ways) -> Result<&RelyingParty> {
    ways.passkeys.as_ref().ok().ok_or(Error::NotFound)
}

/// What binds the browser to its ceremonies; it keeps what it has, so that two tabs do not disturb each other.
fn browser(req: &HttpRequest) -> Result<String> {
    match CEREMONY.sent(req) {
        Some(secret) => Ok(secret),
        None => Ok(Secret::random("")?.reveal().to_owned()),
    }
}

/// The question, and the cookie without which nobody answers it.
fn ask(req: &HttpRequest, browser: &str, question: &Question) -> Result<HttpResponse> {
    let mut response = json(req, question, Audience::Personal)?;
    let cookie = CEREMONY.cookie(req, browser, LASTS);
    response.add_cookie(&cookie).map_err(anyhow::Error::from)?;
    Ok(response)
}

/// `None` where the form was sent without a script that asked the device.
fn reply<'r>(browser: Option<&'r str>, form: &'r Form) -> Option<Reply<'r>> {
    let credential = form.text("credential");
    let reply = Reply {
        browser,
        ceremony: form.text("ceremony"),
        credential,
    };
    (!credential.is_empty()).then_some(reply)
}
