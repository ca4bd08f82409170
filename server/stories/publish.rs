//! Publishing: the story gets its address and everyone may read it.

use diesel::prelude::*;
use diesel_async::{AsyncConnection, RunQueryDsl};
use time::OffsetDateTime;

use crate::db::Conn;
use crate::db::ids::{PersonId, StoryId};
use crate::db::schema::stories;
use crate::error::{Error, Fault, OnConstraint, Result};
use crate::events::{self, Event};
use crate::stories::content::{Byline, Content};
use crate::stories::gaps;
use crate::stories::read;
use crate::stories::shown::shown_at;
use crate::stories::story::{Row, Status, Story};
use crate::text::slug;

/// How often another random part is tried where a slug is taken: each try fails once in 10^12.
const TRIES: usize = 3;

/// Publishes the version that the author has read, as of the instant `at`.
///
/// # Errors
/// [`Error::Stale`] when somebody saved in between; `wrong_status` for what is published already;
/// [`Error::Invalid`] with every gap.
pub async fn publish(
    conn: &mut Conn,
    author: PersonId,
    id: StoryId,
    read_version: i32,
    at: OffsetDateTime,
) -> Result<()> {
    let story = Story::own(conn, author, id).await?;
    if story.row.version != read_version {
        return Err(Error::Stale(None));
    }
    if story.row.status == Status::Published {
        return Err(Error::Conflict("wrong_status"));
    }
    may_publish(&story.content(), at)?;
    for _ in 0..TRIES {
        match make_public(conn, &story.row, at).await {
            Err(Error::Conflict("slug_taken")) => {}
            Err(Error::Stale(_)) => return Err(overtaken(conn, author, id, read_version).await),
            done => return done,
        }
    }
    Err(Error::Conflict("slug_taken"))
}

/// Why a story is not any more what its author read: saved in between, or published.
async fn overtaken(conn: &mut Conn, author: PersonId, id: StoryId, read_version: i32) -> Error {
    match read::own_version(conn, author, id).await {
        Ok(version) if version == read_version => Error::Conflict("wrong_status"),
        Ok(_) => Error::Stale(None),
        Err(err) => err,
    }
}

fn may_publish(content: &Content, at: OffsetDateTime) -> Result<()> {
    let mut gaps = gaps::gaps(content);
    if content.publish_at.is_some_and(|it| it > at) {
        // Published now, it would be told before it is safe to tell.
        gaps.push(Fault::new("/publish_at", "scheduling_unavailable"));
    }
    if gaps.is_empty() {
        Ok(())
    } else {
        Err(Error::Invalid(gaps))
    }
}

async fn make_public(conn: &mut Conn, row: &Row, at: OffsetDateTime) -> Result<()> {
    let slug = match &row.slug {
        Some(slug) => slug.clone(),
        None => new_slug(row)?,
    };
    let published_at = row.published_at.unwrap_or(at);
    let as_read = stories::id
        .eq(row.id)
        .and(stories::author_id.eq(row.author_id))
        .and(stories::version.eq(row.version))
        .and(stories::status.eq(row.status));
    conn.transaction(async |conn| {
        let published = diesel::update(stories::table.filter(as_read))
            .set((
                stories::status.eq(Status::Published),
                stories::slug.eq(slug),
                stories::published_at.eq(published_at),
                stories::listed_at.eq(shown_at(row.byline, published_at)),
                stories::was_named_in_public
                    .eq(row.was_named_in_public || row.byline == Byline::Named),
                stories::updated_at.eq(at),
            ))
            .execute(conn)
            .await
            .on_constraint(|name| {
                (name == "stories_slug_key").then_some(Error::Conflict("slug_taken"))
            })?;
        if published == 0 {
            // Saved or published in between: what this author read is no longer what is there.
            return Err(Error::Stale(None));
        }
        events::record(conn, Event::StoryPublished(row.id)).await?;
        Ok(())
    })
    .await
}

fn new_slug(row: &Row) -> Result<String> {
    let mut random = [0; 8];
    getrandom::fill(&mut random).map_err(anyhow::Error::from)?;
    Ok(match row.byline {
        Byline::Named => slug::slug(&row.title, random),
        Byline::Anonymous => slug::random_slug(random),
    })
}
