//! One story or one person before a moderator, reported or not: how things stand, and what can be done.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use url::form_urlencoded::byte_serialize;

use crate::access::{Member, Visit};
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::safety::pages::floor::{self, ABOUT, Floor, Line, Wish, Wrong, refused};
use crate::safety::subject::{Standing, Subject};
use crate::safety::sweep::judge_with_stories;
use crate::safety::{Act, Target};
use crate::web::answer::see_other;
use crate::web::{Audience, Form, Query, Site, page};

/// As many acts are read.
const ACTS: i64 = 20;

#[derive(Template)]
#[template(path = "safety/about.html")]
struct About {
    site: Site,
    floor: Floor,
    subject: Subject,
    log: Vec<Line>,
    /// Whether whoever reads it is the person.
    is_own: bool,
    is_done: bool,
    wrong: Option<Wrong>,
}

/// What was typed leads nowhere.
#[derive(Template)]
#[template(path = "safety/nowhere.html")]
struct Nowhere {
    site: Site,
    floor: Floor,
    typed: String,
}

pub(super) async fn show(req: HttpRequest, query: Query, visit: Visit) -> Result<HttpResponse> {
    let (mut conn, moderator) = visit.moderator().await?;
    if let Some(typed) = query.one("address") {
        return lead(&req, &mut conn, typed).await;
    }
    let subject = match (query.one("story"), query.one("person")) {
        (Some(story), _) => Subject::story(&mut conn, story).await?,
        (None, Some(person)) => Subject::person(&mut conn, person).await?,
        (None, None) => return lead(&req, &mut conn, "").await,
    };
    let mut about = About::of(&req, &mut conn, &moderator, subject).await?;
    about.is_done = query.one("done").is_some();
    page(&req, &about, Audience::Personal)
}

pub(super) async fn submit(req: HttpRequest, form: Form, visit: Visit) -> Result<HttpResponse> {
    let (mut conn, moderator) = visit.moderator().await?;
    let wish = Wish::read(&form)?;
    let (target, kind, about) = (wish.target, wish.kind, (wish.target, wish.why.as_str()));
    let moderates = moderator.person;
    let done = judge_with_stories(&mut conn, moderates, kind, about, wish.with_stories).await;
    let subject = Subject::of(&mut conn, target).await;
    match done {
        Ok(()) => Ok(see_other(&format!("{}&done=1", subject?.here()))),
        Err(err) => {
            let mut about = About::of(&req, &mut conn, &moderator, subject?).await?;
            let wrong = Wrong::of(err, wish, &about.site)?;
            let is_overtaken = wrong.is_overtaken();
            about.wrong = Some(wrong);
            refused(&req, &about, is_overtaken)
        }
    }
}

/// To what an address names, as it was copied from the browser.
async fn lead(req: &HttpRequest, conn: &mut Conn, typed: &str) -> Result<HttpResponse> {
    let site = Site::of(req, None, "moderation");
    let (field, name) = named(typed, &site);
    let found = match field {
        "person" => Subject::person(conn, &name).await,
        _ => Subject::story(conn, &name).await,
    };
    match found {
        Ok(subject) => Ok(see_other(&subject.here())),
        Err(Error::NotFound) => {
            let nowhere = Nowhere {
                site,
                floor: Floor::of(conn, ABOUT).await?,
                typed: typed.to_owned(),
            };
            let mut response = page(req, &nowhere, Audience::Personal)?;
            if !typed.is_empty() {
                *response.status_mut() = StatusCode::NOT_FOUND;
            }
            Ok(response)
        }
        Err(err) => Err(err),
    }
}

/// What is named, and how: `/people/aoi`, the same with our host, `@aoi`; everything else is a story.
fn named(typed: &str, site: &Site) -> (&'static str, String) {
    let typed = typed.trim();
    let path = typed.strip_prefix(&site.whole("")).unwrap_or(typed);
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let path = path.trim_matches('/');
    let name = |it: &str| it.split('/').next().unwrap_or_default().to_owned();
    if let Some(handle) = path.strip_prefix("people/").or(path.strip_prefix('@')) {
        return ("person", name(handle));
    }
    let story = path.strip_prefix("moderation/").unwrap_or(path);
    (
        "story",
        name(story.strip_prefix("stories/").unwrap_or(story)),
    )
}

impl About {
    async fn of(
        req: &HttpRequest,
        conn: &mut Conn,
        moderator: &Member,
        subject: Subject,
    ) -> Result<Self> {
        let site = Site::of(req, None, "moderation");
        let log = Act::about(conn, subject.target, ACTS).await?;
        Ok(Self {
            floor: Floor::of(conn, ABOUT).await?,
            log: Line::all(conn, moderator, log, &site).await?,
            is_own: subject.target == Target::Person(moderator.person),
            subject,
            is_done: false,
            wrong: None,
            site,
        })
    }

    fn typed(&self) -> &str {
        floor::typed(self.wrong.as_ref(), &self.subject.target)
    }

    fn with_stories(&self) -> bool {
        floor::with_stories(self.wrong.as_ref(), &self.subject.target)
    }

    fn fault(&self) -> Option<String> {
        floor::fault(self.wrong.as_ref(), &self.subject.target)
    }
}

impl Nowhere {
    /// Nothing was typed yet, or nothing is there.
    fn fault(&self) -> Option<String> {
        let is_wrong = !self.typed.is_empty();
        is_wrong.then(|| self.site.t("look-up-nothing"))
    }
}

impl Subject {
    /// Where it stands before moderators.
    fn here(&self) -> String {
        let field = match self.target {
            Target::Story(_) => "story",
            Target::Person(_) => "person",
        };
        let name: String = byte_serialize(self.address.as_bytes()).collect();
        format!("{ABOUT}?{field}={name}")
    }
}
