//! What came into the lists and what left them, in the order in which it happened, for mirrors.

use std::collections::HashSet;

use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use crate::db::Conn;
use crate::db::ids::StoryId;
use crate::db::schema::stories;
use crate::error::Result;
use crate::events::{self, Position};
use crate::stories::gate;
use crate::stories::manuscript::each_once;

/// A story that changed, and whether it stands in the lists now.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Change {
    pub story: StoryId,
    pub is_listed: bool,
}

#[derive(Clone, Debug)]
pub struct Changes {
    pub changes: Vec<Change>,
    /// Where to ask from next time.
    pub position: Position,
    pub has_more: bool,
}

/// The changes after a position. A story that changed several times in one page is told once.
pub async fn after(conn: &mut Conn, position: Position, limit: u8) -> Result<Changes> {
    let mut happened = events::after(conn, position, i64::from(limit) + 1).await?;
    let has_more = happened.len() > usize::from(limit);
    happened.truncate(limit.into());
    let position = happened.last().map_or(position, |it| it.position);
    let told = happened.iter().rev().filter_map(|it| it.event);
    // The last time that a story is told of counts.
    let newest_first: Vec<StoryId> = each_once(told.filter_map(events::Event::story));
    let listed: HashSet<StoryId> = stories::table
        .filter(stories::id.eq_any(&newest_first))
        .filter(gate::listed())
        .select(stories::id)
        .load(conn)
        .await?
        .into_iter()
        .collect();
    let change = |story: StoryId| Change {
        story,
        is_listed: listed.contains(&story),
    };
    Ok(Changes {
        changes: newest_first.into_iter().rev().map(change).collect(),
        position,
        has_more,
    })
}
