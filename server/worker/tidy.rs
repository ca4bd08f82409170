//! Removing what has run out, every hour.

use diesel::QueryResult;
use serde_json::json;
use time::{Duration, OffsetDateTime};

use crate::db::Conn;
use crate::{access, events, jobs, people, stories};

pub const KIND: &str = "tidy";

const EVERY: Duration = Duration::hours(1);

/// What one run removes of each kind, at most: its transaction holds back the readers of events.
const BATCH: i64 = 500;

/// Makes sure that tidying up goes on, now at the latest.
pub async fn schedule(conn: &mut Conn) -> QueryResult<()> {
    schedule_at(conn, OffsetDateTime::now_utc()).await
}

/// Removes a batch of each kind, and comes back in an hour; at once where a batch was full.
pub async fn tidy(conn: &mut Conn) -> anyhow::Result<()> {
    let removed = [
        access::forget::expired(conn, BATCH).await?,
        access::forget::old_answers(conn, BATCH).await?,
        people::forget::refused(conn, BATCH).await?,
        stories::forget::expired_previews(conn, BATCH).await?,
        stories::forget::deleted_stories(conn, BATCH).await?,
        events::forget::old_events(conn, BATCH).await?,
        jobs::forget::long_dead_jobs(conn, BATCH).await?,
    ];
    let is_full = |n: usize| i64::try_from(n).is_ok_and(|it| it >= BATCH);
    let now = OffsetDateTime::now_utc();
    let next = if removed.into_iter().any(is_full) {
        now
    } else {
        now + EVERY
    };
    schedule_at(conn, next).await?;
    Ok(())
}

async fn schedule_at(conn: &mut Conn, at: OffsetDateTime) -> QueryResult<()> {
    jobs::enqueue_once(conn, KIND, KIND, &json!({}), at).await
}
