//! One's own stories of every status, and what changed in the public lists, in JSON.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use serde::Serialize;
use time::format_description::well_known::Rfc3339;
use time::{OffsetDateTime, UtcOffset};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::access::Visit;
use crate::catalog::Shelf;
use crate::error::{Error, Fault, Result};
use crate::events::{Position, position_before};
use crate::stories::api::card::{CardBody, CardPage};
use crate::stories::story::Status;
use crate::stories::{changes, own};
use crate::web::answer::linked;
use crate::web::cursor::{Cursor, encode_numbers, read_numbers};
use crate::web::site::base_of;
use crate::web::{Audience, Query, json};

/// List one's own stories of every status, the last begun first.
#[utoipa::path(get, path = "/api/v1/me/stories", tag = "me", security(("token" = [])),
    params(("status" = Option<String>, Query, description = "`draft`, `scheduled`, `published`, `unlisted`, `withdrawn` or `hidden` (by moderators)"),
        ("limit" = Option<u8>, Query, minimum = 1, maximum = 100),
        ("cursor" = Option<String>, Query, description = "`next_cursor` of the page before")),
    responses((status = 200, body = CardPage)))]
pub(super) async fn list_own_stories(
    req: HttpRequest,
    query: Query,
    visit: Visit,
    shelf: Data<Shelf>,
) -> Result<HttpResponse> {
    let cursor = query.one("cursor").map(Cursor::read).transpose()?;
    let (mut conn, author) = visit.with_token().await?;
    let status = status(&query)?;
    let list = format!("own stories of {author:?} that are {status:?}");
    let after = cursor.map(|it| it.of(&list)).transpose()?;
    let after = after.map(|it| (it.at, it.id));
    let page = own::page(&mut conn, author, status, after, query.limit()?).await?;
    let catalog = shelf.catalog(&mut conn).await?;
    let base = base_of(&req);
    let cards = page.cards.iter();
    let body = CardPage {
        items: cards.map(|it| CardBody::new(it, &catalog, &base)).collect(),
        next_cursor: page.next.map(|(at, id)| Cursor { at, id }.encode(&list)),
    };
    let response = json(&req, &body, Audience::Personal)?;
    linked(response, &req, &query, body.next_cursor.as_deref())
}

fn status(query: &Query) -> Result<Option<Status>> {
    let Some(sent) = query.one("status") else {
        return Ok(None);
    };
    let known = Status::parse(sent).filter(|it| *it != Status::Deleted);
    known.map(Some).ok_or_else(|| {
        let names = Status::NAMES.iter().filter(|it| **it != "deleted");
        Error::Invalid(vec![
            Fault::new("/status", "unknown_value").nearest(names.copied()),
        ])
    })
}

/// The name of this list in its cursors.
const CHANGES: &str = "changes";

#[derive(Serialize, ToSchema)]
pub(super) struct ChangePage {
    items: Vec<ChangeBody>,
    /// Where the next page begins; null when all is told for now.
    next_cursor: Option<String>,
    /// What to send as `since` when asking for what happens later.
    since: String,
}

#[derive(Serialize, ToSchema)]
struct ChangeBody {
    id: Uuid,
    /// `published`: it stands in the lists now, as `GET /stories/{id}` tells it; `gone`: it does not.
    #[schema(example = "published")]
    status: &'static str,
}

/// List what changed in the public lists, in the order of change, for mirrors. Kept for 90 days.
#[utoipa::path(get, path = "/api/v1/stories/changes", tag = "stories",
    params(("since" = Option<String>, Query, description = "`since` of an earlier answer, or an instant (RFC 3339), of which the day counts; without it, all that is kept"),
        ("limit" = Option<u8>, Query, minimum = 1, maximum = 100),
        ("cursor" = Option<String>, Query, description = "`next_cursor` of the page before")),
    responses((status = 200, body = ChangePage), (status = 304)))]
pub(super) async fn list_changes(
    req: HttpRequest,
    query: Query,
    visit: Visit,
) -> Result<HttpResponse> {
    let place = query.one("cursor").or(query.one("since"));
    let instant = place.and_then(|it| OffsetDateTime::parse(it, &Rfc3339).ok());
    let place = place
        .filter(|_| instant.is_none())
        .map(|it| read_numbers(it, CHANGES));
    let place = place.transpose()?;
    let (mut conn, _) = visit.anyone().await?;
    let position = match (instant, place) {
        (Some(instant), _) => position_before(&mut conn, day_of(instant)).await?,
        (None, Some([written_by, id])) => Position { written_by, id },
        (None, None) => Position::START,
    };
    let found = changes::after(&mut conn, position, query.limit()?).await?;
    let place = encode_numbers([found.position.written_by, found.position.id], CHANGES);
    let body = ChangePage {
        items: found.changes.into_iter().map(ChangeBody::from).collect(),
        next_cursor: found.has_more.then(|| place.clone()),
        since: place,
    };
    let response = json(&req, &body, Audience::Public)?;
    linked(response, &req, &query, body.next_cursor.as_deref())
}

/// Whoever could ask for instants would learn, by halving, at which one an anonymous story was published.
fn day_of(instant: OffsetDateTime) -> OffsetDateTime {
    let day = instant.to_offset(UtcOffset::UTC).date();
    day.midnight().assume_utc()
}

impl From<changes::Change> for ChangeBody {
    fn from(it: changes::Change) -> Self {
        Self {
            id: it.story.0,
            status: if it.is_listed { "published" } else { "gone" },
        }
    }
}
