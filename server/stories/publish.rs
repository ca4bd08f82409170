//! Publishing: the story gets its address and everyone may read it, now or at its hour.

use diesel::prelude::*;
use diesel_async::{AsyncConnection, RunQueryDsl};
use serde_json::json;
use time::OffsetDateTime;

use crate::db::Conn;
use crate::db::ids::{PersonId, StoryId};
use crate::db::schema::{people, stories};
use crate::error::{Error, Result};
use crate::jobs;
use crate::people::suspended::is_suspended;
use crate::stories::content::Byline;
use crate::stories::gaps;
use crate::stories::shown::shown_at;
use crate::stories::step::{Step, explained};
use crate::stories::story::{Row, Status, Story};
use crate::text::slug;

/// How often another random part is tried where a slug is taken: each try fails once in 10^12.
const TRIES: usize = 3;

/// The kind of the job that calls [`on_time`].
pub const JOB: &str = "publish_story";

/// Publishes the version that the author has read, as of the instant `at`; schedules it while its
/// `publish_at` lies ahead.
///
/// # Errors
/// [`Error::Stale`] when somebody saved in between; `wrong_status` for what is published already, or
/// hidden; [`Error::Invalid`] with every gap.
pub async fn publish(
    conn: &mut Conn,
    author: PersonId,
    id: StoryId,
    read_version: i32,
    at: OffsetDateTime,
) -> Result<()> {
    let story = Story::own_at(conn, author, id, read_version).await?;
    let row = &story.row;
    let ahead = row.publish_at.filter(|it| *it > at);
    match (row.status, ahead) {
        (Status::Published | Status::Hidden, _) | (Status::Scheduled, Some(_)) => {
            return Err(Error::Conflict("wrong_status"));
        }
        (Status::Draft | Status::Scheduled, _) | (_, None) => {}
        // Taking its address away until then would surprise; telling it now would be too early.
        (_, Some(_)) => return Err(Error::fault("/publish_at", "already_public")),
    }
    let gaps = gaps::gaps(&story.content());
    if !gaps.is_empty() {
        return Err(Error::Invalid(gaps));
    }
    let taken = match ahead {
        Some(hour) => schedule(conn, row, at, hour).await,
        None => make_public(conn, row, Status::Published, at).await,
    };
    explained(conn, (author, id, read_version), taken).await
}

async fn schedule(
    conn: &mut Conn,
    row: &Row,
    at: OffsetDateTime,
    hour: OffsetDateTime,
) -> Result<()> {
    conn.transaction(async |conn| {
        Step::to(Status::Scheduled, at).take(conn, row).await?;
        at_hour(conn, row.id, hour).await?;
        Ok(())
    })
    .await
}

/// Has the story published at this hour. Inside the transaction that decides so.
pub(super) async fn at_hour(conn: &mut Conn, id: StoryId, hour: OffsetDateTime) -> QueryResult<()> {
    jobs::enqueue(conn, JOB, &json!({ "story": id.0 }), hour).await
}

/// The work of the job: publishes a story whose hour has come. Inside the job's transaction.
///
/// One that waits for a later hour, or for none, is left alone; one that is not complete, or whose
/// author is suspended, becomes a draft again, and its author is told.
pub async fn on_time(conn: &mut Conn, id: StoryId, now: OffsetDateTime) -> Result<()> {
    let due = Row::query()
        .filter(stories::id.eq(id))
        .filter(stories::status.eq(Status::Scheduled))
        .filter(stories::publish_at.le(now))
        .for_update()
        .first(conn)
        .await
        .optional()?;
    let Some(row) = due else { return Ok(()) };
    let story = Story::with_parts(conn, row).await?;
    let suspended = people::table
        .find(story.row.author_id)
        .select(is_suspended());
    let suspended: bool = suspended.first(conn).await?;
    if !suspended && gaps::gaps(&story.content()).is_empty() {
        return make_public(conn, &story.row, Status::Published, now).await;
    }
    let missed = Step {
        missed_at: Some(Some(now)),
        ..Step::to(Status::Draft, now)
    };
    missed.take(conn, &story.row).await
}

/// Lets others read it: everyone, or whoever has the link.
pub(super) async fn make_public(
    conn: &mut Conn,
    row: &Row,
    status: Status,
    at: OffsetDateTime,
) -> Result<()> {
    for _ in 0..TRIES {
        let step = public_step(row, status, at)?;
        let taken = conn
            .transaction(async |conn| {
                may_speak(conn, row.author_id).await?;
                step.take(conn, row).await
            })
            .await;
        match taken {
            Err(Error::Conflict("slug_taken")) => {}
            taken => return taken,
        }
    }
    Err(Error::Conflict("slug_taken"))
}

/// Whoever suspends the author waits for this transaction, or it for them: nothing is published past them.
///
/// # Errors
/// [`Error::Suspended`].
async fn may_speak(conn: &mut Conn, author: PersonId) -> Result<()> {
    let found = people::table.find(author).select(people::suspended_at);
    let suspended = found.for_share().first::<Option<OffsetDateTime>>(conn);
    match suspended.await? {
        None => Ok(()),
        Some(_) => Err(Error::Suspended),
    }
}

fn public_step(row: &Row, status: Status, at: OffsetDateTime) -> Result<Step> {
    let is_first_listing = status == Status::Published && row.listed_at.is_none();
    let published_at = match row.published_at {
        Some(it) if !is_first_listing => it,
        _ => at,
    };
    Ok(Step {
        slug: match row.slug {
            Some(_) => None,
            None => Some(new_slug(row, status)?),
        },
        published_at: Some(published_at),
        listed_at: is_first_listing.then(|| shown_at(row.byline, published_at)),
        was_named_in_public: (row.byline == Byline::Named).then_some(true),
        ..Step::to(status, at)
    })
}

fn new_slug(row: &Row, status: Status) -> Result<String> {
    let mut random = [0; 8];
    getrandom::fill(&mut random).map_err(anyhow::Error::from)?;
    Ok(first_slug(row.byline, &row.title, status, random))
}

/// Made of the title, unless that would tell what only the link may tell.
pub(super) fn first_slug(byline: Byline, title: &str, status: Status, random: [u8; 8]) -> String {
    match (byline, status) {
        (Byline::Named, Status::Published) => slug::slug(title, random),
        _ => slug::random_slug(random),
    }
}
