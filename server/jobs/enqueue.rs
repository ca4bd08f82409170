//! Putting a job into the queue, inside the transaction of whoever wants it done.

use diesel::prelude::*;
use diesel::sql_types::{Jsonb, Text, Timestamptz};
use diesel_async::RunQueryDsl;
use serde_json::Value;
use time::OffsetDateTime;

use crate::db::Conn;
use crate::db::schema::jobs;

/// The channel on which PostgreSQL tells every server that the queue has changed.
pub const CHANNEL: &str = "guidepost_jobs";

/// Wants a job done, at `run_at` or as soon as possible after it.
///
/// Call it inside the transaction of the change that the job is for: rolled back, there is no job;
/// committed, the workers hear of it at once.
pub async fn enqueue(
    conn: &mut Conn,
    kind: &'static str,
    payload: &Value,
    run_at: OffsetDateTime,
) -> QueryResult<()> {
    diesel::insert_into(jobs::table)
        .values((
            jobs::kind.eq(kind),
            jobs::payload.eq(payload),
            jobs::run_at.eq(run_at),
        ))
        .execute(conn)
        .await?;
    ring(conn).await
}

/// Wants a job done that must not wait twice. Nothing happens where one with this key waits or runs.
pub async fn enqueue_once(
    conn: &mut Conn,
    key: &str,
    kind: &'static str,
    payload: &Value,
    run_at: OffsetDateTime,
) -> QueryResult<()> {
    // The look before the insert spares us waiting for a job that runs: its row is gone only when
    // its transaction commits, and until then the unique index would hold us up.
    let enqueued = diesel::sql_query(
        "insert into jobs (key, kind, payload, run_at) select $1, $2, $3, $4 \
         where not exists (select from jobs where key = $1 and died_at is null) \
         on conflict (key) where key is not null and died_at is null do nothing",
    )
    .bind::<Text, _>(key)
    .bind::<Text, _>(kind)
    .bind::<Jsonb, _>(payload)
    .bind::<Timestamptz, _>(run_at)
    .execute(conn)
    .await?;
    if enqueued > 0 {
        ring(conn).await?;
    }
    Ok(())
}

/// Tells the workers, once this transaction commits, to look at the queue again.
pub async fn ring(conn: &mut Conn) -> QueryResult<()> {
    diesel::sql_query("select pg_notify($1, '')")
        .bind::<Text, _>(CHANNEL)
        .execute(conn)
        .await?;
    Ok(())
}
