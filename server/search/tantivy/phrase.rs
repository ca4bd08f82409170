//! Where terms stand side by side in the stories of a segment.

use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::IndexRecordOption;
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
}

impl Phrase {
    /// None where one of the terms stands nowhere in the segment.
    pub fn of(segment: &Segment, terms: &[(usize, Term)]) -> Result<Option<Self>> {
        let option = match terms {
            [_] => IndexRecordOption::WithFreqs,
            _ => IndexRecordOption::WithFreqsAndPositions,
        };
        let last = terms.last().map_or(0, |it| it.0);
        let mut parts = Vec::new();
        for (offset, term) in terms {
            let index = segment.reader.inverted_index(term.field())?;
            let Some(info) = index.get_term_info(term)? else {
                return Ok(None);
            };
            let postings = index.read_postings_from_terminfo(&info, option)?;
            let shift = u32::try_from(last - offset)?;
            parts.push((info.doc_freq, Part { postings, shift }));
        }
        parts.sort_by_key(|it| it.0);
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
        if rest.is_empty() {
            return first.postings.term_freq();
        }
        first.places(&mut self.places);
        for part in rest {
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
