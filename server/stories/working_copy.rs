//! What an author has typed and not saved yet: kept as it was typed, seen by nobody else.

use diesel::prelude::*;
use diesel::sql_types::{Integer, Jsonb, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use time::OffsetDateTime;

use crate::db::Conn;
use crate::db::ids::{PersonId, StoryId};
use crate::db::schema::working_copies;
use crate::error::{Error, Result};
use crate::stories::content::Content;

#[derive(Clone, Debug, HasQuery)]
#[diesel(table_name = working_copies)]
struct Row {
    base_version: i32,
    revision: i32,
    content: serde_json::Value,
    kept_at: OffsetDateTime,
}

#[derive(Clone, Debug)]
pub struct WorkingCopy {
    pub read: Read,
    pub content: Content,
    pub kept_at: OffsetDateTime,
}

/// What a window showed when its author began to type there.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Read {
    /// The story's version.
    pub version: i32,
    /// The working copy's revision; 0 where there was none.
    pub revision: i32,
}

/// The working copy of a story, where there is one. Whose story it is, the caller has asked.
pub async fn find(conn: &mut Conn, story: StoryId) -> Result<Option<WorkingCopy>> {
    let found = Row::query()
        .filter(working_copies::story_id.eq(story))
        .first(conn)
        .await
        .optional()?;
    let Some(row) = found else {
        return Ok(None);
    };
    let content = serde_json::from_value(row.content).map_err(anyhow::Error::from)?;
    Ok(Some(WorkingCopy {
        read: Read {
            version: row.base_version,
            revision: row.revision,
        },
        content,
        kept_at: row.kept_at,
    }))
}

/// Keeps what was typed in a window that had read `read`.
///
/// # Errors
/// [`Error::Stale`] when another window kept or saved something in between: nothing is changed then.
pub async fn keep(
    conn: &mut Conn,
    author: PersonId,
    story: StoryId,
    read: Read,
    content: &Content,
) -> Result<Read> {
    // One statement, so that neither a save nor another window comes between the look and the write.
    let kept = diesel::sql_query(
        "insert into working_copies (story_id, base_version, content)
         select id, version, $5 from stories
         where id = $1 and author_id = $2 and version = $3 and status <> 'deleted'
         on conflict (story_id) do update set content = excluded.content, kept_at = now(),
             base_version = excluded.base_version, revision = working_copies.revision + 1
             where working_copies.revision = $4
         returning revision",
    )
    .bind::<SqlUuid, _>(story.0)
    .bind::<SqlUuid, _>(author.0)
    .bind::<Integer, _>(read.version)
    .bind::<Integer, _>(read.revision)
    .bind::<Jsonb, _>(serde_json::to_value(content).map_err(anyhow::Error::from)?)
    .get_result::<Kept>(conn)
    .await
    .optional()?;
    match kept {
        Some(Kept { revision }) => Ok(Read { revision, ..read }),
        None => Err(Error::Stale(None)),
    }
}

#[derive(QueryableByName)]
struct Kept {
    #[diesel(sql_type = Integer)]
    revision: i32,
}

/// Forgets what was typed, because it was saved or is not wanted. Whose it is, the caller has asked.
pub async fn forget(conn: &mut Conn, story: StoryId) -> QueryResult<()> {
    diesel::delete(working_copies::table.filter(working_copies::story_id.eq(story)))
        .execute(conn)
        .await?;
    Ok(())
}
