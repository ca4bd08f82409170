//! Saving the whole of a story in the place of what was there.

use diesel::dsl::now;
use diesel::prelude::*;
use diesel_async::{AsyncConnection, RunQueryDsl};

use crate::catalog::Catalog;
use crate::db::Conn;
use crate::db::ids::{PersonId, StoryId};
use crate::db::schema::stories;
use crate::error::{Error, Fault, Result};
use crate::events::{self, Event};
use crate::stories::content::{Byline, Content};
use crate::stories::gaps;
use crate::stories::manuscript::Manuscript;
use crate::stories::publish;
use crate::stories::story::{Row, Status, Story};

/// Saves over the version that the author has read. What changes nothing makes no new version.
///
/// # Errors
/// [`Error::Stale`] when somebody saved in between; [`Error::Invalid`] with every broken rule, and
/// for a story that readers see with every gap.
pub async fn save(
    conn: &mut Conn,
    catalog: &Catalog,
    author: PersonId,
    (id, read_version): (StoryId, i32),
    content: Content,
) -> Result<()> {
    let story = Story::own_at(conn, author, id, read_version).await?;
    let row = &story.row;
    let (manuscript, mut faults) = Manuscript::prepare(content, catalog, row.language, id).await?;
    faults.extend(of_its_status(row, &manuscript.content));
    if !faults.is_empty() {
        return Err(Error::Invalid(faults));
    }
    if manuscript.content == story.content() {
        return Ok(());
    }
    conn.transaction(async |conn| write(conn, &story, &manuscript).await)
        .await
}

/// Writes the manuscript in the place of the story as it was read. Inside the caller's transaction.
async fn write(conn: &mut Conn, story: &Story, manuscript: &Manuscript) -> Result<()> {
    let row = &story.row;
    let version = row.version + 1;
    let publish_at = manuscript.content.publish_at;
    // Who takes the hour away from a scheduled story wants a draft again.
    let status = match (row.status, publish_at) {
        (Status::Scheduled, None) => Status::Draft,
        (status, _) => status,
    };
    let is_named = row.status.is_public() && manuscript.content.byline == Byline::Named;
    let as_read = stories::id
        .eq(row.id)
        .and(stories::author_id.eq(row.author_id))
        .and(stories::version.eq(row.version))
        .and(stories::status.eq(row.status));
    let saved = diesel::update(stories::table.filter(as_read))
        .set((
            manuscript.columns(),
            stories::version.eq(version),
            stories::status.eq(status),
            stories::updated_at.eq(now),
            stories::was_named_in_public.eq(row.was_named_in_public || is_named),
        ))
        .execute(conn)
        .await?;
    if saved == 0 {
        return Err(Error::Stale(None));
    }
    if manuscript.rendered.parts != story.parts {
        manuscript.rendered.parts.replace(conn, row.id).await?;
    }
    manuscript.keep_version(conn, row.id, version).await?;
    if status == Status::Published {
        events::record(conn, Event::StoryUpdated(row.id)).await?;
    }
    if let (Status::Scheduled, Some(hour)) = (status, publish_at) {
        publish::at_hour(conn, row.id, hour).await?;
    }
    Ok(())
}

/// What a story of this status must keep beside what every draft must.
pub(super) fn of_its_status(row: &Row, content: &Content) -> Vec<Fault> {
    let mut faults = Vec::new();
    if row.was_named_in_public && content.byline == Byline::Anonymous {
        faults.push(Fault::new("/byline", "byline_fixed"));
    }
    let waits = row.status == Status::Scheduled && content.publish_at.is_some();
    if row.status.is_public() || waits {
        faults.extend(gaps::gaps(content));
    }
    faults
}
