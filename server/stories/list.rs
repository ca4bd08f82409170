//! Lists of stories by keyset pages, newest first.

use diesel::dsl::sql;
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::sql_types::{Bool, Timestamptz, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::db::ids::{PersonId, StoryId};
use crate::db::schema::{people, stories};
use crate::db::{Conn, keyset};
use crate::error::Result;
use crate::people::Handle;
use crate::stories::card::{Card, CardRow};
use crate::stories::filter::{Choice, Filter};
use crate::stories::gate;
use crate::stories::path::road;
use crate::stories::stamps::Rows;

/// A place in a list: the instant and the id of the last story above it.
pub type Place = (OffsetDateTime, Uuid);

#[derive(Clone, Debug)]
pub struct Page {
    pub cards: Vec<Card>,
    /// Where the next page begins, if there is one.
    pub next: Option<Place>,
}

type Boxed<'q> = stories::BoxedQuery<'q, Pg>;

/// The stories that pass the filter, from `after` on.
pub async fn page(
    conn: &mut Conn,
    filter: &Filter,
    after: Option<Place>,
    limit: u8,
) -> Result<Page> {
    let query = beginning(conn, filter, after, limit).await?;
    let rows: Vec<CardRow> = query.select(CardRow::as_select()).load(conn).await?;
    let (rows, next) = keyset::cut(rows, limit, |it| Some((it.listed_at?, it.id.0)));
    let cards = Card::of(conn, rows).await?;
    Ok(Page { cards, next })
}

/// What [`page`] would show, by its stamps alone.
pub async fn rows(
    conn: &mut Conn,
    filter: &Filter,
    after: Option<Place>,
    limit: u8,
) -> Result<Rows> {
    let query = beginning(conn, filter, after, limit).await?;
    let found: Vec<(StoryId, i64)> = query
        .select((stories::id, stories::stamp))
        .load(conn)
        .await?;
    let mut shown: Vec<(Uuid, i64)> = found.into_iter().map(|it| (it.0.0, it.1)).collect();
    let has_more = shown.len() > usize::from(limit);
    shown.truncate(limit.into());
    Ok(Rows { shown, has_more })
}

impl Page {
    /// As [`rows`] would tell it.
    pub fn rows(&self) -> Rows {
        let cards = self.cards.iter();
        Rows {
            shown: cards.map(|it| (it.row.id.0, it.row.stamp)).collect(),
            has_more: self.next.is_some(),
        }
    }
}

/// One more than the page shows, which tells whether there is another.
async fn beginning<'q>(
    conn: &mut Conn,
    filter: &'q Filter,
    after: Option<Place>,
    limit: u8,
) -> Result<Boxed<'q>> {
    let mut query = narrowed(conn, filter).await?;
    if let Some((at, id)) = after {
        let below = sql::<Bool>("(stories.listed_at, stories.id) < (")
            .bind::<Timestamptz, _>(at)
            .sql(", ")
            .bind::<SqlUuid, _>(id)
            .sql(")");
        query = query.filter(below);
    }
    Ok(query
        .order((stories::listed_at.desc(), stories::id.desc()))
        .limit(i64::from(limit) + 1))
}

/// Listed ones among these, in the order in which they are named.
pub async fn these(conn: &mut Conn, ids: &[StoryId]) -> Result<Vec<Card>> {
    let mut rows: Vec<CardRow> = CardRow::query()
        .filter(gate::listed())
        .filter(stories::id.eq_any(ids))
        .load(conn)
        .await?;
    rows.sort_by_key(|row| ids.iter().position(|it| *it == row.id));
    Ok(Card::of(conn, rows).await?)
}

/// The paths of the newest stories that pass the filter, each with its dates.
pub async fn paths(
    conn: &mut Conn,
    filter: &Filter,
    most: u8,
) -> Result<Vec<(Vec<String>, Vec<String>)>> {
    let query = narrowed(conn, filter).await?;
    let paths = query
        .select((stories::path, stories::path_dates))
        .order((stories::listed_at.desc(), stories::id.desc()))
        .limit(i64::from(most))
        .load(conn)
        .await?;
    Ok(paths)
}

/// What may be listed and passes the filter.
pub async fn narrowed<'q>(conn: &mut Conn, filter: &'q Filter) -> Result<Boxed<'q>> {
    let mut query = stories::table.filter(gate::listed()).into_boxed();
    if let Some(authors) = authors(conn, &filter.authors).await? {
        query = query
            .filter(gate::listed_by_name())
            .filter(stories::author_id.eq_any(authors));
    }
    match (&filter.from, &filter.to) {
        (Some(from), Some(to)) => {
            query = query.filter(stories::roads.overlaps_with(roads(from, to)));
        }
        (Some(from), None) => query = query.filter(stories::departed.overlaps_with(&from.slugs)),
        (None, Some(to)) => query = query.filter(stories::reached.overlaps_with(&to.slugs)),
        (None, None) => {}
    }
    for practice in &filter.practices {
        query = query.filter(stories::practices.overlaps_with(&practice.slugs));
    }
    for challenge in &filter.challenges {
        query = query.filter(stories::challenges.overlaps_with(&challenge.slugs));
    }
    if let Some(language) = filter.language {
        query = query.filter(stories::language.eq(language));
    }
    Ok(query)
}

/// Every road from one of these roles to one of those.
fn roads(from: &Choice, to: &Choice) -> Vec<String> {
    let from_one = |from: &String| to.slugs.iter().map(|to| road(from, to)).collect::<Vec<_>>();
    from.slugs.iter().flat_map(from_one).collect()
}

/// The people behind the handles; `None` where no author is asked for.
pub async fn authors(conn: &mut Conn, handles: &[Handle]) -> QueryResult<Option<Vec<PersonId>>> {
    if handles.is_empty() {
        return Ok(None);
    }
    let names: Vec<&str> = handles.iter().map(Handle::as_str).collect();
    let found = people::table
        .filter(people::handle.eq_any(names))
        .filter(people::waiting_since.is_null())
        .select(people::id)
        .load(conn)
        .await?;
    Ok(Some(found))
}

/// Whether there is somebody behind each handle.
pub async fn knows_all(conn: &mut Conn, handles: &[Handle]) -> QueryResult<bool> {
    let mut distinct: Vec<&Handle> = handles.iter().collect();
    distinct.sort_unstable_by_key(|it| it.as_str());
    distinct.dedup();
    let found = authors(conn, handles).await?.unwrap_or_default();
    Ok(found.len() == distinct.len())
}
