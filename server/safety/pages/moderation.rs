//! The moderators' desk: what was reported, what was answered, and the log of what was done.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use uuid::Uuid;

use crate::access::{Member, Visit};
use crate::catalog::Shelf;
use crate::db::Conn;
use crate::db::ids::{PersonId, StoryId};
use crate::error::{Error, Fault, Result};
use crate::i18n::Words;
use crate::people::clock;
use crate::safety::act::{Kind, Told};
use crate::safety::case::Case;
use crate::safety::judge::judge;
use crate::safety::pages::report::reason_key;
use crate::safety::report::Reason;
use crate::safety::{Act, Target};
use crate::stories::pages::moderated;
use crate::web::answer::see_other;
use crate::web::problem::message;
use crate::web::{Audience, Form, Query, Site, page};

pub(super) const PATH: &str = "/moderation";

/// As many are read at a time.
const REPORTS: i64 = 200;
const ACTS: i64 = 50;

#[derive(Template)]
#[template(path = "safety/moderation.html")]
struct Desk {
    site: Site,
    cases: Vec<Open>,
    answers: Vec<Line>,
    log: Vec<Line>,
    is_done: bool,
    /// What was typed for a target, and what is wrong with it.
    wrong: Option<(Target, String, String)>,
}

struct Open {
    case: Case,
    when: Vec<String>,
}

/// An act in words.
struct Line {
    told: Told,
    when: String,
    /// Whether things still stand as it left them.
    holds: bool,
}

pub(super) async fn show(req: HttpRequest, query: Query, visit: Visit) -> Result<HttpResponse> {
    let (mut conn, moderator) = visit.moderator().await?;
    let mut desk = Desk::of(&req, &mut conn, &moderator).await?;
    desk.is_done = query.one("done").is_some();
    page(&req, &desk, Audience::Personal)
}

pub(super) async fn submit(req: HttpRequest, form: Form, visit: Visit) -> Result<HttpResponse> {
    let (mut conn, moderator) = visit.moderator().await?;
    let id = |name| Uuid::try_parse(form.text(name)).ok();
    let target = Target::of(id("story").map(StoryId), id("person").map(PersonId));
    let target = target.ok_or(Error::NotFound)?;
    let kind = Kind::parse(form.text("do")).ok_or(Error::NotFound)?;
    let why = form.one("why").unwrap_or_default();
    match judge(&mut conn, moderator.person, kind, (target, why)).await {
        Ok(()) => Ok(see_other("/moderation?done=1")),
        Err(Error::Invalid(faults)) => {
            let mut desk = Desk::of(&req, &mut conn, &moderator).await?;
            let words = Words(desk.site.language);
            let told: Vec<String> = faults.iter().map(|it: &Fault| message(it, words)).collect();
            desk.wrong = Some((target, why.to_owned(), told.join(" ")));
            let mut response = page(&req, &desk, Audience::Personal)?;
            *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
            Ok(response)
        }
        Err(err) => Err(err),
    }
}

/// A story as readers see it, or would.
pub(super) async fn story(
    req: HttpRequest,
    story: Path<String>,
    visit: Visit,
    shelf: Data<Shelf>,
) -> Result<HttpResponse> {
    let (mut conn, _) = visit.moderator().await?;
    let id = Uuid::try_parse(&story).ok().map(StoryId);
    let catalog = shelf.catalog(&mut conn).await?;
    moderated(&req, &mut conn, &catalog, id.ok_or(Error::NotFound)?).await
}

impl Desk {
    async fn of(req: &HttpRequest, conn: &mut Conn, moderator: &Member) -> Result<Self> {
        let site = Site::of(req, None, "moderation");
        let cases = Case::open(conn, REPORTS).await?;
        let answers = Act::answered(conn, ACTS).await?;
        let log = Act::newest(conn, ACTS).await?;
        let of_reports = cases.iter().flat_map(|it| &it.reports);
        let of_acts = answers.iter().chain(&log).map(|it| it.act.at);
        let instants: Vec<_> = of_reports.map(|it| it.created_at).chain(of_acts).collect();
        let told = clock::told(conn, moderator.person, &instants, site.language).await?;
        let mut told = told.into_iter();
        let mut next = || told.next().unwrap_or_default();
        let open = |case: Case| Open {
            when: case.reports.iter().map(|_| next()).collect(),
            case,
        };
        let cases = cases.into_iter().map(open).collect();
        let mut line = |told: Told, holds: bool| Line {
            told,
            when: next(),
            holds,
        };
        let answers = answers.into_iter().map(|it| line(it, true)).collect();
        let holding = holding(&log);
        let log = log.into_iter().zip(holding);
        Ok(Self {
            log: log.map(|(it, holds)| line(it, holds)).collect(),
            site,
            cases,
            answers,
            is_done: false,
            wrong: None,
        })
    }

    fn reason(&self, reason: &Reason) -> String {
        self.site.t(reason_key(*reason))
    }

    /// What was typed for this target.
    fn typed(&self, target: &Target) -> &str {
        let wrong = self.wrong.as_ref().filter(|it| it.0 == *target);
        wrong.map_or("", |it| it.1.as_str())
    }

    fn fault(&self, target: &Target) -> Option<String> {
        let wrong = self.wrong.as_ref().filter(|it| it.0 == *target);
        wrong.map(|it| it.2.clone())
    }
}

/// For each line of the log, the newest first, whether nothing later undid it.
fn holding(log: &[Told]) -> Vec<bool> {
    let target = |it: &Told| it.act.target();
    let changes = |it: &Told| it.act.kind != Kind::Dismiss;
    let is_last = |(n, it): (usize, &Told)| {
        let later = log.iter().take(n).filter(|it| changes(it));
        let stops = matches!(it.act.kind, Kind::Hide | Kind::Suspend);
        stops && target(it).is_some() && !later.clone().any(|other| target(other) == target(it))
    };
    log.iter().enumerate().map(is_last).collect()
}

impl Line {
    fn key(&self) -> &'static str {
        match self.told.act.kind {
            Kind::Hide => "act-hide",
            Kind::Show => "act-show",
            Kind::Suspend => "act-suspend",
            Kind::Lift => "act-lift",
            Kind::Dismiss => "act-dismiss",
        }
    }
}
