//! One folder of the index: opening, writing, and the snapshot that is searched.

use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

use tantivy::directory::error::{LockError, OpenDirectoryError, OpenReadError, OpenWriteError};
use tantivy::indexer::{LogMergePolicy, NoMergePolicy};
use tantivy::{Index, IndexReader, IndexSettings, IndexWriter, ReloadPolicy, TantivyError};

use crate::search::document::Document;
use crate::search::engine::{Change, Failure, Result};
use crate::search::tantivy::changes;
use crate::search::tantivy::files::Files;
use crate::search::tantivy::schema::{Fields, schema};
use crate::search::tantivy::snapshot::Snapshot;
use crate::search::tantivy::whole::verify;

/// What the writer keeps in memory, in bytes.
const MEMORY: usize = 15_000_000;

/// Blocks of stored texts, 16 KiB each, that are kept in memory for each segment.
const BLOCKS: usize = 32;

pub struct Store {
    fields: Fields,
    files: Files,
    index: Index,
    /// None after a failure, until the next batch.
    writer: Mutex<Option<IndexWriter>>,
    reader: IndexReader,
    snapshot: RwLock<Arc<Snapshot>>,
}

impl Store {
    /// A new index in a folder that is empty.
    pub fn create(folder: &Path) -> Result<Self> {
        std::fs::create_dir_all(folder)?;
        let files = Files::open(folder).map_err(TantivyError::from)?;
        let index = Index::create(files.clone(), schema().0, IndexSettings::default())?;
        let writer = writer(&index, SMALL)?;
        Self::of(files, index, writer)
    }

    /// The index of a folder, if it is whole.
    pub fn open(folder: &Path) -> Result<Self> {
        if !folder.join("meta.json").is_file() {
            return Err(Failure::ToBeRebuilt("its files are missing".to_owned()));
        }
        let files = Files::open(folder).map_err(TantivyError::from)?;
        let index = Index::open(files.clone())?;
        if index.schema() != schema().0 {
            return Err(Failure::ToBeRebuilt("its fields differ".to_owned()));
        }
        verify(&files, &index)?;
        let writer = writer(&index, LARGE)?;
        Self::of(files, index, writer)
    }

    /// How far the index of a folder has read; nothing is locked.
    pub fn look(folder: &Path) -> Result<String> {
        let files = Files::open(folder).map_err(TantivyError::from)?;
        position(&Index::open(files)?)
    }

    fn of(files: Files, index: Index, writer: IndexWriter) -> Result<Self> {
        let fields = schema().1;
        let reader = index
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .doc_store_cache_num_blocks(BLOCKS)
            .try_into()?;
        let snapshot = Arc::new(Snapshot::of(&reader, fields, None)?);
        Ok(Self {
            fields,
            files,
            index,
            writer: Mutex::new(Some(writer)),
            reader,
            snapshot: RwLock::new(snapshot),
        })
    }

    pub fn snapshot(&self) -> Arc<Snapshot> {
        let snapshot = self.snapshot.read().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(&snapshot)
    }

    /// How far it has read: written with the content, in one commit.
    pub fn position(&self) -> Result<String> {
        position(&self.index)
    }

    /// Reads all files: what was cut short or changed is found by their checksums.
    pub fn verify(&self) -> Result<()> {
        verify(&self.files, &self.index)
    }

    /// Both the changes and the position, or neither; found by searches from then on.
    pub fn apply(&self, changes: &[Change], position: &str) -> Result<()> {
        self.write(|writer| {
            let in_force = changes::in_force(changes, &self.snapshot())?;
            changes::write_all(writer, &self.fields, &in_force)?;
            let mut commit = writer.prepare_commit()?;
            commit.set_payload(position);
            commit.commit()?;
            Ok(())
        })?;
        self.reload()
    }

    /// Adds stories that are not in it yet, of which searches know after the next [`Self::apply`]. Cut into words
    /// a story takes hundreds of kilobytes until it is written: they are not to pile up.
    pub fn fill(&self, stories: &[Document]) -> Result<()> {
        self.write(|writer| {
            changes::add_all(writer, &self.fields, stories)?;
            writer.commit()?;
            Ok(())
        })
    }

    /// Makes one segment of all, once nobody writes any more: what is asked of each is asked once then.
    pub fn pack(&self) -> Result<()> {
        self.close()?;
        let segments = self.index.searchable_segment_ids()?;
        if segments.len() > 1 {
            let mut writer = writer(&self.index, LARGE)?;
            writer.set_merge_policy(Box::new(NoMergePolicy));
            writer.merge(&segments).wait()?;
            writer.wait_merging_threads()?;
        }
        Ok(())
    }

    /// Half of it may lie in a writer that failed: that must not be committed with what comes next.
    fn write(&self, work: impl FnOnce(&mut IndexWriter) -> Result<()>) -> Result<()> {
        let mut place = self.writer();
        let mut writer = match place.take() {
            Some(writer) => writer,
            None => writer(&self.index, LARGE)?,
        };
        work(&mut writer)?;
        *place = Some(writer);
        Ok(())
    }

    fn reload(&self) -> Result<()> {
        self.reader.reload()?;
        let before = self.snapshot();
        let snapshot = Arc::new(Snapshot::of(&self.reader, self.fields, Some(&before))?);
        let mut place = self
            .snapshot
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        *place = snapshot;
        Ok(())
    }

    /// Waits for merges and gives the lock away.
    pub fn close(&self) -> Result<()> {
        if let Some(writer) = self.writer().take() {
            writer.wait_merging_threads()?;
        }
        Ok(())
    }

    fn writer(&self) -> MutexGuard<'_, Option<IndexWriter>> {
        self.writer.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A segment of more stories than these stays as it is: all that is stored of one is read at once where it is
/// written anew. In an index that is built there are no more than these, for it is packed at the end.
const LARGE: usize = 20_000;
const SMALL: usize = 5_000;

/// The share of deleted stories from which on a segment is written anew.
const MOST_DELETED: f32 = 0.2;

fn writer(index: &Index, largest: usize) -> Result<IndexWriter> {
    let writer: IndexWriter = index.writer_with_num_threads(1, MEMORY)?;
    let mut policy = LogMergePolicy::default();
    // What was withdrawn leaves the disk too, also from a segment that is large enough already.
    policy.set_del_docs_ratio_before_merge(MOST_DELETED);
    policy.set_max_docs_before_merge(largest);
    writer.set_merge_policy(Box::new(policy));
    Ok(writer)
}

fn position(index: &Index) -> Result<String> {
    let none = || Failure::ToBeRebuilt("it does not say how far it has read".to_owned());
    index.load_metas()?.payload.ok_or_else(none)
}

impl From<TantivyError> for Failure {
    fn from(error: TantivyError) -> Self {
        let copied = |it: &std::io::Error| std::io::Error::new(it.kind(), it.to_string()).into();
        match &error {
            TantivyError::LockFailure(LockError::LockBusy, _) => Self::Locked,
            TantivyError::IoError(it) | TantivyError::LockFailure(LockError::IoError(it), _) => {
                copied(it)
            }
            TantivyError::OpenReadError(OpenReadError::IoError { io_error, .. })
            | TantivyError::OpenWriteError(OpenWriteError::IoError { io_error, .. })
            | TantivyError::OpenDirectoryError(OpenDirectoryError::IoError { io_error, .. }) => {
                copied(io_error)
            }
            TantivyError::OpenReadError(_)
            | TantivyError::OpenDirectoryError(_)
            | TantivyError::DataCorruption(_)
            | TantivyError::DeserializeError(_)
            | TantivyError::IncompatibleIndex(_)
            | TantivyError::SchemaError(_) => Self::ToBeRebuilt(error.to_string()),
            _ => Self::Internal(error.to_string()),
        }
    }
}
