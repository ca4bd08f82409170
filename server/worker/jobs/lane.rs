//! One worker: it claims a job, does it, and sleeps while nothing is due.

use std::sync::Arc;

use diesel::QueryResult;
use metrics::counter;
use tokio::sync::watch;
use uuid::Uuid;

use crate::db::Conn;
use crate::jobs::{self, Claimed, Fate, Handlers, Ran, Turn};
use crate::worker::reach::Reach;
use crate::worker::stop::Stop;

pub const FINISHED: &str = "guidepost_jobs_finished_total";
pub const FAILED: &str = "guidepost_jobs_failed_total";

pub struct Lane {
    /// Of its own: two workers of one name would take each other's jobs for theirs.
    name: String,
    reach: Arc<Reach>,
    handlers: Handlers,
    bell: watch::Receiver<()>,
    stop: Stop,
    /// A failure that is not noted in the queue yet, since the connection went with it.
    failure: Option<(Claimed, String)>,
}

impl Lane {
    pub fn new(
        reach: Arc<Reach>,
        handlers: Handlers,
        bell: watch::Receiver<()>,
        stop: Stop,
    ) -> Self {
        Self {
            name: Uuid::new_v4().to_string(),
            reach,
            handlers,
            bell,
            stop,
            failure: None,
        }
    }

    /// Until it is told to stop; the job that runs then is finished first.
    pub async fn work(mut self) {
        while !self.stop.is_begun() {
            let stop = self.stop.clone();
            let mut conn = tokio::select! {
                conn = self.reach.connect() => conn,
                () = stop.has_begun() => return,
            };
            if let Err(err) = self.work_on(&mut conn).await {
                self.reach.lost(&err).await;
            }
        }
    }

    /// As long as this connection is good for work.
    async fn work_on(&mut self, conn: &mut Conn) -> QueryResult<()> {
        self.note_failure(conn).await?;
        while !self.stop.is_begun() {
            // What rings from here on wakes us, even before we sleep.
            self.bell.mark_unchanged();
            match jobs::claim(conn, &self.name).await? {
                Turn::Run(job) => {
                    let is_whole = self.run(conn, job).await;
                    if !is_whole {
                        return Ok(());
                    }
                    self.note_failure(conn).await?;
                }
                Turn::Sleep(time) => tokio::select! {
                    () = tokio::time::sleep(time) => {}
                    () = self.stop.has_begun() => {}
                    Ok(()) = self.bell.changed() => {}
                },
            }
        }
        Ok(())
    }

    /// Whether the connection can be used further.
    async fn run(&mut self, conn: &mut Conn, job: Claimed) -> bool {
        let (error, is_whole) = match jobs::run(conn, &self.handlers, &job).await {
            Ran::Finished => {
                tell_finished(&job);
                return true;
            }
            Ran::InOtherHands => return true,
            Ran::Failed(error) => (error, true),
            Ran::CutShort(error) => (error, false),
        };
        self.failure = Some((job, error));
        is_whole
    }

    async fn note_failure(&mut self, conn: &mut Conn) -> QueryResult<()> {
        if let Some((job, error)) = &self.failure {
            let fate = jobs::fail(conn, job, error).await?;
            tell_failed(job, error, fate);
        }
        self.failure = None;
        Ok(())
    }
}

fn tell_finished(job: &Claimed) {
    counter!(FINISHED, "kind" => job.kind.clone()).increment(1);
    tracing::debug!(job.id, job.kind, "a job is done");
}

fn tell_failed(job: &Claimed, error: &str, fate: Fate) {
    counter!(FAILED, "kind" => job.kind.clone()).increment(1);
    let (id, kind, attempt) = (job.id, &job.kind, job.attempts);
    tracing::warn!(id, kind, attempt, error, ?fate, "a job failed");
}
