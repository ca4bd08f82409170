//! Which changes of a batch are written, and how.

use std::collections::HashMap;

use tantivy::{IndexWriter, Term};
use uuid::Uuid;

use crate::search::engine::{Change, Result};
use crate::search::tantivy::schema::{Fields, document, stone};
use crate::search::tantivy::snapshot::Snapshot;

impl Change {
    fn id(&self) -> Uuid {
        match self {
            Self::Upsert(story) => story.id,
            Self::Remove { id, .. } => *id,
        }
    }

    fn version(&self) -> i64 {
        match self {
            Self::Upsert(story) => story.version,
            Self::Remove { version, .. } => *version,
        }
    }
}

/// The last change of each story, where it is not older than what is indexed or comes before it.
pub fn in_force<'c>(changes: &'c [Change], snapshot: &Snapshot) -> Result<Vec<&'c Change>> {
    let mut last: HashMap<Uuid, &Change> = HashMap::new();
    for change in changes {
        let id = change.id();
        let known = match last.get(&id) {
            Some(before) => Some(before.version()),
            None => snapshot.version(id)?,
        };
        if known.is_none_or(|it| it <= change.version()) {
            last.insert(id, change);
        }
    }
    Ok(last.into_values().collect())
}

pub fn write(writer: &IndexWriter, fields: &Fields, change: &Change) -> Result<()> {
    let id = change.id();
    writer.delete_term(Term::from_field_text(fields.id, &id.to_string()));
    writer.add_document(match change {
        Change::Upsert(story) => document(fields, story),
        Change::Remove { id, version } => stone(fields, *id, *version),
    })?;
    Ok(())
}
