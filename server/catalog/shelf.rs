//! The catalogue as a server keeps it between requests.

use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, Instant};

use tokio::sync::Mutex;

use crate::catalog::Catalog;
use crate::db::Conn;
use crate::error::Result;

/// How long a change by `guidepost catalog` may take to be seen by a running server.
const FRESH: Duration = Duration::from_secs(1);

/// While one request reads it anew, the others need not wait for it.
const GOOD: Duration = Duration::from_secs(5);

/// A copy of the catalogue that is at most a few seconds old.
#[derive(Clone, Debug, Default)]
pub struct Shelf(Arc<Place>);

#[derive(Debug, Default)]
struct Place {
    kept: RwLock<Option<Kept>>,
    reading: Mutex<()>,
}

/// The catalogue and when it was read.
type Kept = (Instant, Arc<Catalog>);

impl Shelf {
    pub async fn catalog(&self, conn: &mut Conn) -> Result<Arc<Catalog>> {
        if let Some(catalog) = self.fresh() {
            return Ok(catalog);
        }
        let Ok(_reading) = self.0.reading.try_lock() else {
            return self.meanwhile(conn).await;
        };
        self.read(conn).await
    }

    /// The copy, unless it has to be read anew.
    pub fn fresh(&self) -> Option<Arc<Catalog>> {
        self.younger_than(FRESH)
    }

    /// Where another request is reading.
    async fn meanwhile(&self, conn: &mut Conn) -> Result<Arc<Catalog>> {
        if let Some(catalog) = self.younger_than(GOOD) {
            return Ok(catalog);
        }
        let _reading = self.0.reading.lock().await;
        match self.fresh() {
            Some(catalog) => Ok(catalog),
            None => self.read(conn).await,
        }
    }

    async fn read(&self, conn: &mut Conn) -> Result<Arc<Catalog>> {
        let catalog = Arc::new(Catalog::load(conn).await?);
        let mut kept = self.0.kept.write().unwrap_or_else(PoisonError::into_inner);
        *kept = Some((Instant::now(), Arc::clone(&catalog)));
        Ok(catalog)
    }

    fn younger_than(&self, age: Duration) -> Option<Arc<Catalog>> {
        let kept = self.0.kept.read().unwrap_or_else(PoisonError::into_inner);
        let (at, catalog) = kept.as_ref()?;
        (at.elapsed() < age).then(|| Arc::clone(catalog))
    }
}
