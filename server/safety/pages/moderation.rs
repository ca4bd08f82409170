//! The moderators' desk: what was reported, what was answered, and the log of what was done.

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use uuid::Uuid;

use crate::access::{Member, Visit};
use crate::catalog::Shelf;
use crate::db::Conn;
use crate::db::ids::{PersonId, StoryId};
use crate::error::{Error, Result};
use crate::people::clock;
use crate::safety::case::{Case, Place};
use crate::safety::pages::floor::{self, DESK, Floor, Line, Wish, Wrong, refused};
use crate::safety::pages::report::reason_key;
use crate::safety::report::Reason;
use crate::safety::sweep::judge_with_stories;
use crate::safety::{Act, Target};
use crate::stories::hide::n_public_by_name;
use crate::stories::pages::moderated;
use crate::web::answer::see_other;
use crate::web::cursor::Cursor;
use crate::web::{Audience, Form, Query, Site, page};

/// As many stand on a page.
const CASES: u8 = 20;
const ACTS: i64 = 50;

/// The names of the list in its cursors: cases that members told of come first.
const BY_MEMBERS: &str = "cases of members";
const BY_OTHERS: &str = "cases of others";

#[derive(Template)]
#[template(path = "safety/moderation.html")]
struct Desk {
    site: Site,
    floor: Floor,
    cases: Vec<Open>,
    /// Where this page of cases begins, and where the next one does.
    cursor: String,
    more: Option<String>,
    answers: Vec<Line>,
    log: Vec<Line>,
    is_done: bool,
    wrong: Option<Wrong>,
}

struct Open {
    case: Case,
    when: Vec<String>,
    /// Of a person who can be suspended, how many stories stand in public under their name.
    n_stories: i64,
}

pub(super) async fn show(req: HttpRequest, query: Query, visit: Visit) -> Result<HttpResponse> {
    let (mut conn, moderator) = visit.moderator().await?;
    let cursor = query.one("cursor").unwrap_or_default();
    let mut desk = Desk::of(&req, &mut conn, &moderator, cursor).await?;
    desk.is_done = query.one("done").is_some();
    page(&req, &desk, Audience::Personal)
}

pub(super) async fn submit(req: HttpRequest, form: Form, visit: Visit) -> Result<HttpResponse> {
    let (mut conn, moderator) = visit.moderator().await?;
    let wish = Wish::read(&form)?;
    let cursor = form.text("cursor");
    // Before anything is done: it goes into the address that the answer leads to.
    place(cursor)?;
    let (kind, about) = (wish.kind, (wish.target, wish.why.as_str()));
    let moderates = moderator.person;
    match judge_with_stories(&mut conn, moderates, kind, about, wish.with_stories).await {
        Ok(()) => Ok(see_other(&floor::done(DESK, cursor))),
        Err(err) => {
            let mut desk = Desk::of(&req, &mut conn, &moderator, cursor).await?;
            let wrong = Wrong::of(err, wish, &desk.site)?;
            let is_overtaken = wrong.is_overtaken();
            desk.wrong = Some(wrong);
            refused(&req, &desk, is_overtaken)
        }
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

/// # Errors
/// `bad_cursor` for a cursor that is none of this list.
fn place(cursor: &str) -> Result<Option<Place>> {
    if cursor.is_empty() {
        return Ok(None);
    }
    let read = Cursor::read(cursor)?;
    let (by_others, it) = match read.clone().of(BY_MEMBERS) {
        Ok(it) => (false, it),
        Err(_) => (true, read.of(BY_OTHERS)?),
    };
    Ok(Some((by_others, it.at, it.id)))
}

fn cursor_of((by_others, at, id): Place) -> String {
    let list = if by_others { BY_OTHERS } else { BY_MEMBERS };
    Cursor { at, id }.encode(list)
}

impl Desk {
    async fn of(
        req: &HttpRequest,
        conn: &mut Conn,
        moderator: &Member,
        cursor: &str,
    ) -> Result<Self> {
        let site = Site::of(req, None, "moderation");
        let (cases, next) = Case::open(conn, place(cursor)?, CASES).await?;
        let of_reports = cases.iter().flat_map(|it| &it.reports);
        let instants: Vec<_> = of_reports.map(|it| it.created_at).collect();
        let told = clock::told(conn, moderator.person, &instants, site.language).await?;
        let to_suspend = cases.iter().filter(|it| !it.is_stopped);
        let to_suspend: Vec<PersonId> = to_suspend.filter_map(|it| it.target.person()).collect();
        let n_stories = n_public_by_name(conn, &to_suspend).await?;
        let mut told = told.into_iter();
        let open = |case: Case| Open {
            when: told.by_ref().take(case.reports.len()).collect(),
            n_stories: case
                .target
                .person()
                .and_then(|it| n_stories.get(&it).copied())
                .unwrap_or(0),
            case,
        };
        let cases = cases.into_iter().map(open).collect();
        let answers = Act::answered(conn, ACTS).await?;
        let log = Act::newest(conn, ACTS).await?;
        Ok(Self {
            floor: Floor::of(conn, DESK).await?,
            cases,
            cursor: cursor.to_owned(),
            more: next.map(cursor_of),
            answers: Line::all(conn, moderator, answers, &site).await?,
            log: Line::all(conn, moderator, log, &site).await?,
            is_done: false,
            wrong: None,
            site,
        })
    }

    fn reason(&self, reason: &Reason) -> String {
        self.site.t(reason_key(*reason))
    }

    fn typed(&self, target: &Target) -> &str {
        floor::typed(self.wrong.as_ref(), target)
    }

    fn with_stories(&self, target: &Target) -> bool {
        floor::with_stories(self.wrong.as_ref(), target)
    }

    fn fault(&self, target: &Target) -> Option<String> {
        floor::fault(self.wrong.as_ref(), target)
    }
}
