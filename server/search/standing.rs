//! How search stands: what the one who tends the index knows, for those who ask it and for those who watch.

use std::sync::{PoisonError, RwLock};
use std::time::{Duration, Instant};

use tokio::sync::Notify;

use crate::events::Position;
use crate::search::engine::Figures;

/// An index that has not been up to date for so long is asked no more: it counts what is gone.
const STALE: Duration = Duration::from_secs(600);

#[derive(Debug, Default)]
pub struct Standing {
    known: RwLock<Known>,
    suspected: Notify,
}

/// What is known of the index.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// When everything was in it that had happened. None: it never was since the start.
    pub up_to_date: Option<Instant>,
    /// How far in the outbox it has heard, at least.
    pub heard: Option<Position>,
    pub figures: Figures,
    /// Why it is not brought up to date.
    pub trouble: Option<String>,
    /// How often bringing it up to date failed.
    pub failures: u64,
}

impl Known {
    /// Whether it is to be asked.
    pub fn is_good(&self) -> bool {
        self.age().is_some_and(|it| it < STALE)
    }

    /// How long ago it was up to date.
    pub fn age(&self) -> Option<Duration> {
        self.up_to_date.map(|it| it.elapsed())
    }

    /// Whether nothing is wrong with it.
    pub fn is_well(&self) -> bool {
        self.is_good() && self.trouble.is_none()
    }
}

impl Standing {
    pub fn known(&self) -> Known {
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
        known.clone()
    }

    pub(super) fn learn(&self, change: impl FnOnce(&mut Known)) {
        change(&mut self.known.write().unwrap_or_else(PoisonError::into_inner));
    }

    /// A search failed in a way that damage may explain.
    pub fn suspect(&self) {
        self.suspected.notify_one();
    }

    /// Waits until somebody suspects damage.
    pub async fn suspected(&self) {
        self.suspected.notified().await;
    }
}
