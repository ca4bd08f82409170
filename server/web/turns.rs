//! Taking turns at making an answer anew: many ask for a page at the moment at which it changes.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::time::Duration;

use tokio::sync::{Mutex, MutexGuard};
use tokio::time::timeout;

/// So many answers can be made at the same time; seldom do two keys lead to the same turn.
const TURNS: usize = 1_024;

/// How long one waits for somebody else to make an answer.
const PATIENCE: Duration = Duration::from_secs(1);

pub struct Turns(Vec<Mutex<()>>);

/// The others wait while it lives.
#[derive(Default)]
pub struct Turn<'t> {
    _held: Option<MutexGuard<'t, ()>>,
    /// Somebody else made the answer meanwhile, or did not get done.
    pub has_waited: bool,
}

impl Default for Turns {
    fn default() -> Self {
        Self((0..TURNS).map(|_| Mutex::default()).collect())
    }
}

impl Turns {
    /// As soon as nobody else makes the answer with this key, or takes too long.
    pub async fn take(&self, key: &str) -> Turn<'_> {
        let Some(turn) = self.0.get(place(key)) else {
            return Turn::default();
        };
        if let Ok(held) = turn.try_lock() {
            return Turn {
                _held: Some(held),
                has_waited: false,
            };
        }
        // One that takes long must not hold up all the others, one after another.
        let held = timeout(PATIENCE, turn.lock()).await;
        Turn {
            _held: held.ok(),
            has_waited: true,
        }
    }
}

fn place(key: &str) -> usize {
    let mut hasher = DefaultHasher::new();
    key.hash(&mut hasher);
    let turns = u64::try_from(TURNS).unwrap_or(1);
    usize::try_from(hasher.finish() % turns).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;

    use super::*;

    #[tokio::test]
    async fn one_makes_an_answer_and_the_others_wait_but_not_for_ever() {
        let turns = Turns::default();
        let first = turns.take("/stories").await;
        assert!(!first.has_waited);
        assert!(!turns.take("/roles").await.has_waited);
        assert!(turns.take("/stories").now_or_never().is_none());
        let impatient = turns.take("/stories").await;
        assert!(impatient.has_waited && impatient._held.is_none());
        let (second, ()) = futures_util::join!(turns.take("/stories"), async { drop(first) });
        assert!(second.has_waited && second._held.is_some());
    }
}
