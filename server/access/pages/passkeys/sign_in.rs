//! `/sign-in/passkey`: the question of `/sign-in`, and its answer.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};

use crate::access::pages::browser::Sent;
use crate::access::pages::cookie::CEREMONY;
use crate::access::pages::halted::halted_by;
use crate::access::pages::passkeys::{ask, browser, join, party, reply};
use crate::access::pages::sign_in::welcome_back;
use crate::access::passkeys::sign_in::{self, sign_in_by_passkey};
use crate::access::return_to::ReturnTo;
use crate::access::{Visit, Ways};
use crate::config::Registration;
use crate::error::Result;
use crate::web::Form;
use crate::web::answer::see_other;
use crate::web::limits::entering;

/// What `/sign-in` shows of passkeys.
pub(in crate::access::pages) struct Offer {
    /// The address at which they work.
    pub(in crate::access::pages) origin: String,
    /// The way for those who are new, where it is open to everyone.
    pub(in crate::access::pages) join: Option<String>,
}

impl Offer {
    pub(in crate::access::pages) fn of(ways: &Ways, next: &ReturnTo) -> Option<Self> {
        let party = ways.passkeys.as_ref().ok()?;
        let is_open = ways.registration != Registration::Invite;
        let join = join::way(ways, &[("next", next.as_str())]);
        Some(Self {
            origin: party.origin().to_owned(),
            join: join.filter(|_| is_open),
        })
    }
}

/// Whoever reloads an answer begins again.
pub(super) async fn show() -> HttpResponse {
    see_other("/sign-in")
}

pub(super) async fn begin(
    req: HttpRequest,
    visit: Visit,
    ways: Data<Ways>,
) -> Result<HttpResponse> {
    let party = party(&ways)?;
    let (mut conn, _) = visit.reader().await?;
    let browser = browser(&req)?;
    let question = sign_in::begin(&mut conn, party, &browser).await?;
    ask(&req, &browser, &question)
}

pub(super) async fn submit(
    req: HttpRequest,
    form: Form,
    visit: Visit,
    ways: Data<Ways>,
) -> Result<HttpResponse> {
    entering(&req, None)?;
    let party = party(&ways)?;
    let (mut conn, _) = visit.reader().await?;
    let cookie = CEREMONY.sent(&req);
    let Some(reply) = reply(cookie.as_deref(), &form) else {
        return Ok(see_other("/sign-in"));
    };
    let sent = Sent::by(&req);
    match sign_in_by_passkey(&mut conn, party, &reply, sent.browser()).await {
        Ok((person, issued)) => {
            let next = ReturnTo::parse(form.text("next"));
            welcome_back(&req, &mut conn, person, issued, next).await
        }
        Err(err) => halted_by(&req, err),
    }
}
