//! Taking the next job, so that no two workers have the same one.

use std::time::Duration;

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Double, Jsonb, Nullable, SmallInt, Text};
use diesel_async::{AsyncConnection, RunQueryDsl};
use serde_json::Value;

use crate::db::Conn;
use crate::jobs::fail::MAX_ATTEMPTS;

/// The longest that a worker sleeps without a look at the queue: nobody tells it of a job whose
/// worker was killed, nor of anything while it is not connected.
const LONGEST_SLEEP: Duration = Duration::from_secs(30);

/// A job that is ours as long as the lease lasts, or our transaction holds its row.
#[derive(Clone, Debug, QueryableByName)]
pub struct Claimed {
    #[diesel(sql_type = BigInt)]
    pub id: i64,
    #[diesel(sql_type = Text)]
    pub kind: String,
    #[diesel(sql_type = Jsonb)]
    pub payload: Value,
    /// Which attempt this is, from 1.
    #[diesel(sql_type = SmallInt)]
    pub attempts: i16,
    #[diesel(sql_type = Text)]
    pub locked_by: String,
}

/// What a worker does next.
#[derive(Debug)]
pub enum Turn {
    Run(Claimed),
    /// Nothing is due before that.
    Sleep(Duration),
}

/// Claims the job that has been due for longest.
///
/// The attempt is counted and committed before the job runs, so that a job that takes the whole
/// process down with it runs out of attempts too.
pub async fn claim(conn: &mut Conn, worker: &str) -> QueryResult<Turn> {
    // In one transaction, whose clock stands still: what falls due between the two looks is seen.
    conn.transaction(async |conn| {
        if let Some(job) = take_next(conn, worker).await? {
            return Ok(Turn::Run(job));
        }
        bury_abandoned(conn).await?;
        let due = until_due(conn).await?;
        Ok(Turn::Sleep(due.unwrap_or(LONGEST_SLEEP).min(LONGEST_SLEEP)))
    })
    .await
}

/// The lease is short: it lasts from here to the transaction of the job, which locks the row.
async fn take_next(conn: &mut Conn, worker: &str) -> QueryResult<Option<Claimed>> {
    diesel::sql_query(
        "with next as materialized ( \
             select id from jobs where died_at is null and run_at <= now() and attempts < $2 \
               and (locked_until is null or locked_until <= now()) \
             order by run_at, id limit 1 for update skip locked) \
         update jobs set attempts = attempts + 1, locked_by = $1, \
             locked_until = now() + interval '10 seconds' \
         from next where jobs.id = next.id \
         returning jobs.id, kind, payload, attempts, locked_by",
    )
    .bind::<Text, _>(worker)
    .bind::<SmallInt, _>(MAX_ATTEMPTS)
    .get_result(conn)
    .await
    .optional()
}

/// Jobs whose worker ended before they did, on the last of their attempts.
async fn bury_abandoned(conn: &mut Conn) -> QueryResult<()> {
    #[derive(QueryableByName)]
    struct Buried {
        #[diesel(sql_type = BigInt)]
        id: i64,
        #[diesel(sql_type = Text)]
        kind: String,
    }
    let buried: Vec<Buried> = diesel::sql_query(
        "update jobs set died_at = now(), locked_by = null, locked_until = null, \
             last_error = 'its worker ended before it did' \
         where id in (select id from jobs where died_at is null and attempts >= $1 \
                      and locked_until <= now() for update skip locked) \
         returning id, kind",
    )
    .bind::<SmallInt, _>(MAX_ATTEMPTS)
    .load(conn)
    .await?;
    for Buried { id, kind } in buried {
        tracing::error!(id, kind, "a job is dead: its workers ended before it did");
    }
    Ok(())
}

/// What is due already and was not claimed is in other hands.
async fn until_due(conn: &mut Conn) -> QueryResult<Option<Duration>> {
    #[derive(QueryableByName)]
    struct Due {
        #[diesel(sql_type = Nullable<Double>)]
        seconds: Option<f64>,
    }
    let due: Due = diesel::sql_query(
        "select extract(epoch from least( \
             (select min(run_at) from jobs where died_at is null and run_at > now()), \
             (select min(locked_until) from jobs where died_at is null and locked_until > now()) \
         ) - now())::float8 as seconds",
    )
    .get_result(conn)
    .await?;
    let seconds = due.seconds.map(Duration::try_from_secs_f64);
    Ok(seconds.map(|it| it.unwrap_or(LONGEST_SLEEP)))
}
