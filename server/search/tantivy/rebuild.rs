//! Building an index beside the one in use, and putting it in its place in one step.

use std::fs;
use std::io;
use std::path::PathBuf;

use crate::search::document::Document;
use crate::search::engine::{Change, Failure, Result};
use crate::search::tantivy::place::Place;
use crate::search::tantivy::store::Store;

/// How many stories are written at once.
const AT_ONCE: usize = 2_000;

/// A new index that nobody sees yet. Dropped, it leaves everything as it was.
pub struct Rebuild {
    place: Place,
    folder: &'static str,
    store: Store,
    waiting: Vec<Change>,
}

impl Rebuild {
    /// Begins beside the index that lies in this folder, if one does. Locked while somebody else rebuilds it.
    pub fn at(root: impl Into<PathBuf>) -> Result<Self> {
        Self::begin(&Place::new(root))
    }

    pub(super) fn begin(place: &Place) -> Result<Self> {
        let folder = place.spare()?;
        let path = place.folder(folder);
        Self::empty(&path)?;
        let store = Store::create(&path)?;
        Ok(Self {
            place: place.clone(),
            folder,
            store,
            waiting: Vec::new(),
        })
    }

    pub fn add(&mut self, story: Document) -> Result<()> {
        self.waiting.push(Change::Upsert(Box::new(story)));
        if self.waiting.len() >= AT_ONCE {
            self.write(None)?;
        }
        Ok(())
    }

    /// From now on searches read this index, in every process. `position` is how far the source was read
    /// *before* the first story was: what changed meanwhile is applied again from there.
    pub fn finish(mut self, position: Option<String>) -> Result<()> {
        if position.is_some() || !self.waiting.is_empty() {
            self.write(position)?;
        }
        self.store.close()?;
        self.place.write_format(self.folder)?;
        self.place.use_folder(self.folder)?;
        Ok(())
    }

    fn write(&mut self, position: Option<String>) -> Result<()> {
        let changes = std::mem::take(&mut self.waiting);
        self.store.apply(&changes, position.as_deref())
    }

    /// Takes away what an earlier index left, unless somebody is writing there.
    fn empty(path: &std::path::Path) -> Result<()> {
        if path.join("meta.json").is_file() {
            // Opening takes the lock; it is given back before the files go.
            match Store::open(path) {
                Err(Failure::Locked) => return Err(Failure::Locked),
                Ok(store) => store.close()?,
                Err(_) => {}
            }
        }
        match fs::remove_dir_all(path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(Failure::Io(error)),
            _ => Ok(()),
        }
    }
}
