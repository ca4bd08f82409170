//! Bringing an index up to date with what happened: the events behind its position, a batch at a time.

use std::collections::HashSet;

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use time::OffsetDateTime;

use crate::catalog::Catalog;
use crate::db::Conn;
use crate::db::ids::{PersonId, StoryId};
use crate::db::schema::stories;
use crate::events::{self, Event, Recorded};
use crate::search::engine::{Batch, Change, Engine};
use crate::search::gather;
use crate::search::mark::Mark;
use crate::search::trouble::Trouble;
use crate::stories::gate;

/// The most events that one batch tells of.
const BATCH: i64 = 100;

/// What one step came to.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Caught {
    /// Nothing had happened.
    Up,
    /// A batch was applied that begins with what happened at this instant; more may follow.
    Batch { since: OffsetDateTime },
}

/// One step. What is written is a story as it is now, not as it was when the event happened, so that applying
/// an event twice does no harm.
///
/// # Errors
/// [`Trouble::to_be_rebuilt`] where no step leads from the index to what is.
pub async fn step(conn: &mut Conn, engine: &dyn Engine, mark: &Mark) -> Result<Caught, Trouble> {
    let happened = events::after(conn, mark.position, BATCH).await?;
    let happened = happened.as_slice();
    let (Some(first), Some(last)) = (happened.first(), happened.last()) else {
        return Ok(Caught::Up);
    };
    let since = first.happened_at;
    let next = Mark {
        position: last.position,
        ..mark.clone()
    };
    let ids = touched(conn, happened).await?;
    let catalog = Catalog::load(conn).await?;
    let batch = Batch {
        changes: changes(conn, &catalog, ids).await?,
        after: mark.to_string(),
        position: next.to_string(),
    };
    engine.apply(batch).await?;
    Ok(Caught::Batch { since })
}

/// The stories of which these events tell.
async fn touched(conn: &mut Conn, happened: &[Recorded]) -> Result<Vec<StoryId>, Trouble> {
    let mut ids: HashSet<StoryId> = HashSet::new();
    let mut renamed: Vec<PersonId> = Vec::new();
    for event in happened.iter().filter_map(|it| it.event) {
        match event {
            Event::PersonRenamed(person) => renamed.push(person),
            Event::StoriesFilled => {
                return Err(Trouble::to_be_rebuilt("many stories were written at once"));
            }
            Event::CatalogMerged => return Err(Trouble::to_be_rebuilt("the catalogue was merged")),
            event => ids.extend(event.story()),
        }
    }
    if !renamed.is_empty() {
        let theirs: Vec<StoryId> = stories::table
            .filter(gate::listed_by_name())
            .filter(stories::author_id.eq_any(renamed))
            .select(stories::id)
            .load(conn)
            .await?;
        ids.extend(theirs);
    }
    Ok(ids.into_iter().collect())
}

async fn changes(
    conn: &mut Conn,
    catalog: &Catalog,
    ids: Vec<StoryId>,
) -> Result<Vec<Change>, Trouble> {
    let listed = gather::these(conn, catalog, &ids).await?;
    let found: HashSet<StoryId> = listed.iter().map(|it| StoryId(it.id)).collect();
    let gone = ids.into_iter().filter(|it| !found.contains(it));
    let upserts = listed.into_iter().map(|it| Change::Upsert(Box::new(it)));
    let removals = gone.map(|it| Change::Remove(it.0));
    Ok(upserts.chain(removals).collect())
}
