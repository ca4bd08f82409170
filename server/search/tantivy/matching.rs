//! Which stories have what a clause asks for, and how well.

use std::sync::Arc;

use roaring::RoaringBitmap;
use tantivy::Term;
use tantivy::schema::IndexRecordOption;

use crate::search::engine::{Failure, Result};
use crate::search::tantivy::findings::{Key, WORTH};
use crate::search::tantivy::lengths::Scale;
use crate::search::tantivy::phrase::Phrase;
use crate::search::tantivy::plan::{Plan, Told, told};
use crate::search::tantivy::sets::each;
use crate::search::tantivy::snapshot::{Segment, Snapshot};
use crate::search::tantivy::strengths::Strengths;
use crate::search::tantivy::values;
use crate::search::understand::{Clause, Needle};

/// A story that holds the value, beside one that only speaks of it.
const VALUE: f32 = 1.4;

/// How many mentions a query reads of what nobody typed, in all its segments: among so many stories the values
/// and the typed words find enough.
const BUDGET: u64 = 300_000;

/// Finds what the clauses of one query ask for.
pub struct Finder<'s> {
    snapshot: &'s Snapshot,
    /// Of texts and of pairs, for each segment.
    scales: Vec<[Scale<'s>; 2]>,
    /// What each clause may read that nobody typed.
    share: u64,
}

impl<'s> Finder<'s> {
    pub fn of(snapshot: &'s Snapshot, n_clauses: usize) -> Result<Self> {
        Self::with_budget(snapshot, n_clauses, BUDGET)
    }

    fn with_budget(snapshot: &'s Snapshot, n_clauses: usize, budget: u64) -> Result<Self> {
        let scales = |it: &'s Segment| {
            let lengths = it.sets.lengths();
            let text = lengths.text(snapshot.text_length);
            [text, lengths.pairs(snapshot.pairs_length)]
        };
        Ok(Self {
            snapshot,
            scales: snapshot.segments.iter().map(scales).collect(),
            share: budget / u64::try_from(n_clauses.max(1))?,
        })
    }

    /// What a clause finds, segment by segment, among all stories that were ever written to it.
    pub fn find(&self, clause: &Clause) -> Result<Vec<Arc<Strengths>>> {
        let averages = [self.snapshot.text_length, self.snapshot.pairs_length];
        let key = Key::of(clause, self.share, averages);
        let findings = &self.snapshot.findings;
        let mut plan = None;
        let mut found = Vec::new();
        for (n, segment) in self.snapshot.segments.iter().enumerate() {
            let id = segment.reader.segment_id();
            if let Some(known) = findings.get(id, &key) {
                found.push(known);
                continue;
            }
            let plan = match &mut plan {
                Some(plan) => plan,
                None => plan.insert(Plan::of(clause, self.snapshot, self.share)?),
            };
            let strengths = Arc::new(self.find_anew(clause, plan, n)?);
            if plan.cost >= WORTH {
                findings.keep(id, key.clone(), Arc::clone(&strengths));
            }
            found.push(strengths);
        }
        Ok(found)
    }

    fn find_anew(&self, clause: &Clause, plan: &Plan, n: usize) -> Result<Strengths> {
        let Some(segment) = self.snapshot.segments.get(n) else {
            return Ok(Strengths::default());
        };
        let mut found = Strengths::none(segment.reader.max_doc());
        for (told, is_exact) in &plan.told {
            match told.terms.as_slice() {
                [(_, term)] => self.word(n, term, told.weight, &mut found)?,
                _ => self.phrase(n, told, *is_exact, &mut found)?,
            }
        }
        held(clause, segment, &mut found);
        found.count();
        Ok(found)
    }

    /// How strongly a story of a segment has what texts tell of a clause. `docs` are in order.
    pub fn find_in(&self, clause: &Clause, segment: usize, docs: &[u32]) -> Result<Vec<f32>> {
        let mut found = vec![0.0_f32; docs.len()];
        let Some(read) = self.snapshot.segments.get(segment) else {
            return Ok(found);
        };
        for told in told(clause, &self.snapshot.fields) {
            if let Some(mut phrase) =
                Phrase::of(read, &told.terms, self.snapshot.fields.pairs, true)?
                && let Some(scale) = self.scale(segment, &told.terms)
            {
                for (best, doc) in found.iter_mut().zip(docs) {
                    let n = phrase.count_in(*doc);
                    *best = best.max(told.weight * scale.strength(*doc, n));
                }
            }
        }
        Ok(found)
    }

    fn scale(&self, segment: usize, terms: &[(usize, Term)]) -> Option<&Scale<'s>> {
        let [text, pairs] = self.scales.get(segment)?;
        let field = terms.first()?.1.field();
        Some(if field == self.snapshot.fields.pairs {
            pairs
        } else {
            text
        })
    }

    fn word(&self, n: usize, term: &Term, weight: f32, best: &mut Strengths) -> Result<()> {
        let terms = [(0, term.clone())];
        let (Some(segment), Some(scale)) = (self.snapshot.segments.get(n), self.scale(n, &terms))
        else {
            return Ok(());
        };
        let index = segment.reader.inverted_index(term.field())?;
        let freqs = IndexRecordOption::WithFreqs;
        let Some(mut postings) = index.read_block_postings(term, freqs)? else {
            return Ok(());
        };
        while !postings.docs().is_empty() {
            for (at, doc) in postings.docs().iter().enumerate() {
                best.raise(*doc, weight * scale.strength(*doc, postings.freq(at)));
            }
            postings.advance();
        }
        Ok(())
    }

    fn phrase(&self, n: usize, told: &Told, is_exact: bool, best: &mut Strengths) -> Result<()> {
        let (segment, scale) = (self.snapshot.segments.get(n), self.scale(n, &told.terms));
        let (Some(segment), Some(scale)) = (segment, scale) else {
            return Ok(());
        };
        let pairs = self.snapshot.fields.pairs;
        let Some(mut phrase) = Phrase::of(segment, &told.terms, pairs, is_exact)? else {
            return Ok(());
        };
        let mut from = 0;
        while let Some((doc, n)) = phrase.next(from) {
            best.raise(doc, told.weight * scale.strength(doc, n));
            from = doc + 1;
        }
        Ok(())
    }
}

/// Adds what stories hold to what they tell, of each the best.
fn held(clause: &Clause, segment: &Segment, strengths: &mut Strengths) {
    let holding = clause.alternatives.iter().filter_map(|it| {
        let Needle::Value(field, slug) = &it.needle else {
            return None;
        };
        let term = values::term(values::field(*field), slug);
        Some((it.weight, segment.sets.holding(&term)?))
    });
    let mut holding: Vec<(f32, &RoaringBitmap)> = holding.collect();
    holding.sort_by(|a, b| b.0.total_cmp(&a.0));
    let mut seen = RoaringBitmap::new();
    for (weight, stories) in holding {
        let strength = weight * VALUE;
        each(&(stories - &seen), |doc| strengths.add(doc, strength));
        seen |= stories;
    }
}

impl From<std::num::TryFromIntError> for Failure {
    fn from(error: std::num::TryFromIntError) -> Self {
        Self::Internal(error.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::engine::Change;
    use crate::search::tantivy::store::Store;
    use crate::search::tantivy::trials::plain;
    use crate::search::understand::{Alternative, Occurrence};

    fn word(stem: &str, weight: f32) -> Alternative {
        Alternative::new(Needle::Word(stem.to_owned()), weight)
    }

    #[test]
    fn what_nobody_typed_is_read_within_one_budget_for_all_segments() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::create(folder.path()).unwrap();
        for n in 0..4 {
            let story = plain(n, "red garden");
            let change = Change::Upsert(Box::new(story));
            store.apply(&[change], "0").unwrap();
        }
        let snapshot = store.snapshot();
        assert!(snapshot.segments.len() > 1);
        let clause = Clause {
            occurrence: Occurrence::Should,
            alternatives: vec![word("blue", 1.0), word("garden", 0.5)],
            factor: 1.0,
            is_name: false,
        };
        for (budget, n_found) in [(3, 0), (4, 4)] {
            let finder = Finder::with_budget(&snapshot, 1, budget).unwrap();
            let found = finder.find(&clause).unwrap();
            let found = found.iter().map(|it| it.n_found());
            assert_eq!(found.sum::<usize>(), n_found);
        }
    }
}
