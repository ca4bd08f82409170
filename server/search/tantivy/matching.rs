//! Which stories have what a clause asks for, and how well.

use std::sync::Arc;

use roaring::RoaringBitmap;
use tantivy::Term;
use tantivy::schema::IndexRecordOption;

use crate::search::engine::{Failure, Result};
use crate::search::tantivy::findings::{Key, WORTH};
use crate::search::tantivy::lengths::Scale;
use crate::search::tantivy::phrase::Phrase;
use crate::search::tantivy::schema::Fields;
use crate::search::tantivy::sets::each;
use crate::search::tantivy::snapshot::{Segment, Snapshot};
use crate::search::tantivy::strengths::Strengths;
use crate::search::tantivy::values;
use crate::search::understand::{Clause, Needle, Occurrence};
use crate::search::words::pairs;

/// A story that holds the value, beside one that only speaks of it.
const VALUE: f32 = 1.4;

/// How many mentions a query reads of what nobody typed, in all its segments: among so many stories the values
/// and the typed words find enough.
const BUDGET: u64 = 300_000;

/// What a story with the rarest term of a phrase costs beside one that mentions a word.
const PHRASE: u64 = 20;

/// Where the pairs of a run are mentioned in so many stories, it is taken to stand in those that have all of them,
/// also those that reach from one word into the next: to read the places of all takes long and changes little.
const LOOKED_AT_CLOSELY: u64 = 50_000;

/// Finds what the clauses of one query ask for.
pub struct Finder<'s> {
    snapshot: &'s Snapshot,
    /// Of texts and of pairs, for each segment.
    scales: Vec<[Scale<'s>; 2]>,
    /// What each clause may read that nobody typed.
    share: u64,
}

/// What is read to find what a clause asks for.
#[derive(Default)]
struct Plan {
    /// Each with whether it has to stand there exactly so.
    told: Vec<(Told, bool)>,
    /// How many mentions that are.
    cost: u64,
}

/// A way to have what is asked for, that texts tell.
struct Told {
    terms: Vec<(usize, Term)>,
    weight: f32,
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
        let mut plan = None;
        let mut found = Vec::new();
        for (n, segment) in self.snapshot.segments.iter().enumerate() {
            if let Some(known) = segment.sets.findings().get(&key) {
                found.push(known);
                continue;
            }
            let plan = match &mut plan {
                Some(plan) => plan,
                None => plan.insert(self.plan(clause)?),
            };
            let strengths = Arc::new(self.find_anew(clause, plan, n)?);
            if plan.cost >= WORTH {
                segment
                    .sets
                    .findings()
                    .keep(key.clone(), Arc::clone(&strengths));
            }
            found.push(strengths);
        }
        Ok(found)
    }

    /// What is worth to be read, whichever segment it stands in.
    fn plan(&self, clause: &Clause) -> Result<Plan> {
        let mut plan = Plan::default();
        for told in self.told(clause) {
            let (cost, is_rare) = self.cost(&told.terms)?;
            let left = self.share.saturating_sub(plan.cost);
            if told.weight < 1.0 && (cost == 0 || cost > left) {
                continue;
            }
            plan.cost += cost;
            let is_exact = is_rare || clause.occurrence != Occurrence::Should;
            plan.told.push((told, is_exact));
        }
        Ok(plan)
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
        for told in self.told(clause) {
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

    /// The surest first.
    fn told(&self, clause: &Clause) -> Vec<Told> {
        let told = clause.alternatives.iter().map(|it| Told {
            terms: terms(&self.snapshot.fields, &it.needle),
            weight: it.weight,
        });
        let mut told: Vec<Told> = told.filter(|it| !it.terms.is_empty()).collect();
        told.sort_by(|a, b| b.weight.total_cmp(&a.weight));
        told
    }

    /// How many mentions are read to find these terms, and whether they are few.
    fn cost(&self, terms: &[(usize, Term)]) -> Result<(u64, bool)> {
        let (mut rarest, mut all) = (u64::MAX, 0);
        for (_, term) in terms {
            let mut n_stories = 0;
            for segment in &self.snapshot.segments {
                let index = segment.reader.inverted_index(term.field())?;
                n_stories += u64::from(index.doc_freq(term)?);
            }
            rarest = rarest.min(n_stories);
            all += n_stories;
        }
        let is_phrase = terms.len() > 1 && rarest > 0;
        let closely = if is_phrase { rarest * PHRASE } else { 0 };
        Ok((all + closely, all <= LOOKED_AT_CLOSELY))
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

/// The terms of a needle with their places beside one another; none for what no text tells.
fn terms(fields: &Fields, needle: &Needle) -> Vec<(usize, Term)> {
    let term = Term::from_field_text;
    match needle {
        Needle::Word(stem) => vec![(0, term(fields.text, stem))],
        Needle::Form(key) => vec![(0, term(fields.forms, key))],
        Needle::Phrase(stems) => {
            let stems = stems.iter().enumerate();
            stems.map(|(n, it)| (n, term(fields.text, it))).collect()
        }
        Needle::Run(key) => {
            let pairs = pairs::of_key(key).into_iter();
            pairs.map(|(n, it)| (n, term(fields.pairs, &it))).collect()
        }
        Needle::Value(..) => Vec::new(),
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
    use crate::search::understand::Alternative;

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
