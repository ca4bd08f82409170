//! Where terms stand side by side in the stories of a segment.

use std::collections::HashSet;

use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocSet, TERMINATED, Term};

use crate::search::engine::Result;
use crate::search::tantivy::snapshot::Segment;

/// A term or several, each with its place among them. It is read forwards only.
pub struct Phrase {
    /// The rarest first.
    parts: Vec<Part>,
    places: Vec<u32>,
    others: Vec<u32>,
}

struct Part {
    postings: SegmentPostings,
    /// Makes the places of all parts the same where they stand side by side.
    shift: u32,
    /// Whether its places have to be looked at: of pairs that overlap the rarer ones tell enough.
    is_telling: bool,
}

impl Phrase {
    /// None where one of the terms stands nowhere in the segment. Pairs that overlap need not be looked at closely.
    pub fn of(
        segment: &Segment,
        terms: &[(usize, Term)],
        pairs: Field,
        is_exact: bool,
    ) -> Result<Option<Self>> {
        let is_run = terms.iter().all(|it| it.1.field() == pairs);
        let has_places = terms.len() > 1 && (is_exact || !is_run);
        let option = if has_places {
            IndexRecordOption::WithFreqsAndPositions
        } else {
            IndexRecordOption::WithFreqs
        };
        // What stands nowhere is found out before anything is read.
        let mut infos = Vec::new();
        for (offset, term) in terms {
            let index = segment.reader.inverted_index(term.field())?;
            let Some(info) = index.get_term_info(term)? else {
                return Ok(None);
            };
            infos.push((*offset, index, info));
        }
        let last = terms.last().map_or(0, |it| it.0);
        let mut parts = Vec::new();
        for (offset, index, info) in infos {
            let part = Part {
                postings: index.read_postings_from_terminfo(&info, option)?,
                shift: u32::try_from(last - offset)?,
                is_telling: has_places,
            };
            parts.push((info.doc_freq, offset, part));
        }
        parts.sort_by_key(|it| it.0);
        let mut parts: Vec<(usize, Part)> = parts.into_iter().map(|it| (it.1, it.2)).collect();
        if is_run && has_places {
            leave_what_is_covered(&mut parts);
        }
        Ok(Some(Self {
            parts: parts.into_iter().map(|it| it.1).collect(),
            places: Vec::new(),
            others: Vec::new(),
        }))
    }

    /// The first story from this one on that has the phrase, and how often. None: there is no more.
    pub fn next(&mut self, from: u32) -> Option<(u32, u32)> {
        let mut doc = from;
        loop {
            doc = self.all_from(doc)?;
            match self.count() {
                0 => doc += 1,
                n => return Some((doc, n)),
            }
        }
    }

    /// How often this story has the phrase.
    pub fn count_in(&mut self, doc: u32) -> u32 {
        let stands = |it: &mut Part| it.seek(doc) == doc;
        if self.parts.iter_mut().all(stands) {
            self.count()
        } else {
            0
        }
    }

    /// The first story from this one on that has all terms.
    fn all_from(&mut self, from: u32) -> Option<u32> {
        let mut doc = from;
        loop {
            let mut furthest = doc;
            for part in &mut self.parts {
                furthest = part.seek(doc);
                if furthest != doc {
                    break;
                }
            }
            match furthest {
                TERMINATED => return None,
                it if it == doc => return Some(doc),
                it => doc = it,
            }
        }
    }

    /// In the story that all parts stand at.
    fn count(&mut self) -> u32 {
        let Some((first, rest)) = self.parts.split_first_mut() else {
            return 0;
        };
        if rest.is_empty() || !first.is_telling {
            return first.postings.term_freq();
        }
        first.places(&mut self.places);
        for part in rest.iter_mut().filter(|it| it.is_telling) {
            part.places(&mut self.others);
            let mut others = self.others.iter().peekable();
            self.places.retain(|place| {
                while others.next_if(|it| *it < place).is_some() {}
                others.peek() == Some(&place)
            });
            if self.places.is_empty() {
                return 0;
            }
        }
        u32::try_from(self.places.len()).unwrap_or(u32::MAX)
    }
}

/// A pair of which both characters stand in rarer ones need not be looked at.
fn leave_what_is_covered(parts: &mut [(usize, Part)]) {
    let mut covered = HashSet::new();
    for (offset, part) in parts {
        let is_first = covered.insert(*offset);
        part.is_telling = covered.insert(*offset + 1) || is_first;
    }
}

impl Part {
    fn seek(&mut self, doc: u32) -> u32 {
        match self.postings.doc() {
            it if it < doc => self.postings.seek(doc),
            it => it,
        }
    }

    fn places(&mut self, into: &mut Vec<u32>) {
        self.postings.positions_with_offset(self.shift, into);
    }
}
