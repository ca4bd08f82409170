//! The word to stop: no new job is begun, and those that run have until a moment to finish.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;
use tokio::time::Instant;

#[derive(Clone, Debug)]
pub struct Stop(Arc<watch::Sender<Option<Instant>>>);

impl Default for Stop {
    fn default() -> Self {
        Self(Arc::new(watch::Sender::new(None)))
    }
}

impl Stop {
    /// Said twice, the earlier end counts.
    pub fn within(&self, patience: Duration) {
        let end = Instant::now() + patience;
        self.0
            .send_modify(|it| *it = Some(it.map_or(end, |earlier| earlier.min(end))));
    }

    pub(in crate::worker) fn is_begun(&self) -> bool {
        self.0.borrow().is_some()
    }

    /// Waits for the word.
    pub(in crate::worker) async fn has_begun(&self) {
        // It fails only without a sender, and there is one in `self`.
        let _ = self.0.subscribe().wait_for(Option::is_some).await;
    }

    /// Waits until there is no time left.
    pub(in crate::worker) async fn is_over(&self) {
        let mut word = self.0.subscribe();
        loop {
            let end = *word.borrow_and_update();
            let changed = async {
                let _ = word.changed().await;
            };
            match end {
                None => changed.await,
                Some(end) => tokio::select! {
                    () = tokio::time::sleep_until(end) => return,
                    () = changed => {}
                },
            }
        }
    }
}
