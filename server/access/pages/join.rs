//! `/join`: an account for whom a provider has vouched; with `?invite=`, the way to one.

use actix_web::http::StatusCode;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use crate::access::join::{Admission, join};
use crate::access::newcomer::Newcomer;
use crate::access::pages::browser::Sent;
use crate::access::pages::cookie::NEWCOMER;
use crate::access::pages::fields::{self, Fields};
use crate::access::pages::halted::{Halt, halted, halted_by};
use crate::access::pages::mail::MailForm;
use crate::access::pages::offers::Offers;
use crate::access::pages::passkeys;
use crate::access::pages::sign_in::welcome;
use crate::access::pages::sign_in_link::told_to_no_other_site;
use crate::access::return_to::ReturnTo;
use crate::access::session::Issued;
use crate::access::{Visit, Ways, invitation};
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::web::answer::see_other;
use crate::web::limits::{entering, joining};
use crate::web::{Audience, Form, Query, Site, page};

#[derive(Template)]
#[template(path = "access/join.html")]
struct Join {
    site: Site,
    /// By whom they come, and as whom.
    vouched: String,
    /// What a member who came this way does instead.
    known: String,
    fields: Fields,
    waits: bool,
    /// Whether they have an account elsewhere, which moderators look at.
    has_account: bool,
}

#[derive(Template)]
#[template(path = "access/invited.html")]
struct Invited {
    site: Site,
    offers: Offers,
    /// The way to an account with a passkey alone, where there are any.
    by_passkey: Option<String>,
    mail: Option<MailForm>,
}

#[derive(Template)]
#[template(path = "access/waiting.html")]
struct Waiting {
    site: Site,
}

pub(super) async fn show(
    req: HttpRequest,
    query: Query,
    visit: Visit,
    ways: Data<Ways>,
) -> Result<HttpResponse> {
    let (mut conn, member) = visit.reader().await?;
    if let Some(secret) = query.one("invite") {
        let found = invitation::find(&mut conn, secret).await?;
        drop(conn);
        if found.is_none() {
            return halted(&req, Halt::BadInvitation, None);
        }
        let site = Site::of(&req, None, "");
        let template = Invited {
            offers: Offers::of(&ways, &[("invite", secret)]).await,
            by_passkey: passkeys::join::way(&ways, &[("invite", secret)]),
            mail: MailForm::of(&req, &ways, "", secret),
            site,
        };
        let mut response = page(&req, &template, Audience::Personal)?;
        told_to_no_other_site(&mut response);
        return Ok(response);
    }
    if let Some(newcomer) = expected(&req, &mut conn).await? {
        let fields = Fields {
            handle: newcomer.handle.clone(),
            display_name: newcomer.display_name.clone(),
            ..Fields::default()
        };
        let template = Join::new(&req, &ways, &newcomer, fields);
        return page(&req, &template, Audience::Personal);
    }
    match member {
        Some(it) if it.waiting_since.is_some() => {
            let site = Site::of(&req, None, "");
            page(&req, &Waiting { site }, Audience::Personal)
        }
        Some(_) => Ok(see_other("/")),
        None => Ok(see_other("/sign-in")),
    }
}

pub(super) async fn submit(
    req: HttpRequest,
    form: Form,
    visit: Visit,
    ways: Data<Ways>,
) -> Result<HttpResponse> {
    entering(&req, None)?;
    let (mut conn, _) = visit.reader().await?;
    let Some(newcomer) = expected(&req, &mut conn).await? else {
        return halted(&req, Halt::Lost, None);
    };
    let mut response = match enter(&req, &mut conn, &ways, &newcomer, &form).await {
        Ok(issued) => {
            let next = match admission(&ways, &newcomer).waits() {
                true => ReturnTo::parse("/join"),
                false => newcomer.return_to(),
            };
            welcome(&req, issued, &next)?
        }
        Err(Error::Invalid(faults)) => {
            let typed = Fields::typed(&form);
            let template = Join::new(&req, &ways, &newcomer, Fields { faults, ..typed });
            let mut response = page(&req, &template, Audience::Personal)?;
            *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
            return Ok(response);
        }
        Err(err) => halted_by(&req, err)?,
    };
    let removal = NEWCOMER.removal(&req);
    response.add_cookie(&removal).map_err(anyhow::Error::from)?;
    Ok(response)
}

async fn enter(
    req: &HttpRequest,
    conn: &mut Conn,
    ways: &Ways,
    newcomer: &Newcomer,
    form: &Form,
) -> Result<Issued> {
    let person = fields::person(form)?;
    let sent = Sent::by(req);
    let admission = admission(ways, newcomer);
    if admission.invitation.is_none() {
        joining(req)?;
    }
    join(conn, newcomer, person, admission, sent.browser()).await
}

/// For whom a provider has vouched, in this browser.
async fn expected(req: &HttpRequest, conn: &mut Conn) -> Result<Option<Newcomer>> {
    match NEWCOMER.sent(req) {
        Some(secret) => Ok(Newcomer::find(conn, &secret).await?),
        None => Ok(None),
    }
}

fn admission(ways: &Ways, newcomer: &Newcomer) -> Admission {
    Admission {
        registration: ways.registration,
        invitation: newcomer.invitation,
    }
}

impl Join {
    fn new(req: &HttpRequest, ways: &Ways, newcomer: &Newcomer, fields: Fields) -> Self {
        let site = Site::of(req, None, "");
        let provider = ("provider", ways.providers.label_of(&newcomer.provider));
        let (vouched, known) = match newcomer.proven().mailbox() {
            Some(address) => (
                site.with("join-by-mail", "address", address),
                site.t("join-known-mail"),
            ),
            None => (
                site.with2("join-vouched", provider, ("name", &newcomer.name)),
                site.t("join-known-detail"),
            ),
        };
        Self {
            has_account: newcomer.proven().mailbox().is_none(),
            vouched,
            known,
            site,
            waits: admission(ways, newcomer).waits(),
            fields,
        }
    }
}
