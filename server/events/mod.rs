//! Facts in the past tense, written to the outbox inside the transaction that made them true.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use serde_json::json;

use crate::db::Conn;
use crate::db::ids::StoryId;
use crate::db::schema::events;

/// What happened. How a lower room causes something in an upper one.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Event {
    StoryPublished(StoryId),
    /// A saved change to a story that readers can see.
    StoryUpdated(StoryId),
}

/// Writes the event. Call it inside the transaction of the change that it tells of.
pub async fn record(conn: &mut Conn, event: Event) -> QueryResult<()> {
    let (kind, story) = match event {
        Event::StoryPublished(story) => ("story.published", story),
        Event::StoryUpdated(story) => ("story.updated", story),
    };
    diesel::insert_into(events::table)
        .values((
            events::kind.eq(kind),
            events::payload.eq(json!({ "story": story.0 })),
        ))
        .execute(conn)
        .await?;
    Ok(())
}
