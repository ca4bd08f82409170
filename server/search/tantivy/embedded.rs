//! The engine as others see it: the folder in use, whoever made it.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::thread::available_parallelism;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;

use crate::search::engine::{Batch, Engine, Failure, Figures, Found, Rebuilding, Request, Result};
use crate::search::tantivy::place::Place;
use crate::search::tantivy::rebuild::Rebuild;
use crate::search::tantivy::search;
use crate::search::tantivy::store::Store;

/// The embedded engine. Cheap to clone; all clones are the same index.
#[derive(Clone)]
pub struct Embedded(Arc<Inner>);

struct Inner {
    place: Place,
    in_use: RwLock<Option<InUse>>,
    /// Whoever opens another index than the one in use holds it.
    opening: Mutex<()>,
    /// One for each search that runs: more at a time than processors would make all of them slow.
    turns: Semaphore,
}

#[derive(Clone)]
struct InUse {
    folder: String,
    store: Arc<Store>,
}

impl Embedded {
    /// The index of this folder, not opened yet: nothing is found before it is asked for its position.
    pub fn at(root: impl Into<PathBuf>) -> Self {
        let processors = available_parallelism().map_or(1, usize::from);
        Self(Arc::new(Inner {
            place: Place::new(root),
            in_use: RwLock::default(),
            opening: Mutex::default(),
            turns: Semaphore::new(processors),
        }))
    }

    /// The index that lies here, if it is whole, of this program's format, and nobody else writes to it.
    pub fn open(root: impl Into<PathBuf>) -> Result<Self> {
        let engine = Self::at(root);
        engine.follow()?;
        Ok(engine)
    }

    /// The size of the index that lies here, in bytes, and how far it has read, without opening it: for whoever
    /// only looks.
    pub fn look(root: impl Into<PathBuf>) -> Result<(u64, String)> {
        let place = Place::new(root);
        let folder = place.current()?;
        place.check_format(&folder)?;
        let position = read_whole(|| Store::look(&place.folder(&folder)))?;
        Ok((place.bytes(&folder), position))
    }

    /// Blocks: on threads that may wait.
    pub fn apply_now(&self, batch: &Batch) -> Result<()> {
        let store = self.follow()?;
        if store.position()? != batch.after {
            return Err(Failure::OutOfStep);
        }
        let applied = caught(|| store.apply(&batch.changes, &batch.position));
        // Whoever rebuilds takes the folder away in which this was written.
        let is_another = || self.0.place.current().is_ok_and(|it| !self.is_open(&it));
        applied.map_err(|failure| match is_another() {
            true => Failure::OutOfStep,
            false => failure,
        })
    }

    /// Blocks: on threads that may wait.
    pub fn search_now(&self, request: &Request) -> Result<Found> {
        let store = self.opened()?.store;
        caught(|| search::search(&store.snapshot(), request))
    }

    pub fn position_now(&self) -> Result<String> {
        self.follow()?.position()
    }

    /// Blocks: on threads that may wait.
    pub fn verify_now(&self) -> Result<()> {
        let store = self.follow()?;
        read_whole(|| store.verify())
    }

    pub fn figures_now(&self) -> Result<Figures> {
        let InUse { folder, store } = self.opened()?;
        Ok(Figures {
            documents: store.snapshot().documents,
            bytes: self.0.place.bytes(&folder),
        })
    }

    /// What is open, as it was opened: reading goes on where another one is built, or where the folder is gone.
    fn opened(&self) -> Result<InUse> {
        let in_use = self.0.in_use.read().unwrap_or_else(PoisonError::into_inner);
        let not_open = || Failure::ToBeRebuilt("it is not open".to_owned());
        in_use.clone().ok_or_else(not_open)
    }

    /// The index that is in use now: another one than is open where it was rebuilt since, by whomever.
    fn follow(&self) -> Result<Arc<Store>> {
        let folder = self.0.place.current()?;
        if let Some(store) = self.opened_in(&folder) {
            return Ok(store);
        }
        let _opening = self
            .0
            .opening
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if let Some(store) = self.opened_in(&folder) {
            return Ok(store);
        }
        // Searches read the one before for as long as this takes.
        let store = read_whole(|| open(&self.0.place, &folder))?;
        let next = InUse {
            folder,
            store: Arc::clone(&store),
        };
        let before = {
            let mut place = self
                .0
                .in_use
                .write()
                .unwrap_or_else(PoisonError::into_inner);
            place.replace(next)
        };
        // It is read to the end by whoever reads it, but no longer written to; its folder may be gone.
        if let Some(before) = before {
            let _ = before.store.close();
        }
        Ok(store)
    }

    fn is_open(&self, folder: &str) -> bool {
        self.opened_in(folder).is_some()
    }

    fn opened_in(&self, folder: &str) -> Option<Arc<Store>> {
        let opened = self.opened().ok()?;
        (opened.folder == folder).then_some(opened.store)
    }

    fn on_another_thread<T: Send + 'static>(
        &self,
        work: impl FnOnce(Self) -> Result<T> + Send + 'static,
    ) -> BoxFuture<'static, Result<T>> {
        let engine = self.clone();
        elsewhere(move || work(engine)).boxed()
    }
}

fn open(place: &Place, folder: &str) -> Result<Arc<Store>> {
    place.check_format(folder)?;
    Ok(Arc::new(Store::open(&place.folder(folder))?))
}

/// Does on another thread what blocks.
pub(super) async fn elsewhere<T: Send + 'static>(
    work: impl FnOnce() -> Result<T> + Send + 'static,
) -> Result<T> {
    let done = spawn_blocking(move || caught(work)).await;
    done.unwrap_or_else(|stopped| Err(Failure::Internal(stopped.to_string())))
}

/// Damaged files make the library panic in places; that is no reason for ours to end. Whether they are
/// damaged, and not the question at fault, `verify` tells.
fn caught<T>(work: impl FnOnce() -> Result<T>) -> Result<T> {
    let reason = || Failure::Internal("reading the index failed badly".to_owned());
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_panic| Err(reason()))
}

/// Where nothing is asked but whether the files can be read, nothing else makes it panic.
fn read_whole<T>(work: impl FnOnce() -> Result<T>) -> Result<T> {
    let reason = || Failure::ToBeRebuilt("its files can not be read".to_owned());
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_panic| Err(reason()))
}

impl Engine for Embedded {
    fn name(&self) -> &'static str {
        "embedded"
    }

    fn apply(&self, batch: Batch) -> BoxFuture<'_, Result<()>> {
        self.on_another_thread(move |it| it.apply_now(&batch))
    }

    fn search(&self, request: Request) -> BoxFuture<'_, Result<Found>> {
        async move {
            let turn = self.0.turns.acquire().await;
            let _turn = turn.map_err(|it| Failure::Internal(it.to_string()))?;
            self.on_another_thread(move |it| it.search_now(&request))
                .await
        }
        .boxed()
    }

    fn rebuild(&self) -> BoxFuture<'_, Result<Box<dyn Rebuilding>>> {
        self.on_another_thread(|it| {
            let rebuild: Box<dyn Rebuilding> = Box::new(Rebuild::begin(it.0.place.clone())?);
            Ok(rebuild)
        })
    }

    fn position(&self) -> BoxFuture<'_, Result<String>> {
        self.on_another_thread(|it| it.position_now())
    }

    fn verify(&self) -> BoxFuture<'_, Result<()>> {
        self.on_another_thread(|it| it.verify_now())
    }

    fn figures(&self) -> BoxFuture<'_, Result<Figures>> {
        self.on_another_thread(|it| it.figures_now())
    }
}
