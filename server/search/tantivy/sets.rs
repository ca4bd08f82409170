//! What is asked of each segment again and again, kept in memory: who has which value, and the sort keys.

use roaring::RoaringBitmap;
use tantivy::postings::Postings;
use tantivy::schema::IndexRecordOption;
use tantivy::{SegmentReader, TERMINATED};

use crate::search::engine::Result;
use crate::search::tantivy::schema::Fields;
use crate::search::tantivy::snapshot::ByTerm;
use crate::search::tantivy::values::{self, SETS};

/// Of one segment, deleted stories and all: deletions come later.
pub struct Sets {
    by_term: ByTerm,
    stories: RoaringBitmap,
    versions: Vec<i64>,
    listed_at: Vec<i64>,
    helpful: Vec<u64>,
    keys: Vec<u64>,
}

impl Sets {
    pub fn of(reader: &SegmentReader, fields: &Fields) -> Result<Self> {
        let by_term = by_term(reader, fields)?;
        let of_language = |term: &String| term.starts_with(values::LANGUAGE);
        let stories = by_term.iter().filter(|it| of_language(it.0));
        let stories = stories.fold(RoaringBitmap::new(), |all, it| all | it.1);
        let fast = reader.fast_fields();
        let docs = 0..reader.max_doc();
        let signed = |name: &str| -> Result<Vec<i64>> {
            let column = fast.i64(name)?;
            Ok(docs.clone().map(|it| column.first(it).unwrap_or(0)).collect())
        };
        let unsigned = |name: &str| -> Result<Vec<u64>> {
            let column = fast.u64(name)?;
            Ok(docs.clone().map(|it| column.first(it).unwrap_or(0)).collect())
        };
        Ok(Self {
            by_term,
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
        self.by_term.get(term)
    }

    /// The values of a field with their stories.
    pub fn values<'s>(
        &'s self,
        field: &'s str,
    ) -> impl Iterator<Item = (&'s str, &'s RoaringBitmap)> {
        self.by_term.iter().filter_map(move |(term, stories)| {
            let (name, value) = term.split_once(':')?;
            (name == field).then_some((value, stories))
        })
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

fn by_term(reader: &SegmentReader, fields: &Fields) -> Result<ByTerm> {
    let index = reader.inverted_index(fields.values)?;
    let mut by_term = ByTerm::new();
    for field in SETS {
        let range = index.terms().range();
        let mut terms = range
            .ge(format!("{field}:"))
            .lt(format!("{field};"))
            .into_stream()?;
        while terms.advance() {
            let term = String::from_utf8_lossy(terms.key()).into_owned();
            let mut postings =
                index.read_postings_from_terminfo(terms.value(), IndexRecordOption::Basic)?;
            by_term.insert(term, all(&mut postings));
        }
    }
    Ok(by_term)
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
