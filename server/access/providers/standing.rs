//! How a provider stands, as far as was seen a moment ago.

use std::time::{Duration, Instant};

use tokio::sync::Mutex;
use tokio::time::timeout;

use crate::access::providers::Trouble;

const GOOD_FOR: Duration = Duration::from_secs(5 * 60);
/// Soon asked again, but not by each reader of the page.
const BAD_FOR: Duration = Duration::from_secs(10);
/// Nobody waits longer to read which ways there are.
const PATIENCE: Duration = Duration::from_secs(3);

#[derive(Debug, Default)]
pub struct Standing(Mutex<Option<Seen>>);

#[derive(Debug)]
struct Seen {
    at: Instant,
    found: Result<(), String>,
}

impl Standing {
    /// As it was found before, else as `look` finds it. Those who ask meanwhile wait for the one who looks.
    pub async fn of(&self, look: impl Future<Output = Result<(), Trouble>>) -> Result<(), String> {
        let mut seen = self.0.lock().await;
        if let Some(seen) = seen.as_ref().filter(|it| it.is_fresh()) {
            return seen.found.clone();
        }
        let found = match timeout(PATIENCE, look).await {
            Ok(found) => found.map_err(|(Trouble::Down(why) | Trouble::Refused(why))| why),
            Err(_) => Err(format!("no answer within {} seconds", PATIENCE.as_secs())),
        };
        *seen = Some(Seen::now(found.clone()));
        found
    }

    pub async fn note(&self, why: &str) {
        *self.0.lock().await = Some(Seen::now(Err(why.to_owned())));
    }
}

impl Seen {
    fn now(found: Result<(), String>) -> Self {
        let at = Instant::now();
        Self { at, found }
    }

    fn is_fresh(&self) -> bool {
        let good_for = match self.found {
            Ok(()) => GOOD_FOR,
            Err(_) => BAD_FOR,
        };
        self.at.elapsed() < good_for
    }
}
