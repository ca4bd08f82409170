//! Which changes of a batch are written, and how.

use std::collections::HashMap;
use std::num::NonZero;

use tantivy::{IndexWriter, Term};
use uuid::Uuid;

use crate::search::document::Document;
use crate::search::engine::{Change, Failure, Result};
use crate::search::tantivy::schema::{Fields, document};
use crate::search::tantivy::snapshot::Snapshot;

/// Fewer changes than these are not worth a thread.
const SHARE: usize = 10;

const MOST_THREADS: usize = 4;

impl Change {
    fn id(&self) -> Uuid {
        match self {
            Self::Upsert(story) => story.id,
            Self::Remove(id) => *id,
        }
    }

    /// None: the story is gone, whichever version it had.
    fn version(&self) -> Option<i64> {
        match self {
            Self::Upsert(story) => Some(story.version),
            Self::Remove(_) => None,
        }
    }
}

/// The last change of each story, where it is not older than what is indexed or comes before it.
pub fn in_force<'c>(changes: &'c [Change], snapshot: &Snapshot) -> Result<Vec<&'c Change>> {
    let mut last: HashMap<Uuid, &Change> = HashMap::new();
    for change in changes {
        let id = change.id();
        let known = match last.get(&id) {
            Some(before) => before.version(),
            None => snapshot.version(id)?,
        };
        if change.version().is_none_or(|it| known <= Some(it)) {
            last.insert(id, change);
        }
    }
    Ok(last.into_values().collect())
}

pub fn write_all(writer: &IndexWriter, fields: &Fields, changes: &[&Change]) -> Result<()> {
    share_out(changes, |it| write(writer, fields, it))
}

/// Of stories that are not in the index.
pub fn add_all(writer: &IndexWriter, fields: &Fields, stories: &[Document]) -> Result<()> {
    share_out(stories, |it| {
        writer.add_document(document(fields, it))?;
        Ok(())
    })
}

/// Cutting texts into words is most of the work; what is much is shared out among threads.
fn share_out<T: Sync>(all: &[T], write: impl Fn(&T) -> Result<()> + Sync) -> Result<()> {
    let threads = std::thread::available_parallelism().map_or(1, NonZero::get);
    let share = all.len().div_ceil(threads.min(MOST_THREADS)).max(SHARE);
    let write_share = |share: &[T]| share.iter().try_for_each(&write);
    if all.len() <= share {
        return write_share(all);
    }
    std::thread::scope(|scope| {
        let shares = all.chunks(share);
        let writing: Vec<_> = shares.map(|it| scope.spawn(|| write_share(it))).collect();
        let mut written = writing.into_iter().map(|it| match it.join() {
            Ok(written) => written,
            Err(_panic) => Err(Failure::Internal("a story could not be read".to_owned())),
        });
        written.try_for_each(|it| it)
    })
}

fn write(writer: &IndexWriter, fields: &Fields, change: &Change) -> Result<()> {
    let id = change.id();
    writer.delete_term(Term::from_field_text(fields.id, &id.to_string()));
    if let Change::Upsert(story) = change {
        writer.add_document(document(fields, story))?;
    }
    Ok(())
}
