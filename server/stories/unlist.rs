//! Making a story readable by its link alone.

use time::OffsetDateTime;

use crate::db::Conn;
use crate::db::ids::{PersonId, StoryId};
use crate::error::{Error, Result};
use crate::stories::gaps;
use crate::stories::publish::make_public;
use crate::stories::step::explained;
use crate::stories::story::{Status, Story};

/// Unlists the version that the author has read.
///
/// # Errors
/// [`Error::Stale`] when somebody saved in between; `wrong_status` for what is unlisted already, or hidden;
/// [`Error::Invalid`] with every gap.
pub async fn unlist(
    conn: &mut Conn,
    author: PersonId,
    id: StoryId,
    read_version: i32,
    at: OffsetDateTime,
) -> Result<()> {
    let story = Story::own_at(conn, author, id, read_version).await?;
    if matches!(story.row.status, Status::Unlisted | Status::Hidden) {
        return Err(Error::Conflict("wrong_status"));
    }
    let gaps = gaps::gaps(&story.content());
    if !gaps.is_empty() {
        return Err(Error::Invalid(gaps));
    }
    let taken = make_public(conn, &story.row, Status::Unlisted, at).await;
    explained(conn, (author, id, read_version), taken).await
}
