//! The census as a server keeps it between requests.

use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, Instant};

use tokio::sync::{Mutex, OwnedMutexGuard};

use crate::catalog::Catalog;
use crate::db::{Conn, Pool};
use crate::error::Result;
use crate::stories::census::table::Census;
use crate::stories::census::taking::take;
use crate::stories::stamps;

/// A community of this many stories or fewer is counted anew after each change: it takes milliseconds.
const SMALL: usize = 2_000;

/// How old the census of a larger one may be before the next one is taken beside the requests.
const GOOD: Duration = Duration::from_secs(20);

/// How old it may be at all, where something has changed since. A page that tells of it is kept for as
/// long again (`web/kept.rs`).
const OLDEST: Duration = Duration::from_secs(30);

#[derive(Clone)]
pub struct Censuses {
    pool: Pool,
    kept: Arc<RwLock<Option<Kept>>>,
    taking: Arc<Mutex<()>>,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum State {
    Good,
    /// To be answered from while the next one is taken.
    Old,
    TooOld,
}

impl State {
    /// Of a census of so many stories, one of which has changed since.
    fn of_changed(stories: usize, age: Duration) -> Self {
        match age {
            _ if stories <= SMALL => Self::TooOld,
            age if age >= OLDEST => Self::TooOld,
            age if age >= GOOD => Self::Old,
            _ => Self::Good,
        }
    }
}

/// Of what a census is to be taken.
#[derive(Clone)]
struct Wanted {
    stamp: i64,
    catalog: Arc<Catalog>,
}

/// The census and when it was taken.
type Kept = (Instant, Arc<Census>);

impl Censuses {
    pub fn new(pool: Pool) -> Self {
        Self {
            pool,
            kept: Arc::default(),
            taking: Arc::default(),
        }
    }

    /// The census: of a small community as everything is now, of a large one as it was half a minute
    /// ago at the latest; in the words of this catalogue.
    pub async fn census(&self, conn: &mut Conn, catalog: &Arc<Catalog>) -> Result<Arc<Census>> {
        let wanted = Wanted {
            stamp: stamps::of_everything(conn).await?,
            catalog: Arc::clone(catalog),
        };
        if let Some(census) = self.good(&wanted) {
            return Ok(census);
        }
        let _taking = self.taking.lock().await;
        // Somebody else may have taken it meanwhile.
        match self.good(&wanted) {
            Some(census) => Ok(census),
            None => self.take(conn, &wanted).await,
        }
    }

    /// The one that was taken before, unless it is too old.
    fn good(&self, wanted: &Wanted) -> Option<Arc<Census>> {
        let kept = self.kept();
        let (taken_at, census) = kept.filter(|it| it.1.is_told_in(&wanted.catalog))?;
        // Stamps grow.
        let state = match census.stamp() >= wanted.stamp {
            true => State::Good,
            false => State::of_changed(census.len(), taken_at.elapsed()),
        };
        if state == State::Old {
            self.take_beside(wanted);
        }
        (state != State::TooOld).then_some(census)
    }

    /// Takes the next one while requests are still answered from this one, unless somebody does so already.
    fn take_beside(&self, wanted: &Wanted) {
        if let Ok(taking) = Arc::clone(&self.taking).try_lock_owned() {
            tokio::spawn(self.clone().take_alone(wanted.clone(), taking));
        }
    }

    async fn take_alone(self, wanted: Wanted, _taking: OwnedMutexGuard<()>) {
        let taken = async {
            let mut conn = self.pool.get().await?;
            self.take(&mut conn, &wanted).await
        };
        if let Err(err) = taken.await {
            tracing::warn!(%err, "no census could be taken");
        }
    }

    async fn take(&self, conn: &mut Conn, wanted: &Wanted) -> Result<Arc<Census>> {
        let begun = Instant::now();
        let census = Arc::new(take(conn, wanted.stamp, &wanted.catalog).await?);
        tracing::debug!(stories = census.len(), took = ?begun.elapsed(), "a census was taken");
        let mut kept = self.kept.write().unwrap_or_else(PoisonError::into_inner);
        *kept = Some((begun, Arc::clone(&census)));
        Ok(census)
    }

    fn kept(&self) -> Option<Kept> {
        let kept = self.kept.read().unwrap_or_else(PoisonError::into_inner);
        kept.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_community_is_counted_after_each_change_and_a_large_one_in_time() {
        let state = |stories, seconds| State::of_changed(stories, Duration::from_secs(seconds));
        assert_eq!(state(SMALL, 0), State::TooOld);
        assert_eq!(state(SMALL + 1, 0), State::Good);
        assert_eq!(state(SMALL + 1, 20), State::Old);
        assert_eq!(state(SMALL + 1, 30), State::TooOld);
    }
}
