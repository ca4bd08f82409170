//! Stories that readers may not see any more, of which the index has yet to hear: without them it counts, offers and
//! finds as if it had.

use std::collections::HashSet;

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use crate::db::Conn;
use crate::db::ids::StoryId;
use crate::db::schema::stories;
use crate::events::{self, Event, Position};
use crate::stories::gate;

/// An index that has more to hear is asked again when it has heard it.
const MOST_UNHEARD: i64 = 1000;

/// For an index that has heard all up to this position. None: there is too much that it has not heard.
pub async fn gone(conn: &mut Conn, heard: Position) -> QueryResult<Option<Vec<Uuid>>> {
    let unheard = events::unheard(conn, heard, MOST_UNHEARD).await?;
    if i64::try_from(unheard.len()).is_ok_and(|it| it == MOST_UNHEARD) {
        return Ok(None);
    }
    let told: HashSet<StoryId> = unheard.into_iter().filter_map(Event::story).collect();
    if told.is_empty() {
        return Ok(Some(Vec::new()));
    }
    let listed: Vec<StoryId> = stories::table
        .filter(gate::listed())
        .filter(stories::id.eq_any(&told))
        .select(stories::id)
        .load(conn)
        .await?;
    let listed: HashSet<StoryId> = listed.into_iter().collect();
    let gone = told.difference(&listed).map(|it| it.0);
    Ok(Some(gone.collect()))
}
