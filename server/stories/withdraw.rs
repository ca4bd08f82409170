//! Withdrawing: at its address stands that it is gone, and nothing else.

use diesel_async::AsyncConnection;
use time::OffsetDateTime;

use crate::db::Conn;
use crate::db::ids::{PersonId, StoryId};
use crate::error::{Error, Result};
use crate::stories::step::{Step, explained};
use crate::stories::story::{Status, Story};

/// Withdraws the version that the author has read.
///
/// # Errors
/// [`Error::Stale`] when somebody saved in between; `wrong_status` for what is not public.
pub async fn withdraw(
    conn: &mut Conn,
    author: PersonId,
    id: StoryId,
    read_version: i32,
    at: OffsetDateTime,
) -> Result<()> {
    let story = Story::own_at(conn, author, id, read_version).await?;
    if !story.row.status.is_public() {
        return Err(Error::Conflict("wrong_status"));
    }
    let step = Step::to(Status::Withdrawn, at);
    let taken = conn
        .transaction(async |conn| step.take(conn, &story.row).await)
        .await;
    explained(conn, (author, id, read_version), taken).await
}
