//! Which stories of a segment have what a clause asks for, and how well.

use tantivy::fieldnorm::FieldNormReader;
use tantivy::query::{Bm25StatisticsProvider, EnableScoring, PhraseQuery, Query};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocSet, SeekDangerResult, TERMINATED, Term};

use crate::search::engine::{Failure, Result};
use crate::search::tantivy::snapshot::{Segment, Snapshot, number};
use crate::search::tantivy::values;
use crate::search::understand::{Clause, Needle};
use crate::search::words::pairs;

/// How soon another mention of a word stops to count, and how much longer texts need more of them (BM25).
const SATURATION: f32 = 1.2;
const LENGTH: f32 = 0.6;

/// A story that holds the value, beside one that only speaks of it.
const VALUE: f32 = 1.4;

/// In how many stories of a segment one clause looks for phrases: those that only mean the same are left out
/// beyond it, because among so many stories the values and the typed words find enough.
const BUDGET: u32 = 4_000;

/// Stories with how well they match, in order. 1 is a text that speaks of nothing else.
pub type Matches = Vec<(u32, f32)>;

/// What a clause finds in a segment.
pub fn matches(clause: &Clause, snapshot: &Snapshot, segment: &Segment) -> Result<Matches> {
    matches_among(clause, snapshot, segment, None)
}

/// What a clause finds among these stories, given in order, as far as it asks for phrases.
pub fn matches_among(
    clause: &Clause,
    snapshot: &Snapshot,
    segment: &Segment,
    among: Option<&[u32]>,
) -> Result<Matches> {
    let mut finding = Finding {
        snapshot,
        segment,
        among,
        budget: BUDGET,
        told: Best::new(segment),
        held: Best::new(segment),
    };
    for alternative in &clause.alternatives {
        finding.find(&alternative.needle, alternative.weight)?;
    }
    Ok(finding.finish())
}

struct Finding<'s> {
    snapshot: &'s Snapshot,
    segment: &'s Segment,
    /// The only stories in which phrases are looked for.
    among: Option<&'s [u32]>,
    /// Stories in which phrases may still be looked for that nobody typed.
    budget: u32,
    /// By texts.
    told: Best,
    /// By values.
    held: Best,
}

impl Finding<'_> {
    fn find(&mut self, needle: &Needle, weight: f32) -> Result<()> {
        let fields = self.snapshot.fields;
        match needle {
            Needle::Word(stem) => self.word(&Term::from_field_text(fields.text, stem), weight),
            Needle::Phrase(stems) => {
                let stems = stems.iter().enumerate();
                let terms = stems.map(|(n, it)| (n, Term::from_field_text(fields.text, it)));
                self.phrase(terms.collect(), weight)
            }
            Needle::Run(key) => {
                let pairs = pairs::covering(key).into_iter();
                let terms: Vec<_> = pairs
                    .map(|(n, it)| (n, Term::from_field_text(fields.pairs, &it)))
                    .collect();
                match terms.as_slice() {
                    [(_, term)] => self.word(term, weight),
                    _ => self.phrase(terms, weight),
                }
            }
            Needle::Value(field, slug) => {
                let term = values::term(values::field(*field), slug);
                let holding = self.segment.sets.holding(&term);
                for doc in holding.into_iter().flatten() {
                    self.held.raise(doc, weight * VALUE);
                }
                Ok(())
            }
        }
    }

    fn word(&mut self, term: &Term, weight: f32) -> Result<()> {
        let reader = &self.segment.reader;
        let index = reader.inverted_index(term.field())?;
        let freqs = IndexRecordOption::WithFreqs;
        let Some(mut postings) = index.read_block_postings(term, freqs)? else {
            return Ok(());
        };
        let lengths = Lengths::of(self.snapshot, self.segment, term.field())?;
        loop {
            let block = postings.docs();
            if block.is_empty() {
                break;
            }
            for (doc, freq) in block.iter().zip(postings.freqs()) {
                let strength = lengths.strength(*doc, *freq);
                self.told.raise(*doc, weight * strength);
            }
            postings.advance();
        }
        Ok(())
    }

    fn phrase(&mut self, terms: Vec<(usize, Term)>, weight: f32) -> Result<()> {
        let [(_, first), _, ..] = terms.as_slice() else {
            return Ok(());
        };
        let field = first.field();
        let index = self.segment.reader.inverted_index(field)?;
        let mut rarest = u32::MAX;
        for (_, term) in &terms {
            let known = index.get_term_info(term)?;
            rarest = rarest.min(known.map_or(0, |it| it.doc_freq));
        }
        let is_too_much = weight < 1.0 && rarest > self.budget;
        if rarest == 0 || is_too_much {
            return Ok(());
        }
        if self.among.is_none() {
            self.budget = self.budget.saturating_sub(rarest);
        }
        let n_terms = terms.len();
        let query = PhraseQuery::new_with_offset(terms);
        let even = Even {
            average: self.snapshot.length(field),
        };
        let scoring =
            EnableScoring::enabled_from_statistics_provider(&even, &self.snapshot.searcher);
        let weighed = query.weight(scoring)?;
        let mut scorer = weighed.scorer(&self.segment.reader, 1.0)?;
        let whole = Even::score(n_terms);
        if let Some(among) = self.among {
            let scorer_begin = scorer.doc();
            let mut next = 0;
            for doc in among.iter().filter(|it| **it >= scorer_begin) {
                if *doc < next {
                    continue;
                }
                match scorer.seek_danger(*doc) {
                    SeekDangerResult::Found => {
                        self.told.raise(*doc, weight * scorer.score() / whole);
                    }
                    SeekDangerResult::SeekLowerBound(bound) => next = bound,
                }
            }
            return Ok(());
        }
        while scorer.doc() != TERMINATED {
            let doc = scorer.doc();
            self.told.raise(doc, weight * scorer.score() / whole);
            scorer.advance();
        }
        Ok(())
    }

    fn finish(self) -> Matches {
        let Self { told, held, .. } = self;
        let mut docs = told.touched;
        docs.extend(held.touched);
        // One term alone comes in order; so do a few that follow one another.
        if !docs.is_sorted() {
            docs.sort_unstable();
        }
        docs.dedup();
        if self.segment.reader.has_deletes() {
            docs.retain(|it| !self.segment.reader.is_deleted(*it));
        }
        let strength = |it: u32| (it, at(&told.best, it) + at(&held.best, it));
        docs.into_iter().map(strength).collect()
    }
}

/// The best of several strengths of each story.
struct Best {
    best: Vec<f32>,
    /// Each once.
    touched: Vec<u32>,
}

impl Best {
    fn new(segment: &Segment) -> Self {
        let n_docs = usize::try_from(segment.reader.max_doc()).unwrap_or_default();
        Self {
            best: vec![0.0; n_docs],
            touched: Vec::new(),
        }
    }

    fn raise(&mut self, doc: u32, strength: f32) {
        let place = usize::try_from(doc)
            .ok()
            .and_then(|it| self.best.get_mut(it));
        if let Some(best) = place {
            if *best == 0.0 {
                self.touched.push(doc);
            }
            *best = best.max(strength);
        }
    }
}

fn at(values: &[f32], doc: u32) -> f32 {
    let place = usize::try_from(doc).ok().and_then(|it| values.get(it));
    place.copied().unwrap_or_default()
}

/// How long the texts are, beside the average.
struct Lengths {
    lengths: FieldNormReader,
    average: f32,
}

impl Lengths {
    fn of(snapshot: &Snapshot, segment: &Segment, field: Field) -> Result<Self> {
        let lengths = segment.reader.get_fieldnorms_reader(field)?;
        let average = number(snapshot.length(field));
        Ok(Self { lengths, average })
    }

    fn strength(&self, doc: u32, freq: u32) -> f32 {
        let length = number(u64::from(self.lengths.fieldnorm(doc))) / self.average;
        let freq = number(u64::from(freq));
        freq / (freq + SATURATION * (1.0 - LENGTH + LENGTH * length))
    }
}

/// Statistics under which all terms are equally rare, so that a phrase's score tells its strength alone.
struct Even {
    average: u64,
}

impl Even {
    const DOCS: u64 = 1;

    /// The score of a text that is the phrase and nothing else, over and over.
    fn score(n_terms: usize) -> f32 {
        // The inverse document frequency of none of one document, and 1 + k1.
        let of_one = (1.0_f32 + 1.5 / 0.5).ln() * 2.2;
        of_one * number(u64::try_from(n_terms).unwrap_or(1))
    }
}

impl Bm25StatisticsProvider for Even {
    fn total_num_tokens(&self, _: Field) -> tantivy::Result<u64> {
        Ok(self.average)
    }

    fn total_num_docs(&self) -> tantivy::Result<u64> {
        Ok(Self::DOCS)
    }

    fn doc_freq(&self, _: &Term) -> tantivy::Result<u64> {
        Ok(0)
    }
}

impl From<std::num::TryFromIntError> for Failure {
    fn from(error: std::num::TryFromIntError) -> Self {
        Self::Internal(error.to_string())
    }
}
