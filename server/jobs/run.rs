//! Doing a claimed job: its effects and its end are one commit.

use std::any::Any;
use std::panic::AssertUnwindSafe;
use std::time::Duration;

use anyhow::bail;
use diesel::prelude::*;
use diesel_async::{AsyncConnection, RunQueryDsl};
use futures_util::FutureExt;

use crate::db::Conn;
use crate::db::schema::jobs;
use crate::jobs::{Claimed, Handlers};

/// How long a job may take. Its transaction holds back the readers of events, so work that takes
/// longer is cut into several jobs.
const LIMIT: Duration = Duration::from_secs(300);

/// How it went.
#[derive(Debug)]
pub enum Ran {
    Finished,
    Failed(String),
    /// It stopped in the middle: what is left of the connection is of no use, and must be closed.
    CutShort(String),
    /// The lease ran out before the transaction began, and another worker has the job.
    InOtherHands,
}

/// Runs the job in a transaction that ends with it.
///
/// A worker that is killed in the middle leaves the job as it was, and nothing of its effects on the
/// database. Effects elsewhere may happen again, and the job has to bear that.
pub async fn run(conn: &mut Conn, handlers: &Handlers, job: &Claimed) -> Ran {
    let work = tokio::time::timeout(LIMIT, in_transaction(conn, handlers, job));
    match AssertUnwindSafe(work).catch_unwind().await {
        Ok(Ok(Ok(true))) => Ran::Finished,
        Ok(Ok(Ok(false))) => Ran::InOtherHands,
        Ok(Ok(Err(err))) => Ran::Failed(format!("{err:#}")),
        Ok(Err(_)) => Ran::CutShort(format!("was not done within {} s", LIMIT.as_secs())),
        Err(panic) => Ran::CutShort(format!("panicked: {}", words(&*panic))),
    }
}

async fn in_transaction(
    conn: &mut Conn,
    handlers: &Handlers,
    job: &Claimed,
) -> anyhow::Result<bool> {
    conn.transaction(async |conn| {
        if !finish(conn, job).await? {
            return Ok(false);
        }
        let Some(handler) = handlers.of(&job.kind) else {
            bail!(
                "this server does not know jobs of the kind `{}`; a newer one may",
                job.kind
            );
        };
        handler(conn, &job.payload).await?;
        Ok(true)
    })
    .await
}

/// The job goes first: that locks its row while it runs, tells whether it is still ours, and lets it
/// enqueue another one under its own key. Rolled back, it is in the queue as before.
async fn finish(conn: &mut Conn, job: &Claimed) -> QueryResult<bool> {
    let ours = jobs::table
        .find(job.id)
        .filter(jobs::locked_by.eq(&job.locked_by))
        .filter(jobs::attempts.eq(job.attempts));
    Ok(diesel::delete(ours).execute(conn).await? == 1)
}

fn words(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref::<&str>().copied())
        .unwrap_or("without a word")
}
