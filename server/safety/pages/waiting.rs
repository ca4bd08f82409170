//! Accounts that wait for approval, with what they gave when they joined.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use crate::access::{Member, Visit, Ways, identity};
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::people::forget::REFUSED_FOR;
use crate::people::{Person, clock, waiting};
use crate::safety::Target;
use crate::safety::judge::judge;
use crate::safety::kind::Kind;
use crate::safety::pages::floor::{self, Floor, WAITING, Wish, Wrong, refused};
use crate::web::answer::see_other;
use crate::web::cursor::Cursor;
use crate::web::{Audience, Form, Query, Site, page};

/// As many stand on a page.
const LISTED: u8 = 20;

/// The name of this list in its cursors.
const LIST: &str = "waiting";

#[derive(Template)]
#[template(path = "safety/waiting.html")]
struct Waiting {
    site: Site,
    floor: Floor,
    people: Vec<One>,
    /// Where this page of the list begins, and where the next one does.
    cursor: String,
    more: Option<String>,
    days: i64,
    is_done: bool,
    wrong: Option<Wrong>,
}

/// Somebody who waits.
struct One {
    person: Person,
    since: String,
    /// With whom they came, and as whom.
    identities: Vec<String>,
}

impl One {
    fn target(&self) -> Target {
        Target::Person(self.person.id)
    }
}

pub(super) async fn show(
    req: HttpRequest,
    query: Query,
    visit: Visit,
    ways: Data<Ways>,
) -> Result<HttpResponse> {
    let (mut conn, moderator) = visit.moderator().await?;
    let cursor = query.one("cursor").unwrap_or_default();
    let mut waiting = Waiting::of(&req, &mut conn, &moderator, (&ways, cursor)).await?;
    waiting.is_done = query.one("done").is_some();
    page(&req, &waiting, Audience::Personal)
}

pub(super) async fn submit(
    req: HttpRequest,
    form: Form,
    visit: Visit,
    ways: Data<Ways>,
) -> Result<HttpResponse> {
    let (mut conn, moderator) = visit.moderator().await?;
    let wish = Wish::read(&form)?;
    let (target, kind) = (wish.target, wish.kind);
    if !matches!(kind, Kind::Approve | Kind::Refuse) {
        return Err(Error::NotFound);
    }
    let cursor = form.text("cursor");
    // Before anything is done: it goes into the address that the answer leads to.
    place(cursor)?;
    match judge(&mut conn, moderator.person, kind, (target, &wish.why)).await {
        Ok(()) => Ok(see_other(&floor::done(WAITING, cursor))),
        Err(err) => {
            let mut waiting = Waiting::of(&req, &mut conn, &moderator, (&ways, cursor)).await?;
            let wrong = Wrong::of(err, wish, &waiting.site)?;
            let is_overtaken = wrong.is_overtaken();
            waiting.wrong = Some(wrong);
            refused(&req, &waiting, is_overtaken)
        }
    }
}

/// # Errors
/// `bad_cursor` for a cursor that is none of this list.
fn place(cursor: &str) -> Result<Option<waiting::Place>> {
    if cursor.is_empty() {
        return Ok(None);
    }
    let it = Cursor::read(cursor)?.of(LIST)?;
    Ok(Some((it.at, it.id)))
}

impl Waiting {
    /// # Errors
    /// As [`place`].
    async fn of(
        req: &HttpRequest,
        conn: &mut Conn,
        moderator: &Member,
        (ways, cursor): (&Ways, &str),
    ) -> Result<Self> {
        let site = Site::of(req, None, "moderation");
        let (found, next) = waiting::page(conn, place(cursor)?, LISTED).await?;
        Ok(Self {
            floor: Floor::of(conn, WAITING).await?,
            people: people(conn, moderator, (ways, &site), found).await?,
            cursor: cursor.to_owned(),
            more: next.map(|(at, id)| Cursor { at, id }.encode(LIST)),
            days: REFUSED_FOR.whole_days(),
            is_done: false,
            wrong: None,
            site,
        })
    }

    fn typed(&self, target: &Target) -> &str {
        floor::typed(self.wrong.as_ref(), target)
    }

    fn fault(&self, target: &Target) -> Option<String> {
        floor::fault(self.wrong.as_ref(), target)
    }
}

async fn people(
    conn: &mut Conn,
    moderator: &Member,
    (ways, site): (&Ways, &Site),
    found: Vec<Person>,
) -> Result<Vec<One>> {
    let ids: Vec<_> = found.iter().map(|it| it.id).collect();
    let identities = identity::of_all(conn, &ids).await?;
    let instants: Vec<_> = found.iter().filter_map(|it| it.waiting_since).collect();
    let since = clock::told(conn, moderator.person, &instants, site.language).await?;
    let named = |it: &identity::Identity| {
        let provider = ("provider", ways.providers.label_of(&it.provider));
        site.with2("waiting-identity", provider, ("name", &it.name))
    };
    let one = |(person, since): (Person, String)| One {
        identities: identities
            .iter()
            .filter(|it| it.0 == person.id)
            .map(|it| named(&it.1))
            .collect(),
        person,
        since,
    };
    Ok(found.into_iter().zip(since).map(one).collect())
}
