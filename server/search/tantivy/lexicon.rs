//! The words of the stories as the reading of queries asks for them.

use std::collections::HashMap;

use tantivy::Term;
use tantivy::query::FuzzyTermQuery;

use crate::search::engine::Result;
use crate::search::tantivy::filters::Passing;
use crate::search::tantivy::snapshot::{Segment, Snapshot};
use crate::search::understand::Lexicon;

/// How many words of the dictionary are looked at for one that is typed.
const LOOKED_AT: usize = 400;

/// The words of a snapshot. What is offered in the place of others stands in stories that pass the filters: a
/// word that only others have would lead nowhere.
pub struct Words<'s> {
    snapshot: &'s Snapshot,
    passing: &'s [Passing<'s>],
}

impl<'s> Words<'s> {
    pub const fn of(snapshot: &'s Snapshot, passing: &'s [Passing<'s>]) -> Self {
        Self { snapshot, passing }
    }
}

/// A dictionary that can not be read has no words: the search itself tells that it failed.
impl Lexicon for Words<'_> {
    fn has(&self, word: &str) -> bool {
        let term = Term::from_field_text(self.snapshot.fields.forms, word);
        let mut segments = self.snapshot.segments.iter();
        segments.any(|it| it.has(&term).unwrap_or(false))
    }

    fn beginning(&self, prefix: &str, limit: usize) -> Vec<String> {
        let counted =
            self.counted(|segment, found| segment.beginning(self.snapshot, prefix, found));
        let mut words: Vec<(String, u32)> = counted.unwrap_or_default().into_iter().collect();
        words.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        self.offered(words.into_iter().map(|it| it.0), limit)
    }

    fn near(&self, word: &str, edits: u8, limit: usize) -> Vec<String> {
        let counted =
            self.counted(|segment, found| segment.near(self.snapshot, word, edits, found));
        let counted = counted.unwrap_or_default().into_iter();
        let mut words: Vec<(usize, u32, String)> = counted
            .map(|(near, n)| (strsim::osa_distance(&near, word), n, near))
            .collect();
        words.sort_by(|a, b| {
            a.0.cmp(&b.0)
                .then(b.1.cmp(&a.1))
                .then_with(|| a.2.cmp(&b.2))
        });
        self.offered(words.into_iter().map(|it| it.2), limit)
    }
}

type Counts = HashMap<String, u32>;

impl Words<'_> {
    fn counted(&self, read: impl Fn(&Segment, &mut Counts) -> Result<()>) -> Result<Counts> {
        let mut found = Counts::new();
        for segment in &self.snapshot.segments {
            read(segment, &mut found)?;
        }
        Ok(found)
    }

    /// Words that stand only in stories that are gone, or are not asked for, are told to nobody.
    fn offered(&self, words: impl Iterator<Item = String>, limit: usize) -> Vec<String> {
        let stands = |it: &String| {
            let term = Term::from_field_text(self.snapshot.fields.forms, it);
            let mut passing = self.passing.iter();
            passing.any(|it| it.has(&term).unwrap_or(false))
        };
        // Looking for them among the stories is what takes long.
        words.take(LOOKED_AT).filter(stands).take(limit).collect()
    }
}

impl Segment {
    /// The frequent words are all looked at, of the others those that come first.
    fn beginning(&self, all: &Snapshot, prefix: &str, found: &mut Counts) -> Result<()> {
        let frequent = self.sets.frequent(prefix);
        let mut own: Counts = frequent.map(|(word, n)| (word.to_owned(), n)).collect();
        let index = self.reader.inverted_index(all.fields.forms)?;
        let range = index.terms().range();
        let mut terms = range.ge(prefix).into_stream()?;
        let mut looked_at = 0;
        while looked_at < LOOKED_AT && terms.advance() {
            if !terms.key().starts_with(prefix.as_bytes()) {
                break;
            }
            if let Ok(word) = std::str::from_utf8(terms.key()) {
                own.insert(word.to_owned(), terms.value().doc_freq);
            }
            looked_at += 1;
        }
        for (word, n) in own {
            *found.entry(word).or_default() += n;
        }
        Ok(())
    }

    fn near(&self, all: &Snapshot, word: &str, edits: u8, found: &mut Counts) -> Result<()> {
        let index = self.reader.inverted_index(all.fields.forms)?;
        let term = Term::from_field_text(all.fields.forms, word);
        let automaton = FuzzyTermQuery::new(term, edits, true).automaton()?;
        // Few mistake the first letter, and most of the dictionary need not be looked at then.
        let first = word.bytes().next().unwrap_or_default();
        let near = index.terms().search(automaton).ge([first]);
        let mut terms = near.lt([first.saturating_add(1)]).into_stream()?;
        let mut looked_at = 0;
        while looked_at < LOOKED_AT && terms.advance() {
            add(found, terms.key(), terms.value().doc_freq);
            looked_at += 1;
        }
        Ok(())
    }
}

fn add(found: &mut Counts, word: &[u8], n: u32) {
    if let Ok(word) = std::str::from_utf8(word) {
        *found.entry(word.to_owned()).or_default() += n;
    }
}
