//! One's own stories, of every status.

use diesel::dsl::sql;
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::sql_types::{Bool, Text, Timestamptz, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use time::OffsetDateTime;

use crate::db::ids::{PersonId, StoryId};
use crate::db::schema::stories;
use crate::db::{Conn, keyset};
use crate::error::Result;
use crate::stories::card::{Card, CardRow};
use crate::stories::content::Byline;
use crate::stories::gate;
use crate::stories::list::{Page, Place};
use crate::stories::story::Status;

/// A page of the author's own stories, the last begun first.
pub async fn page(
    conn: &mut Conn,
    author: PersonId,
    status: Option<Status>,
    after: Option<Place>,
    limit: u8,
) -> Result<Page> {
    let mut query = stories::table.filter(gate::owned_by(author)).into_boxed();
    if let Some(status) = status {
        query = query.filter(stories::status.eq(status));
    }
    if let Some(place) = after {
        query = query.filter(begun_before(place));
    }
    let rows: Vec<(CardRow, OffsetDateTime)> = query
        .select((CardRow::as_select(), stories::created_at))
        .order((stories::created_at.desc(), stories::id.desc()))
        .limit(i64::from(limit) + 1)
        .load(conn)
        .await?;
    let (rows, next) = keyset::cut(rows, limit, |(row, at)| Some((*at, row.id.0)));
    let cards = Card::of(conn, rows.into_iter().map(|it| it.0).collect()).await?;
    Ok(Page { cards, next })
}

fn begun_before((at, id): Place) -> Box<dyn BoxableExpression<stories::table, Pg, SqlType = Bool>> {
    let before = sql::<Bool>("(stories.created_at, stories.id) < (");
    let before = before.bind::<Timestamptz, _>(at).sql(", ");
    Box::new(before.bind::<SqlUuid, _>(id).sql(")"))
}

const TITLE: &str = "coalesce(nullif(stories.title, ''), \
    (select content->>'title' from working_copies where story_id = stories.id), '')";

/// What was thrown away is kept as well, to be brought back, and does not count.
const HAS_UNSAVED: &str = "exists (select from working_copies where story_id = stories.id \
    and not coalesce(undo->-1 ? 'whole', false))";

/// One of one's own stories as the desk lists it.
#[derive(Clone, Debug, Queryable)]
pub struct OnDesk {
    pub id: StoryId,
    /// As it was typed, where nothing is saved yet; empty where there is none.
    pub title: String,
    pub status: Status,
    pub byline: Byline,
    pub created_at: OffsetDateTime,
    pub updated_at: OffsetDateTime,
    pub publish_at: Option<OffsetDateTime>,
    pub missed_at: Option<OffsetDateTime>,
    /// Whether something was typed that is not saved.
    pub has_unsaved: bool,
}

/// A page of the author's own stories, the last begun first, and where the next page begins.
pub async fn on_desk(
    conn: &mut Conn,
    author: PersonId,
    after: Option<Place>,
    limit: u8,
) -> Result<(Vec<OnDesk>, Option<Place>)> {
    let mut query = stories::table.filter(gate::owned_by(author)).into_boxed();
    if let Some(place) = after {
        query = query.filter(begun_before(place));
    }
    let found: Vec<OnDesk> = query
        .select((
            stories::id,
            sql::<Text>(TITLE),
            stories::status,
            stories::byline,
            stories::created_at,
            stories::updated_at,
            stories::publish_at,
            stories::missed_at,
            sql::<Bool>(HAS_UNSAVED),
        ))
        .order((stories::created_at.desc(), stories::id.desc()))
        .limit(i64::from(limit) + 1)
        .load(conn)
        .await?;
    let place = |it: &OnDesk| Some((it.created_at, it.id.0));
    Ok(keyset::cut(found, limit, place))
}

/// What moderators have hidden, for its author alone: its id and its title.
pub async fn hidden(conn: &mut Conn, author: PersonId) -> Result<Vec<(StoryId, String)>> {
    let hidden = stories::table
        .filter(gate::owned_by(author))
        .filter(stories::status.eq(Status::Hidden))
        .select((stories::id, stories::title))
        .order((stories::created_at.desc(), stories::id))
        .limit(100);
    Ok(hidden.load(conn).await?)
}

/// A story that its author deleted and can bring back.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = stories, check_for_backend(diesel::pg::Pg))]
pub struct Deleted {
    pub id: StoryId,
    pub title: String,
    pub deleted_at: Option<OffsetDateTime>,
}

/// What the author deleted, the last first.
pub async fn deleted(conn: &mut Conn, author: PersonId) -> Result<Vec<Deleted>> {
    let found = stories::table
        .filter(gate::deleted_by(author))
        .select(Deleted::as_select())
        .order((stories::deleted_at.desc(), stories::id))
        .limit(100);
    Ok(found.load(conn).await?)
}
