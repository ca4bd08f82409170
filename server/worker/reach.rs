//! The way to the database, found again when it was lost, and told of once.

use std::fmt::Display;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use crate::db::{self, Conn};

/// How long one statement of a job may run.
const STATEMENT: Duration = Duration::from_secs(60);

const FIRST_PAUSE: Duration = Duration::from_millis(250);
const LONGEST_PAUSE: Duration = Duration::from_secs(10);

/// Shared by all who do the same work, so that one line tells that all are cut off.
pub struct Reach {
    url: String,
    /// Who works, for the log.
    who: &'static str,
    is_lost: AtomicBool,
}

impl Reach {
    pub fn new(url: &str, who: &'static str) -> Self {
        Self {
            url: url.to_owned(),
            who,
            is_lost: AtomicBool::new(false),
        }
    }

    /// Tries until it succeeds.
    pub async fn connect(&self) -> Conn {
        let mut pause = FIRST_PAUSE;
        loop {
            match db::connect_for(&self.url, STATEMENT).await {
                Ok(conn) => {
                    if self.is_lost.swap(false, Ordering::Relaxed) {
                        tracing::info!(who = self.who, "the database is there again");
                    }
                    return conn;
                }
                Err(err) => self.tell(&format_args!("{err:#}")),
            }
            tokio::time::sleep(pause).await;
            pause = (pause * 2).min(LONGEST_PAUSE);
        }
    }

    /// Tells that a connection was lost. Wait for it: an error that comes again at once must not
    /// keep the processor busy.
    pub async fn lost(&self, cause: &(impl Display + Sync)) {
        self.tell(cause);
        tokio::time::sleep(FIRST_PAUSE).await;
    }

    fn tell(&self, cause: &impl Display) {
        if !self.is_lost.swap(true, Ordering::Relaxed) {
            tracing::warn!(who = self.who, %cause, "the database was lost; it is waited for");
        }
    }
}
