//! Reporting a story or a person, with an account or without.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use crate::access::Visit;
use crate::db::Conn;
use crate::db::ids::PersonId;
use crate::error::{Error, Fault, Result};
use crate::i18n::Words;
use crate::people::{Handle, Person};
use crate::safety::Target;
use crate::safety::report::{Reason, Reporter, report};
use crate::stories::read;
use crate::web::limits::rarely;
use crate::web::problem::message_at;
use crate::web::{Audience, Form, Query, Site, page};

#[derive(Template)]
#[template(path = "safety/report.html")]
struct Page {
    site: Site,
    subject: Subject,
    typed: Typed,
    faults: Vec<Fault>,
    is_done: bool,
}

/// What is reported: as its address names it, and as people do.
struct Subject {
    target: Target,
    field: &'static str,
    value: String,
    name: String,
    back: String,
}

#[derive(Default)]
struct Typed {
    reason: String,
    note: String,
}

pub(super) async fn show(req: HttpRequest, query: Query, visit: Visit) -> Result<HttpResponse> {
    let (mut conn, member) = visit.reader().await?;
    let viewer = member.map(|it| it.person);
    let named = (query.one("story"), query.one("person"));
    let subject = Subject::of(&mut conn, named, viewer).await?;
    page(&req, &Page::new(&req, subject), Audience::Personal)
}

/// The answer is the same whether it was told before or not.
pub(super) async fn submit(req: HttpRequest, form: Form, visit: Visit) -> Result<HttpResponse> {
    let (mut conn, member) = visit.reader().await?;
    let viewer = member.as_ref().map(|it| it.person);
    let reporter = match member {
        Some(it) if it.waiting_since.is_some() => Reporter::Waiting(it.person),
        Some(it) => Reporter::Member(it.person),
        None => Reporter::Nameless,
    };
    let named = (form.one("story"), form.one("person"));
    let subject = Subject::of(&mut conn, named, viewer).await?;
    rarely(&req, reporter.member().map(|it| it.0))?;
    let typed = Typed {
        reason: form.text("reason").to_owned(),
        note: form.one("note").unwrap_or_default().to_owned(),
    };
    let told = (typed.reason.as_str(), typed.note.as_str());
    let done = report(&mut conn, subject.target, reporter, told).await;
    let mut shown = Page::new(&req, subject);
    match done {
        Ok(()) => {
            shown.is_done = true;
            page(&req, &shown, Audience::Personal)
        }
        Err(Error::Invalid(faults)) => {
            shown.typed = typed;
            shown.faults = faults;
            let mut response = page(&req, &shown, Audience::Personal)?;
            *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
            Ok(response)
        }
        Err(err) => Err(err),
    }
}

impl Subject {
    /// # Errors
    /// [`Error::NotFound`] for what readers do not see.
    async fn of(
        conn: &mut Conn,
        (story, person): (Option<&str>, Option<&str>),
        viewer: Option<PersonId>,
    ) -> Result<Self> {
        if let Some(slug) = story {
            let (id, title) = read::public_title(conn, slug).await?;
            return Ok(Self {
                target: Target::Story(id),
                field: "story",
                value: slug.to_owned(),
                name: title,
                back: format!("/stories/{slug}"),
            });
        }
        let handle = Handle::parse(person.unwrap_or_default()).ok();
        let handle = handle.ok_or(Error::NotFound)?;
        let person = Person::seen_by(conn, &handle, viewer).await?;
        Ok(Self {
            target: Target::Person(person.id),
            field: "person",
            value: person.handle.to_string(),
            back: format!("/people/{}", person.handle),
            name: person.display_name,
        })
    }
}

impl Page {
    fn new(req: &HttpRequest, subject: Subject) -> Self {
        Self {
            site: Site::of(req, None, ""),
            subject,
            typed: Typed::default(),
            faults: Vec::new(),
            is_done: false,
        }
    }

    fn reasons(&self) -> Vec<(&'static str, String)> {
        let name = |it: &Reason| (it.as_str(), self.site.t(reason_key(*it)));
        Reason::ALL.iter().map(name).collect()
    }

    fn fault(&self, at: &str) -> Option<String> {
        message_at(&self.faults, at, Words(self.site.language))
    }
}

pub(super) const fn reason_key(reason: Reason) -> &'static str {
    match reason {
        Reason::Spam => "report-spam",
        Reason::Harassment => "report-harassment",
        Reason::Private => "report-private",
        Reason::Unlawful => "report-unlawful",
        Reason::Other => "report-other",
    }
}
