//! The catalogue as a server keeps it between requests.

use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, Instant};

use crate::catalog::Catalog;
use crate::db::Conn;
use crate::error::Result;

/// How long a change by `guidepost catalog` may take to be seen by a running server.
const FRESH: Duration = Duration::from_secs(1);

/// A copy of the catalogue that is at most a second old.
#[derive(Clone, Debug, Default)]
pub struct Shelf(Arc<RwLock<Option<Kept>>>);

/// The catalogue and when it was read.
type Kept = (Instant, Arc<Catalog>);

impl Shelf {
    pub async fn catalog(&self, conn: &mut Conn) -> Result<Arc<Catalog>> {
        if let Some(catalog) = self.fresh() {
            return Ok(catalog);
        }
        let catalog = Arc::new(Catalog::load(conn).await?);
        let mut kept = self.0.write().unwrap_or_else(PoisonError::into_inner);
        *kept = Some((Instant::now(), Arc::clone(&catalog)));
        Ok(catalog)
    }

    fn fresh(&self) -> Option<Arc<Catalog>> {
        let kept = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let (at, catalog) = kept.as_ref()?;
        (at.elapsed() < FRESH).then(|| Arc::clone(catalog))
    }
}
