//! Deleting a story: gone for everyone at once, and for good after 30 days.

use diesel::prelude::*;
use diesel_async::{AsyncConnection, RunQueryDsl};
use time::{Duration, OffsetDateTime};

use crate::db::Conn;
use crate::db::ids::{PersonId, StoryId};
use crate::db::schema::stories;
use crate::error::Result;
use crate::stories::gate;
use crate::stories::step::{Step, explained};
use crate::stories::story::{Row, Status, Story};

/// How long its author can bring it back.
pub const KEPT: Duration = Duration::days(30);

/// Deletes the version that the author has read.
///
/// # Errors
/// [`crate::error::Error::Stale`] when somebody saved in between.
pub async fn delete(
    conn: &mut Conn,
    author: PersonId,
    id: StoryId,
    read_version: i32,
    at: OffsetDateTime,
) -> Result<()> {
    let story = Story::own_at(conn, author, id, read_version).await?;
    let step = Step {
        deleted_at: Some(Some(at)),
        deleted_from: Some(Some(story.row.status)),
        ..Step::to(Status::Deleted, at)
    };
    let taken = conn
        .transaction(async |conn| step.take(conn, &story.row).await)
        .await;
    explained(conn, (author, id, read_version), taken).await
}

/// Brings a deleted story back as it was. What was scheduled comes back as a draft: its hour may
/// have passed.
///
/// # Errors
/// [`crate::error::Error::NotFound`] for what is not the author's own, not deleted, or gone for good.
pub async fn restore(
    conn: &mut Conn,
    author: PersonId,
    id: StoryId,
    at: OffsetDateTime,
) -> Result<()> {
    let found = stories::table
        .filter(stories::id.eq(id))
        .filter(gate::deleted_by(author))
        .filter(stories::deleted_at.gt(at - KEPT))
        .select((Row::as_select(), stories::deleted_from));
    let (row, from): (Row, Option<Status>) = found.first(conn).await?;
    let status = match from {
        None | Some(Status::Scheduled) => Status::Draft,
        Some(status) => status,
    };
    let step = Step {
        deleted_at: Some(None),
        deleted_from: Some(None),
        ..Step::to(status, at)
    };
    conn.transaction(async |conn| step.take(conn, &row).await)
        .await
}
