//! The ways in: the providers, and on one's own machine the local one.

use actix_web::http::StatusCode;
use actix_web::web::Data;
use actix_web::{HttpMessage, HttpRequest, HttpResponse};
use askama::Template;

use crate::access::pages::browser::Sent;
use crate::access::pages::fields::{self, Fields};
use crate::access::pages::local::is_local;
use crate::access::pages::mail::{MailForm, is_sent};
use crate::access::pages::offers::Offers;
use crate::access::pages::passkeys::sign_in::Offer;
use crate::access::return_to::ReturnTo;
use crate::access::session::Issued;
use crate::access::sign_in::{sign_in, sign_up};
use crate::access::{Visit, Ways};
use crate::config::Registration;
use crate::db::Conn;
use crate::db::ids::PersonId;
use crate::error::{Error, Result};
use crate::people::{Handle, Person};
use crate::web::answer::see_other;
use crate::web::limits::entering;
use crate::web::{Audience, Form, Query, Site, answer, page};

/// People to choose from; whoever is not among them types their handle.
const OFFERED: usize = 50;

#[derive(Template)]
#[template(path = "access/sign_in.html")]
struct SignIn {
    site: Site,
    next: ReturnTo,
    offers: Offers,
    mail: Option<MailForm>,
    who_may_join: String,
    /// Whether anybody may join without being invited or approved.
    is_open: bool,
    passkey: Option<Offer>,
    local: Option<Local>,
}

/// The local sign-in, with what stood in its fields when the form was sent.
struct Local {
    people: Vec<Person>,
    is_crowded: bool,
    person: String,
    fields: Fields,
}

#[derive(Template)]
#[template(path = "access/no_way_in.html")]
struct NoWayIn {
    site: Site,
}

/// Whether there is a way in, for this request.
pub(super) fn is_open(req: &HttpRequest) -> bool {
    let ways = req.app_data::<Data<Ways>>();
    let is_closed = |it: &Ways| {
        it.providers.all().is_empty() && it.passkeys.is_err() && it.mail.mistake().is_none()
    };
    is_local(req) || is_sent(req) || ways.is_some_and(|it| !is_closed(it))
}

pub(super) async fn show(
    req: HttpRequest,
    query: Query,
    visit: Visit,
    ways: Data<Ways>,
) -> Result<HttpResponse> {
    // Whoever is suspended would only be led here again.
    match visit.account().await {
        Err(Error::SignInRequired) => {}
        found => drop(found?),
    }
    if !is_open(&req) {
        return no_way_in(&req);
    }
    let next = ReturnTo::parse(query.one("next").unwrap_or_default());
    let mut template = SignIn::new(&req, &ways, next).await;
    if is_local(&req) {
        let (mut conn, _) = visit.reader().await?;
        template.local = Some(Local::new(&mut conn).await?);
    }
    page(&req, &template, Audience::Personal)
}

pub(super) async fn submit(
    req: HttpRequest,
    form: Form,
    visit: Visit,
    ways: Data<Ways>,
) -> Result<HttpResponse> {
    if !is_local(&req) {
        visit.greet().await?;
        return no_way_in(&req);
    }
    entering(&req, form.one("person"))?;
    let (mut conn, _) = visit.reader().await?;
    let next = ReturnTo::parse(form.text("next"));
    match enter(&req, &mut conn, &form).await {
        Ok(issued) => welcome(&req, issued, &next),
        Err(Error::Invalid(faults)) => {
            let mut local = Local::new(&mut conn).await?;
            drop(conn);
            local.person = form.text("person").to_owned();
            local.fields = Fields::typed(&form);
            local.fields.faults = faults;
            let mut template = SignIn::new(&req, &ways, next).await;
            template.local = Some(local);
            let mut response = page(&req, &template, Audience::Personal)?;
            *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
            Ok(response)
        }
        Err(err) => Err(err),
    }
}

/// As the one whose handle is given, else as somebody new.
async fn enter(req: &HttpRequest, conn: &mut Conn, form: &Form) -> Result<Issued> {
    let sent = Sent::by(req);
    if let Some(handle) = form.one("person") {
        let unknown = || Error::fault("/person", "unknown_author");
        let handle = Handle::parse(handle).ok().ok_or_else(unknown)?;
        return match Person::by_handle(conn, &handle).await.map_err(Error::from) {
            Ok(person) => sign_in(conn, person.id, sent.browser()).await,
            Err(Error::NotFound) => Err(unknown()),
            Err(err) => Err(err),
        };
    }
    sign_up(conn, fields::person(form)?, sent.browser()).await
}

/// The cookie takes the place of any that was renewed on the way here.
pub(super) fn welcome(req: &HttpRequest, issued: Issued, next: &ReturnTo) -> Result<HttpResponse> {
    req.extensions_mut().insert(issued);
    let mut response = see_other(next.as_str());
    // From here on their own setting says which language, until they choose another.
    response
        .add_cookie(&answer::language_forgotten())
        .map_err(anyhow::Error::from)?;
    Ok(response)
}

/// The same for somebody known: who waits for approval reads that they do, unless they come to see to
/// their account.
pub(super) async fn welcome_back(
    req: &HttpRequest,
    conn: &mut Conn,
    person: PersonId,
    issued: Issued,
    next: ReturnTo,
) -> Result<HttpResponse> {
    let person = Person::by_id(conn, person).await?;
    let next = match person.waiting_since {
        Some(_) if !next.as_str().starts_with("/settings") => ReturnTo::parse("/join"),
        _ => next,
    };
    welcome(req, issued, &next)
}

fn no_way_in(req: &HttpRequest) -> Result<HttpResponse> {
    let site = Site::of(req, None, "");
    let mut response = page(req, &NoWayIn { site }, Audience::Personal)?;
    *response.status_mut() = StatusCode::NOT_FOUND;
    Ok(response)
}

impl SignIn {
    async fn new(req: &HttpRequest, ways: &Ways, next: ReturnTo) -> Self {
        let site = Site::of(req, None, "");
        Self {
            offers: Offers::of(ways, &[("next", next.as_str())]).await,
            mail: MailForm::of(req, ways, next.as_str(), ""),
            who_may_join: match ways.registration {
                Registration::Open => site.t("sign-in-join-open"),
                Registration::Invite => site.t("sign-in-join-invite"),
                Registration::Approval => site.t("sign-in-join-approval"),
            },
            is_open: ways.registration == Registration::Open,
            passkey: Offer::of(ways, &next),
            local: None,
            next,
            site,
        }
    }
}

impl Local {
    async fn new(conn: &mut Conn) -> Result<Self> {
        let mut people = Person::first(conn, OFFERED + 1).await?;
        let is_crowded = people.len() > OFFERED;
        people.truncate(OFFERED);
        Ok(Self {
            people,
            is_crowded,
            person: String::new(),
            fields: Fields::default(),
        })
    }
}
