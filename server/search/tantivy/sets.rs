//! What is asked of each segment again and again, kept in memory: who has which value, and the sort keys.

use std::collections::HashMap;

use roaring::RoaringBitmap;
use tantivy::postings::Postings;
use tantivy::schema::IndexRecordOption;
use tantivy::{SegmentReader, TERMINATED};

use crate::search::engine::Result;
use crate::search::tantivy::schema::Fields;
use crate::search::tantivy::values::{self, SETS};

/// The stories behind each value of each field.
type ByField = HashMap<&'static str, HashMap<String, RoaringBitmap>>;

/// Of one segment, deleted stories and all: deletions come later.
pub struct Sets {
    by_field: ByField,
    /// The values of each story, for fields that are counted.
    held: HashMap<&'static str, Held>,
    stories: RoaringBitmap,
    versions: Vec<i64>,
    listed_at: Vec<i64>,
    helpful: Vec<u64>,
    keys: Vec<u64>,
}

impl Sets {
    pub fn of(reader: &SegmentReader, fields: &Fields) -> Result<Self> {
        let by_field = by_field(reader, fields)?;
        let languages = by_field.get(values::LANGUAGE).into_iter().flatten();
        let stories = languages.fold(RoaringBitmap::new(), |all, it| all | it.1);
        let fast = reader.fast_fields();
        let docs = 0..reader.max_doc();
        let signed = |name: &str| -> Result<Vec<i64>> {
            let column = fast.i64(name)?;
            Ok(docs
                .clone()
                .map(|it| column.first(it).unwrap_or(0))
                .collect())
        };
        let unsigned = |name: &str| -> Result<Vec<u64>> {
            let column = fast.u64(name)?;
            Ok(docs
                .clone()
                .map(|it| column.first(it).unwrap_or(0))
                .collect())
        };
        Ok(Self {
            held: held(&by_field, reader.max_doc()),
            by_field,
            stories,
            versions: signed("version")?,
            listed_at: signed("listed_at")?,
            helpful: unsigned("helpful")?,
            keys: unsigned("key")?,
        })
    }

    pub const fn stories(&self) -> &RoaringBitmap {
        &self.stories
    }

    pub fn holding(&self, term: &str) -> Option<&RoaringBitmap> {
        let (field, value) = term.split_once(':')?;
        self.by_field.get(field)?.get(value)
    }

    /// The values of a field with their stories.
    pub fn values(&self, field: &str) -> impl Iterator<Item = (&str, &RoaringBitmap)> {
        let values = self.by_field.get(field).into_iter().flatten();
        values.map(|(value, stories)| (value.as_str(), stories))
    }

    /// How many of these stories have each value of a field.
    pub fn counts(&self, field: &str, among: &RoaringBitmap) -> Vec<(&str, u64)> {
        match self.held.get(field) {
            Some(held) if among.len() < FEW => {
                let counts = held.counts(among).into_iter();
                let named = held.values.iter().map(String::as_str).zip(counts);
                named.collect()
            }
            _ => {
                let counts = self.values(field);
                let counts =
                    counts.map(|(value, stories)| (value, stories.intersection_len(among)));
                counts.collect()
            }
        }
    }

    pub fn version(&self, doc: u32) -> Option<i64> {
        at(&self.versions, doc)
    }

    pub fn listed_at(&self, doc: u32) -> i64 {
        at(&self.listed_at, doc).unwrap_or_default()
    }

    pub fn helpful(&self, doc: u32) -> u64 {
        at(&self.helpful, doc).unwrap_or_default()
    }

    pub fn key(&self, doc: u32) -> u64 {
        at(&self.keys, doc).unwrap_or_default()
    }
}

fn at<T: Copy>(values: &[T], doc: u32) -> Option<T> {
    values.get(usize::try_from(doc).ok()?).copied()
}

fn by_field(reader: &SegmentReader, fields: &Fields) -> Result<ByField> {
    let index = reader.inverted_index(fields.values)?;
    let mut by_field = ByField::new();
    for field in SETS {
        let by_value = by_field.entry(field).or_default();
        let range = index.terms().range();
        let mut terms = range
            .ge(format!("{field}:"))
            .lt(format!("{field};"))
            .into_stream()?;
        while terms.advance() {
            let term = String::from_utf8_lossy(terms.key()).into_owned();
            let mut postings =
                index.read_postings_from_terminfo(terms.value(), IndexRecordOption::Basic)?;
            let value = term.split_once(':').map_or("", |it| it.1);
            by_value.insert(value.to_owned(), all(&mut postings));
        }
    }
    Ok(by_field)
}

/// Fewer stories than these are counted one by one, more of them value by value.
const FEW: u64 = 30_000;

/// The values that each story has: those of story `n` stand at `starts[n]..starts[n + 1]`.
#[derive(Default)]
struct Held {
    values: Vec<String>,
    /// Small numbers: what is counted should stay in the processor's caches.
    starts: Vec<u32>,
    places: Vec<u16>,
}

impl Held {
    fn counts(&self, among: &RoaringBitmap) -> Vec<u64> {
        let mut counts = vec![0; self.values.len()];
        for doc in among {
            let (Some(from), Some(to)) = (at(&self.starts, doc), at(&self.starts, doc + 1)) else {
                continue;
            };
            let (Ok(from), Ok(to)) = (usize::try_from(from), usize::try_from(to)) else {
                continue;
            };
            for place in self.places.get(from..to).unwrap_or_default() {
                if let Some(count) = counts.get_mut(usize::from(*place)) {
                    *count += 1;
                }
            }
        }
        counts
    }
}

fn held(by_field: &ByField, n_docs: u32) -> HashMap<&'static str, Held> {
    let of_field = |(field, by_value): (&&'static str, &HashMap<String, RoaringBitmap>)| {
        let mut held = Held::default();
        let mut pairs: Vec<(u32, u16)> = Vec::new();
        for (place, (value, stories)) in (0_u16..).zip(by_value) {
            held.values.push(value.clone());
            pairs.extend(stories.iter().map(|it| (it, place)));
        }
        pairs.sort_unstable();
        let mut next = pairs.iter().peekable();
        let mut n_before = 0;
        for doc in 0..=n_docs {
            held.starts.push(n_before);
            while next.next_if(|it| it.0 == doc).is_some() {
                n_before += 1;
            }
        }
        held.places = pairs.into_iter().map(|it| it.1).collect();
        (*field, held)
    };
    by_field.iter().map(of_field).collect()
}

fn all(postings: &mut impl Postings) -> RoaringBitmap {
    let mut docs = RoaringBitmap::new();
    let mut doc = postings.doc();
    while doc != TERMINATED {
        docs.insert(doc);
        doc = postings.advance();
    }
    docs
}
