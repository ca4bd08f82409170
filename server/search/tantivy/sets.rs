//! What is asked of each segment again and again, kept in memory: who has which value, and the sort keys.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};

use roaring::RoaringBitmap;
use tantivy::postings::Postings;
use tantivy::schema::IndexRecordOption;
use tantivy::{SegmentReader, TERMINATED};

use crate::i18n::Language;
use crate::search::engine::Result;
use crate::search::tantivy::held::Held;
use crate::search::tantivy::lengths::Lengths;
use crate::search::tantivy::schema::Fields;
use crate::search::tantivy::values::{self, SETS};

/// A share of one in more than these is counted story by story, a larger one value by value.
const FEW: u64 = 8;

/// The stories behind each value of each field.
pub type ByField = HashMap<&'static str, HashMap<String, RoaringBitmap>>;

/// Of one segment, deleted stories and all: deletions come later.
pub struct Sets {
    by_field: ByField,
    /// The values of each story, for fields that are counted.
    held: Held,
    stories: RoaringBitmap,
    /// Beside each story whether it is in Japanese.
    japanese: Vec<bool>,
    lengths: Lengths,
    /// The words that most stories have, in order, each with how many do.
    frequent: Vec<(String, u32)>,
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
            held: Held::of(&by_field, reader.max_doc()),
            japanese: marked(&by_field, Language::Japanese, reader.max_doc()),
            lengths: Lengths::of(reader, fields)?,
            frequent: frequent(reader, fields)?,
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

    /// How many of these stories have each value of these fields.
    pub fn counts(
        &self,
        fields: &[&'static str],
        among: &RoaringBitmap,
    ) -> Vec<(&'static str, &str, u64)> {
        if among.len().saturating_mul(FEW) < self.stories.len() {
            let counts = self.held.counts(among);
            return counts.filter(|it| fields.contains(&it.0)).collect();
        }
        let mut counts = Vec::new();
        for field in fields {
            let values = self.values(field);
            counts.extend(values.map(|(value, it)| (*field, value, it.intersection_len(among))));
        }
        counts
    }

    pub const fn lengths(&self) -> &Lengths {
        &self.lengths
    }

    /// Beside each story, by its number, whether it is in Japanese.
    pub fn japanese(&self) -> &[bool] {
        &self.japanese
    }

    /// The frequent words that begin so.
    pub fn frequent<'s>(&'s self, prefix: &'s str) -> impl Iterator<Item = (&'s str, u32)> {
        let first = self.frequent.partition_point(|it| it.0.as_str() < prefix);
        let rest = self.frequent.get(first..).unwrap_or_default().iter();
        let words = rest.take_while(move |it| it.0.starts_with(prefix));
        words.map(|(word, n)| (word.as_str(), *n))
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
    values.get(place(doc)).copied()
}

/// Where a story stands in what is kept beside all.
pub fn place(doc: u32) -> usize {
    usize::try_from(doc).unwrap_or(usize::MAX)
}

/// Goes through a set, in order; faster than its iterator.
pub fn each(set: &RoaringBitmap, mut take: impl FnMut(u32)) {
    let mut some = [0; 256];
    let mut docs = set.iter();
    loop {
        let next = docs.next_many(&mut some);
        if next.is_empty() {
            return;
        }
        next.iter().for_each(|it| take(*it));
    }
}

fn marked(by_field: &ByField, language: Language, n_docs: u32) -> Vec<bool> {
    let mut marked = vec![false; place(n_docs)];
    let languages = by_field.get(values::LANGUAGE);
    let stories = languages.and_then(|it| it.get(language.as_str()));
    for doc in stories.into_iter().flatten() {
        if let Some(mark) = marked.get_mut(place(doc)) {
            *mark = true;
        }
    }
    marked
}

/// How many words are kept as the frequent ones.
const FREQUENT: usize = 4_096;

fn frequent(reader: &SegmentReader, fields: &Fields) -> Result<Vec<(String, u32)>> {
    let index = reader.inverted_index(fields.forms)?;
    let mut terms = index.terms().stream()?;
    // The rarest of those kept stands first.
    let mut kept = BinaryHeap::new();
    while terms.advance() {
        let n = terms.value().doc_freq;
        let is_rare = |it: &Reverse<(u32, String)>| it.0.0 >= n;
        if kept.len() == FREQUENT && kept.peek().is_some_and(is_rare) {
            continue;
        }
        if let Ok(word) = std::str::from_utf8(terms.key()) {
            kept.push(Reverse((n, word.to_owned())));
        }
        if kept.len() > FREQUENT {
            kept.pop();
        }
    }
    let words = kept.into_iter().map(|Reverse((n, word))| (word, n));
    let mut words: Vec<(String, u32)> = words.collect();
    words.sort_unstable();
    Ok(words)
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

fn all(postings: &mut impl Postings) -> RoaringBitmap {
    let mut docs = RoaringBitmap::new();
    let mut doc = postings.doc();
    while doc != TERMINATED {
        docs.insert(doc);
        doc = postings.advance();
    }
    docs
}
