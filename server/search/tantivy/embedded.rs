//! The engine as others see it: the folder in use, whoever made it.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::{Arc, PoisonError, RwLock};

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use tokio::task::spawn_blocking;

use crate::search::engine::{Batch, Engine, Failure, Figures, Found, Request, Result};
use crate::search::tantivy::place::Place;
use crate::search::tantivy::rebuild::Rebuild;
use crate::search::tantivy::search;
use crate::search::tantivy::store::Store;

/// The embedded engine. Cheap to clone; all clones are the same index.
#[derive(Clone)]
pub struct Embedded(Arc<Inner>);

struct Inner {
    place: Place,
    in_use: RwLock<InUse>,
}

#[derive(Clone)]
struct InUse {
    folder: &'static str,
    store: Arc<Store>,
}

impl Embedded {
    /// The index that lies here, if it is whole, of this program's format, and nobody else writes to it.
    pub fn open(root: impl Into<PathBuf>) -> Result<Self> {
        let place = Place::new(root);
        let in_use = caught(|| InUse::open(&place))?;
        Ok(Self(Arc::new(Inner {
            place,
            in_use: RwLock::new(in_use),
        })))
    }

    /// The size of the index that lies here, without opening it: for whoever only looks.
    pub fn bytes(root: impl Into<PathBuf>) -> Result<u64> {
        let place = Place::new(root);
        Ok(place.bytes(place.current()?))
    }

    /// Blocks: on threads that may wait.
    pub fn apply_now(&self, batch: &Batch) -> Result<()> {
        let store = self.store()?;
        caught(|| store.apply(&batch.changes, Some(&batch.position)))
    }

    /// Blocks: on threads that may wait.
    pub fn search_now(&self, request: &Request) -> Result<Found> {
        let store = self.store()?;
        caught(|| search::search(&store.snapshot(), request))
    }

    /// Blocks: on threads that may wait.
    pub fn reset_now(&self) -> Result<()> {
        Rebuild::begin(&self.0.place)?.finish(None)?;
        self.store().map(|_| ())
    }

    pub fn position_now(&self) -> Result<Option<String>> {
        self.store()?.position()
    }

    pub fn figures_now(&self) -> Result<Figures> {
        let store = self.store()?;
        Ok(Figures {
            documents: store.snapshot().documents,
            bytes: self.0.place.bytes(self.in_use().folder),
        })
    }

    /// The index in use: another one than before where it was rebuilt since, by whomever.
    fn store(&self) -> Result<Arc<Store>> {
        let in_use = self.in_use();
        match self.0.place.current() {
            Ok(folder) if folder != in_use.folder => self.follow(folder),
            // What is open stays readable when its folder is gone; writing tells of it.
            _ => Ok(in_use.store),
        }
    }

    fn follow(&self, folder: &'static str) -> Result<Arc<Store>> {
        let mut place = self
            .0
            .in_use
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        if place.folder != folder {
            let before = std::mem::replace(&mut *place, caught(|| InUse::open(&self.0.place))?);
            // The old one is read to the end by whoever reads it, but no longer written to.
            before.store.close()?;
        }
        Ok(Arc::clone(&place.store))
    }

    fn in_use(&self) -> InUse {
        let place = self.0.in_use.read().unwrap_or_else(PoisonError::into_inner);
        place.clone()
    }

    async fn elsewhere<T: Send + 'static>(
        &self,
        work: impl FnOnce(Self) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let engine = self.clone();
        let done = spawn_blocking(move || work(engine)).await;
        done.unwrap_or_else(|stopped| Err(Failure::Internal(stopped.to_string())))
    }
}

impl InUse {
    fn open(place: &Place) -> Result<Self> {
        let folder = place.current()?;
        place.check_format(folder)?;
        let store = Arc::new(Store::open(&place.folder(folder))?);
        Ok(Self { folder, store })
    }
}

/// Damaged files make the library panic in places; that is no reason for ours to end.
fn caught<T>(work: impl FnOnce() -> Result<T>) -> Result<T> {
    let done = catch_unwind(AssertUnwindSafe(work));
    done.unwrap_or_else(|_panic| {
        let reason = "reading it failed badly".to_owned();
        Err(Failure::ToBeRebuilt(reason))
    })
}

impl Engine for Embedded {
    fn name(&self) -> &'static str {
        "embedded"
    }

    fn apply(&self, batch: Batch) -> BoxFuture<'_, Result<()>> {
        self.elsewhere(move |it| it.apply_now(&batch)).boxed()
    }

    fn search(&self, request: Request) -> BoxFuture<'_, Result<Found>> {
        self.elsewhere(move |it| it.search_now(&request)).boxed()
    }

    fn reset(&self) -> BoxFuture<'_, Result<()>> {
        self.elsewhere(|it| it.reset_now()).boxed()
    }

    fn position(&self) -> BoxFuture<'_, Result<Option<String>>> {
        self.elsewhere(|it| it.position_now()).boxed()
    }

    fn figures(&self) -> BoxFuture<'_, Result<Figures>> {
        self.elsewhere(|it| it.figures_now()).boxed()
    }
}
