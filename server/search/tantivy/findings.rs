//! What clauses found in the segments, kept: the words that take long to find are few, and are asked for again and
//! again.

use std::sync::Arc;

use quick_cache::Weighter;
use quick_cache::sync::Cache;
use tantivy::index::SegmentId;

use crate::search::tantivy::strengths::Strengths;
use crate::search::tantivy::values;
use crate::search::understand::{Clause, Needle, Occurrence};

/// The room for all of an index, in bytes.
const ROOM: u64 = 8 * 1024 * 1024;

/// About how many have room.
const USUAL: usize = 64;

/// What each takes beside its content, more or less, in bytes.
const BESIDE: usize = 256;

/// What took fewer mentions than these to find is found again.
pub const WORTH: u64 = 2_000;

/// What decides what a clause finds in a segment. What other segments hold decides, too, how much of what nobody
/// typed is read: a segment keeps what was read when it was found.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct Key(Arc<[u8]>);

impl Key {
    /// `share` is what the clause may read, `averages` are the lengths that texts are compared with.
    pub fn of(clause: &Clause, share: u64, averages: [u64; 2]) -> Self {
        let is_should = clause.occurrence == Occurrence::Should;
        let mut key = vec![u8::from(is_should)];
        for number in [share].into_iter().chain(averages) {
            key.extend(number.to_le_bytes());
        }
        for alternative in &clause.alternatives {
            key.extend(alternative.weight.to_le_bytes());
            match &alternative.needle {
                Needle::Word(stem) => add(&mut key, 0, [stem.as_str()]),
                Needle::Form(word) => add(&mut key, 1, [word.as_str()]),
                Needle::Phrase(stems) => add(&mut key, 2, stems.iter().map(String::as_str)),
                Needle::Run(run) => add(&mut key, 3, [run.as_str()]),
                Needle::Value(field, slug) => {
                    add(&mut key, 4, [values::field(*field), slug.as_str()]);
                }
            }
        }
        Self(key.into())
    }
}

/// Nothing in a text is byte 255.
fn add<'t>(key: &mut Vec<u8>, kind: u8, texts: impl IntoIterator<Item = &'t str>) {
    key.push(kind);
    for text in texts {
        key.extend(text.as_bytes());
        key.push(u8::MAX);
    }
    key.push(u8::MAX);
}

/// By segment, too: one never changes but for deletions, and those are not in what is kept.
pub struct Findings(Cache<(SegmentId, Key), Arc<Strengths>, Size>);

impl Default for Findings {
    fn default() -> Self {
        Self(Cache::with_weighter(USUAL, ROOM, Size))
    }
}

impl Findings {
    pub fn get(&self, segment: SegmentId, key: &Key) -> Option<Arc<Strengths>> {
        self.0.get(&(segment, key.clone()))
    }

    pub fn keep(&self, segment: SegmentId, key: Key, found: Arc<Strengths>) {
        self.0.insert((segment, key), found);
    }
}

#[derive(Clone)]
struct Size;

impl Weighter<(SegmentId, Key), Arc<Strengths>> for Size {
    fn weight(&self, key: &(SegmentId, Key), found: &Arc<Strengths>) -> u64 {
        u64::try_from(key.1.0.len() + found.size() + BESIDE).unwrap_or(u64::MAX)
    }
}
