//! One's own stories, of every status.

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{Bool, Timestamptz, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use time::OffsetDateTime;

use crate::db::Conn;
use crate::db::ids::{PersonId, StoryId};
use crate::db::schema::stories;
use crate::error::Result;
use crate::stories::card::{Card, CardRow};
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
    if let Some((at, id)) = after {
        let below = sql::<Bool>("(stories.created_at, stories.id) < (")
            .bind::<Timestamptz, _>(at)
            .sql(", ")
            .bind::<SqlUuid, _>(id)
            .sql(")");
        query = query.filter(below);
    }
    let mut rows: Vec<(CardRow, OffsetDateTime)> = query
        .select((CardRow::as_select(), stories::created_at))
        .order((stories::created_at.desc(), stories::id.desc()))
        .limit(i64::from(limit) + 1)
        .load(conn)
        .await?;
    let has_more = rows.len() > usize::from(limit);
    rows.truncate(limit.into());
    let last = rows.last().filter(|_| has_more);
    let next = last.map(|(row, created_at)| (*created_at, row.id.0));
    let cards = Card::of(conn, rows.into_iter().map(|it| it.0).collect()).await?;
    Ok(Page { cards, next })
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
