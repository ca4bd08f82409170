//! Signing in by mail: whoever types an address is sent a link, if that lets anybody in. The answer is the
//! same for every address.

use actix_web::http::StatusCode;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use crate::access::ask_link::{Asked, Asker, ask_for_link};
use crate::access::join::Admission;
use crate::access::pages::cookie::MARK;
use crate::access::pages::local::is_local;
use crate::access::pages::offers::with;
use crate::access::return_to::ReturnTo;
use crate::access::{Visit, Ways, invitation};
use crate::error::{Error, Result};
use crate::i18n::Words;
use crate::mail::{Address, Mail};
use crate::web::limits::{entering, network};
use crate::web::problem::message;
use crate::web::{Audience, Form, Query, Site, page};

pub(super) const PATH: &str = "/sign-in/mail";

/// The form, with what stands in it.
#[derive(Default)]
pub(super) struct MailForm {
    pub(super) address: String,
    pub(super) next: String,
    /// The secret of an invitation.
    pub(super) invite: String,
    pub(super) error: Option<String>,
    /// Whether its operator has to mend it.
    pub(super) is_closed: bool,
}

#[derive(Template)]
#[template(path = "access/mail.html")]
struct ByMail {
    site: Site,
    mail: MailForm,
    sent: Option<Sent>,
}

/// What is said whether a mail is sent or not.
struct Sent {
    about: String,
    is_kept: bool,
    /// The way back to the form.
    another: String,
}

/// Whether this request gets mail sent: anybody's, or on one's own machine those that the local sign-in admits.
pub(in crate::access) fn is_sent(req: &HttpRequest) -> bool {
    let ways = req.app_data::<Data<Ways>>();
    ways.is_some_and(|it| it.mail.is_sent() && (!it.mail.is_kept() || is_local(req)))
}

impl MailForm {
    /// `None` where no mail is sent and nobody meant to send any.
    pub(super) fn of(req: &HttpRequest, ways: &Ways, next: &str, invite: &str) -> Option<Self> {
        let is_closed = matches!(ways.mail, Mail::Mistaken(_));
        (is_closed || is_sent(req)).then(|| Self {
            next: next.to_owned(),
            invite: invite.to_owned(),
            is_closed,
            ..Self::default()
        })
    }
}

pub(super) async fn show(req: HttpRequest, query: Query, visit: Visit) -> Result<HttpResponse> {
    visit.greet().await?;
    if !is_sent(&req) {
        return Err(Error::NotFound);
    }
    let text = |name| query.one(name).unwrap_or_default().to_owned();
    let mail = MailForm {
        next: text("next"),
        invite: text("invite"),
        ..MailForm::default()
    };
    let (site, sent) = (Site::of(&req, None, ""), None);
    page(&req, &ByMail { site, mail, sent }, Audience::Personal)
}

pub(super) async fn submit(
    req: HttpRequest,
    form: Form,
    visit: Visit,
    ways: Data<Ways>,
) -> Result<HttpResponse> {
    entering(&req, None)?;
    let (mut conn, _) = visit.reader().await?;
    if !is_sent(&req) {
        return Err(Error::NotFound);
    }
    let site = Site::of(&req, None, "");
    let mut mail = MailForm {
        address: form.text("address").to_owned(),
        next: form.text("next").to_owned(),
        invite: form.text("invite").to_owned(),
        ..MailForm::default()
    };
    let address = match Address::parse(&mail.address) {
        Ok(address) => address,
        Err(fault) => {
            mail.error = Some(message(&fault, Words(site.language)));
            let sent = None;
            let mut response = page(&req, &ByMail { site, mail, sent }, Audience::Personal)?;
            *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
            return Ok(response);
        }
    };
    let admission = Admission {
        registration: ways.registration,
        invitation: invitation::find(&mut conn, &mail.invite).await?,
    };
    let next = ReturnTo::parse(&mail.next);
    let asked = Asked::new(&next, site.language, admission);
    let mark = MARK.sent(&req);
    let asker = Asker {
        network: network(&req),
        mark: mark.as_deref(),
    };
    ask_for_link(&mut conn, &address, asked, asker).await?;
    let sent = Some(Sent {
        about: site.with("mail-sent-about", "address", &address),
        is_kept: ways.mail.is_kept(),
        another: mail.way(),
    });
    page(&req, &ByMail { site, mail, sent }, Audience::Personal)
}

impl MailForm {
    fn way(&self) -> String {
        with(PATH, &[("next", &self.next), ("invite", &self.invite)])
    }
}
