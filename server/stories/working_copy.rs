//! What an author has typed and not saved yet: kept as it was typed, seen by nobody else.

use diesel::prelude::*;
use diesel::sql_types::{Bool, Integer, Jsonb, Nullable, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use serde::de::DeserializeOwned;
use time::OffsetDateTime;

use crate::db::Conn;
use crate::db::ids::{PersonId, StoryId};
use crate::db::schema::working_copies;
use crate::error::{Error, Result};
use crate::stories::content::Content;
use crate::stories::undo::Undo;

#[derive(Clone, Debug, HasQuery)]
#[diesel(table_name = working_copies)]
struct Row {
    base_version: i32,
    revision: i32,
    content: serde_json::Value,
    kept_at: OffsetDateTime,
    undo: Option<serde_json::Value>,
}

#[derive(Clone, Debug)]
pub struct WorkingCopy {
    pub read: Read,
    pub content: Content,
    pub kept_at: OffsetDateTime,
    /// What was taken away, the last one last.
    pub undo: Vec<Undo>,
}

/// What a window showed when its author began to type there.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Read {
    /// The story's version.
    pub version: i32,
    /// The working copy's revision; 0 where there was none.
    pub revision: i32,
}

/// What becomes of that which was taken away last.
#[derive(Clone, Debug)]
pub enum Keep {
    /// It stays as it is.
    Typed,
    /// This can be brought back from now on, the last one first.
    Undo(Vec<Undo>),
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
    Ok(Some(WorkingCopy {
        read: Read {
            version: row.base_version,
            revision: row.revision,
        },
        content: from_json(row.content)?,
        kept_at: row.kept_at,
        undo: row.undo.map(from_json).transpose()?.unwrap_or_default(),
    }))
}

fn from_json<T: DeserializeOwned>(value: serde_json::Value) -> Result<T> {
    Ok(serde_json::from_value(value).map_err(anyhow::Error::from)?)
}

/// Keeps what was typed in a window that had read `read`.
///
/// # Errors
/// [`Error::Stale`] when another window kept or saved something in between: nothing is changed then.
pub async fn keep(
    conn: &mut Conn,
    author: PersonId,
    (story, read): (StoryId, Read),
    content: &Content,
    keep: Keep,
) -> Result<Read> {
    let (changes_undo, undo) = match keep {
        Keep::Typed => (false, None),
        Keep::Undo(undo) => (true, Some(undo).filter(|it| !it.is_empty())),
    };
    let undo = undo.map(serde_json::to_value).transpose();
    // One statement, so that neither a save nor another window comes between the look and the write.
    let kept = diesel::sql_query(
        // A new copy's revision is none that a window has seen of an earlier one.
        "insert into working_copies (story_id, base_version, content, undo, revision)
         select id, version, $5, $7, nextval('stamps') % 1000000000 + 1 from stories
         where id = $1 and author_id = $2 and version = $3 and status <> 'deleted'
             and ($4 = 0 or exists (select from working_copies where story_id = $1))
         on conflict (story_id) do update set content = excluded.content, kept_at = now(),
             base_version = excluded.base_version, revision = working_copies.revision + 1,
             undo = case when $6 then excluded.undo else working_copies.undo end
             where working_copies.revision = $4
         returning revision",
    )
    .bind::<SqlUuid, _>(story.0)
    .bind::<SqlUuid, _>(author.0)
    .bind::<Integer, _>(read.version)
    .bind::<Integer, _>(read.revision)
    .bind::<Jsonb, _>(serde_json::to_value(content).map_err(anyhow::Error::from)?)
    .bind::<Bool, _>(changes_undo)
    .bind::<Nullable<Jsonb>, _>(undo.map_err(anyhow::Error::from)?)
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

/// Forgets what was typed, because it was saved, unless something was kept since. Whose it is, the
/// caller has asked.
pub async fn forget(conn: &mut Conn, story: StoryId, kept: Read) -> QueryResult<()> {
    let saved = working_copies::table
        .filter(working_copies::story_id.eq(story))
        .filter(working_copies::revision.eq(kept.revision));
    diesel::delete(saved).execute(conn).await?;
    Ok(())
}
