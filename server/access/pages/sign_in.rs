//! The ways in. So far there is the local one alone, and elsewhere none.

use actix_web::http::{StatusCode, header};
use actix_web::web::Data;
use actix_web::{HttpMessage, HttpRequest, HttpResponse};
use askama::Template;

use crate::access::local::Origin;
use crate::access::pages::cookie;
use crate::access::return_to::ReturnTo;
use crate::access::session::Issued;
use crate::access::sign_in::{Browser, sign_in, sign_up};
use crate::access::{LocalSignIn, Visit, device};
use crate::db::Conn;
use crate::error::{Error, Fault, Result};
use crate::i18n::{Language, Words};
use crate::people::add::NewPerson;
use crate::people::{Handle, Person, display_name};
use crate::web::answer::see_other;
use crate::web::problem::message;
use crate::web::{Audience, Form, Query, Site, answer, page};

/// People to choose from; whoever is not among them types their handle.
const OFFERED: usize = 50;

#[derive(Template)]
#[template(path = "access/sign_in.html")]
struct SignIn {
    site: Site,
    next: ReturnTo,
    people: Vec<Person>,
    is_crowded: bool,
    typed: Typed,
    faults: Vec<Fault>,
}

#[derive(Template)]
#[template(path = "access/no_way_in.html")]
struct NoWayIn {
    site: Site,
}

/// What stood in the fields when the form was sent.
#[derive(Default)]
struct Typed {
    person: String,
    handle: String,
    display_name: String,
    language: Option<Language>,
}

/// Whether there is a way in, for this request.
pub(super) fn is_open(req: &HttpRequest) -> bool {
    let local = req.app_data::<Data<Option<LocalSignIn>>>();
    let Some(local) = local.and_then(|it| ***it) else {
        return false;
    };
    let mut hosts = req.headers().get_all(header::HOST);
    let host = hosts.next().filter(|_| hosts.next().is_none());
    local.admits(Origin {
        peer: req.peer_addr().map(|it| it.ip()),
        host: host.and_then(|it| it.to_str().ok()),
        headers: req.headers().keys().map(header::HeaderName::as_str),
    })
}

pub(super) async fn show(req: HttpRequest, query: Query, visit: Visit) -> Result<HttpResponse> {
    // Whoever is suspended would only be led here again.
    let mut conn = match visit.member().await {
        Err(Error::SignInRequired) => visit.reader().await?.0,
        member => member?.0,
    };
    if !is_open(&req) {
        return no_way_in(&req);
    }
    let next = ReturnTo::parse(query.one("next").unwrap_or_default());
    let template = SignIn::new(&req, &mut conn, next).await?;
    page(&req, &template, Audience::Personal)
}

pub(super) async fn submit(req: HttpRequest, form: Form, visit: Visit) -> Result<HttpResponse> {
    if !is_open(&req) {
        visit.greet().await?;
        return no_way_in(&req);
    }
    let (mut conn, _) = visit.reader().await?;
    let next = ReturnTo::parse(form.text("next"));
    match enter(&req, &mut conn, &form).await {
        Ok(issued) => welcome(&req, issued, &next),
        Err(Error::Invalid(faults)) => {
            let mut template = SignIn::new(&req, &mut conn, next).await?;
            template.typed = Typed::of(&form);
            template.faults = faults;
            let mut response = page(&req, &template, Audience::Personal)?;
            *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
            Ok(response)
        }
        Err(err) => Err(err),
    }
}

/// As the one whose handle is given, else as somebody new.
async fn enter(req: &HttpRequest, conn: &mut Conn, form: &Form) -> Result<Issued> {
    let secret = cookie::secret(req);
    let user_agent = req.headers().get(header::USER_AGENT);
    let user_agent = user_agent.and_then(|it| it.to_str().ok());
    let browser = Browser {
        secret: secret.as_deref(),
        device: &device::device(user_agent.unwrap_or_default()),
    };
    if let Some(handle) = form.one("person") {
        let unknown = || Error::fault("/person", "unknown_author");
        let handle = Handle::parse(handle).ok().ok_or_else(unknown)?;
        return match Person::by_handle(conn, &handle).await.map_err(Error::from) {
            Ok(person) => sign_in(conn, person.id, browser).await,
            Err(Error::NotFound) => Err(unknown()),
            Err(err) => Err(err),
        };
    }
    sign_up(conn, newcomer(form)?, browser).await
}

/// Every fault at once; whether the handle is free the database says.
fn newcomer(form: &Form) -> Result<NewPerson> {
    let handle = Handle::parse(form.text("handle")).map_err(|it| Fault::new("/handle", it.code()));
    let name = display_name::parse(form.text("display_name"));
    match (handle, name) {
        (Ok(handle), Ok(display_name)) => Ok(NewPerson {
            display_name,
            language: Language::parse(form.text("language")).unwrap_or(Language::Japanese),
            ..NewPerson::named(handle)
        }),
        (handle, name) => {
            let faults = [handle.err(), name.err()];
            Err(Error::Invalid(faults.into_iter().flatten().collect()))
        }
    }
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

fn no_way_in(req: &HttpRequest) -> Result<HttpResponse> {
    let site = Site::of(req, None, "");
    let mut response = page(req, &NoWayIn { site }, Audience::Personal)?;
    *response.status_mut() = StatusCode::NOT_FOUND;
    Ok(response)
}

impl SignIn {
    async fn new(req: &HttpRequest, conn: &mut Conn, next: ReturnTo) -> Result<Self> {
        let mut people = Person::first(conn, OFFERED + 1).await?;
        let is_crowded = people.len() > OFFERED;
        people.truncate(OFFERED);
        Ok(Self {
            site: Site::of(req, None, ""),
            next,
            people,
            is_crowded,
            typed: Typed::default(),
            faults: Vec::new(),
        })
    }

    /// What is wrong with a field, in the reader's words.
    fn fault(&self, field: &str) -> Option<String> {
        let fault = self.faults.iter().find(|it| it.pointer == field)?;
        Some(message(fault, Words(self.site.language)))
    }

    fn language(&self) -> Language {
        self.typed.language.unwrap_or(self.site.language)
    }
}

impl Typed {
    fn of(form: &Form) -> Self {
        let text = |name| form.text(name).to_owned();
        Self {
            person: text("person"),
            handle: text("handle"),
            display_name: text("display_name"),
            language: Language::parse(form.text("language")),
        }
    }
}
