//! Building an index beside the one in use, and putting it in its place in one step.

use std::path::PathBuf;
use std::sync::Arc;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;

use crate::search::document::Document;
use crate::search::engine::{Rebuilding, Result};
use crate::search::tantivy::embedded::elsewhere;
use crate::search::tantivy::place::{Building, Place};
use crate::search::tantivy::store::Store;

/// A new index that nobody sees yet. Dropped, it leaves everything as it was.
pub struct Rebuild {
    place: Place,
    folder: String,
    building: Building,
    store: Arc<Store>,
}

impl Rebuild {
    /// Begins beside the index that lies in this folder, if one does.
    ///
    /// # Errors
    /// [`crate::search::Failure::Locked`] while somebody else builds one there.
    pub fn at(root: impl Into<PathBuf>) -> Result<Self> {
        Self::begin(Place::new(root))
    }

    pub(super) fn begin(place: Place) -> Result<Self> {
        let building = place.build()?;
        let folder = Place::new_folder();
        let store = Arc::new(Store::create(&place.folder(&folder))?);
        Ok(Self {
            place,
            folder,
            building,
            store,
        })
    }

    /// Blocks: on threads that may wait.
    pub fn add_now(&self, stories: &[Document]) -> Result<()> {
        self.store.fill(stories)
    }

    /// Blocks: on threads that may wait.
    pub fn finish_now(self, position: &str) -> Result<()> {
        self.store.apply(&[], position)?;
        self.store.pack()?;
        self.place.write_format(&self.folder)?;
        self.place.use_folder(&self.building, &self.folder)?;
        Ok(())
    }
}

impl Rebuilding for Rebuild {
    fn add(&mut self, stories: Vec<Document>) -> BoxFuture<'_, Result<()>> {
        let store = Arc::clone(&self.store);
        elsewhere(move || store.fill(&stories)).boxed()
    }

    fn finish(self: Box<Self>, position: String) -> BoxFuture<'static, Result<()>> {
        elsewhere(move || self.finish_now(&position)).boxed()
    }
}
