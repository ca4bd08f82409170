//! `/join/passkey`: an account with a passkey alone, for whom no provider need vouch.

use actix_web::http::StatusCode;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use crate::access::join::Admission;
use crate::access::pages::browser::Sent;
use crate::access::pages::cookie::CEREMONY;
use crate::access::pages::fields::{self, Fields};
use crate::access::pages::halted::halted_by;
use crate::access::pages::offers::with;
use crate::access::pages::passkeys::{ask, browser, party, reply};
use crate::access::pages::sign_in::welcome;
use crate::access::passkeys::RelyingParty;
use crate::access::passkeys::join::{self, Joiner, join_by_passkey, may_join};
use crate::access::return_to::ReturnTo;
use crate::access::session::Issued;
use crate::access::{Visit, Ways, invitation};
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::web::answer::see_other;
use crate::web::limits::{entering, joining};
use crate::web::{Audience, Form, Query, Site, page};

const HERE: &str = "/join/passkey";

#[derive(Template)]
#[template(path = "access/join_passkey.html")]
struct Join {
    site: Site,
    fields: Fields,
    waits: bool,
    next: ReturnTo,
    invite: String,
    origin: String,
    /// Whether the form came without a passkey.
    is_without: bool,
}

/// The way here, where there are passkeys.
pub(in crate::access::pages) fn way(ways: &Ways, params: &[(&str, &str)]) -> Option<String> {
    ways.passkeys.as_ref().ok().map(|_| with(HERE, params))
}

pub(super) async fn show(
    req: HttpRequest,
    query: Query,
    visit: Visit,
    ways: Data<Ways>,
) -> Result<HttpResponse> {
    let party = party(&ways)?;
    let (mut conn, member) = visit.reader().await?;
    if member.is_some() {
        return Ok(see_other("/"));
    }
    let invite = query.one("invite").unwrap_or_default();
    let admission = match admission(&mut conn, &ways, invite).await {
        Ok(admission) => admission,
        Err(why) => return halted_by(&req, why),
    };
    let next = ReturnTo::parse(query.one("next").unwrap_or_default());
    let template = Join {
        fields: Fields::default(),
        waits: admission.waits(),
        ..Join::new(&req, party, next, invite)
    };
    page(&req, &template, Audience::Personal)
}

pub(super) async fn begin(
    req: HttpRequest,
    form: Form,
    visit: Visit,
    ways: Data<Ways>,
) -> Result<HttpResponse> {
    let party = party(&ways)?;
    let (mut conn, _) = visit.reader().await?;
    let (browser, sent) = (browser(&req)?, Sent::by(&req));
    let admission = admission(&mut conn, &ways, form.text("invite")).await?;
    let joiner = joiner(admission, &form, &sent)?;
    let question = join::begin(&mut conn, party, &joiner, &browser).await?;
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
    let invite = form.text("invite");
    let admission = match admission(&mut conn, &ways, invite).await {
        Ok(admission) => admission,
        Err(why) => return halted_by(&req, why),
    };
    let next = ReturnTo::parse(form.text("next"));
    let faults = match enter(&req, &mut conn, party, admission, &form).await {
        Ok(Some(issued)) if admission.waits() => {
            return welcome(&req, issued, &ReturnTo::parse("/join"));
        }
        Ok(Some(issued)) => return welcome(&req, issued, &next),
        Ok(None) => Vec::new(),
        Err(Error::Invalid(faults)) => faults,
        Err(err) => return halted_by(&req, err),
    };
    let template = Join {
        is_without: faults.is_empty(),
        fields: Fields {
            faults,
            ..Fields::typed(&form)
        },
        waits: admission.waits(),
        ..Join::new(&req, party, next, invite)
    };
    let mut response = page(&req, &template, Audience::Personal)?;
    *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    Ok(response)
}

/// The new session; `None` where everything is right but the passkey is not there.
async fn enter(
    req: &HttpRequest,
    conn: &mut Conn,
    party: &RelyingParty,
    admission: Admission,
    form: &Form,
) -> Result<Option<Issued>> {
    let (cookie, sent) = (CEREMONY.sent(req), Sent::by(req));
    let joiner = joiner(admission, form, &sent)?;
    let Some(reply) = reply(cookie.as_deref(), form) else {
        may_join(conn, &joiner).await?;
        return Ok(None);
    };
    if admission.invitation.is_none() {
        joining(req)?;
    }
    let issued = join_by_passkey(conn, party, joiner, &reply, sent.browser()).await?;
    Ok(Some(issued))
}

/// Somebody new as the form tells of them. The passkey is called what the browser is.
fn joiner<'s>(admission: Admission, form: &Form, sent: &'s Sent) -> Result<Joiner<'s>> {
    Ok(Joiner {
        person: fields::person(form)?,
        admission,
        passkey: match sent.device() {
            "" => "Passkey",
            device => device,
        },
    })
}

/// # Errors
/// `invitation_used` for an invitation that is not good, `not_invited` where there is none and one is needed.
async fn admission(conn: &mut Conn, ways: &Ways, invite: &str) -> Result<Admission> {
    let invitation = match invite {
        "" => None,
        secret => match invitation::find(conn, secret).await? {
            None => return Err(Error::Conflict("invitation_used")),
            found => found,
        },
    };
    let admission = Admission {
        registration: ways.registration,
        invitation,
    };
    match admission.is_open() {
        true => Ok(admission),
        false => Err(Error::Conflict("not_invited")),
    }
}

impl Join {
    fn new(req: &HttpRequest, party: &RelyingParty, next: ReturnTo, invite: &str) -> Self {
        Self {
            site: Site::of(req, None, ""),
            fields: Fields::default(),
            waits: false,
            next,
            invite: invite.to_owned(),
            origin: party.origin().to_owned(),
            is_without: false,
        }
    }
}
