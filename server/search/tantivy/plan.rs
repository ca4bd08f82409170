//! What is read to find what a clause asks for.

use tantivy::Term;

use crate::search::engine::Result;
use crate::search::tantivy::schema::Fields;
use crate::search::tantivy::snapshot::Snapshot;
use crate::search::understand::{Clause, Needle, Occurrence};
use crate::search::words::pairs;

/// What a story with the rarest term of a phrase costs beside one that mentions a word.
const PHRASE: u64 = 20;

/// Where the pairs of a run are mentioned in so many stories, it is taken to stand in those that have all of them,
/// also those that reach from one word into the next: to read the places of all takes long and changes little.
const LOOKED_AT_CLOSELY: u64 = 50_000;

#[derive(Default)]
pub struct Plan {
    /// Each with whether it has to stand there exactly so.
    pub told: Vec<(Told, bool)>,
    /// How many mentions that are.
    pub cost: u64,
}

impl Plan {
    /// What is worth to be read, whichever segment it stands in: `share` mentions of what nobody typed.
    pub fn of(clause: &Clause, snapshot: &Snapshot, share: u64) -> Result<Self> {
        let mut plan = Self::default();
        for told in told(clause, &snapshot.fields) {
            let (cost, is_rare) = cost(snapshot, &told.terms)?;
            let left = share.saturating_sub(plan.cost);
            if told.weight < 1.0 && (cost == 0 || cost > left) {
                continue;
            }
            plan.cost += cost;
            let is_exact = is_rare || clause.occurrence != Occurrence::Should;
            plan.told.push((told, is_exact));
        }
        Ok(plan)
    }
}

/// A way to have what is asked for, that texts tell.
pub struct Told {
    pub terms: Vec<(usize, Term)>,
    pub weight: f32,
}

/// The surest first.
pub fn told(clause: &Clause, fields: &Fields) -> Vec<Told> {
    let told = clause.alternatives.iter().map(|it| Told {
        terms: terms(fields, &it.needle),
        weight: it.weight,
    });
    let mut told: Vec<Told> = told.filter(|it| !it.terms.is_empty()).collect();
    told.sort_by(|a, b| b.weight.total_cmp(&a.weight));
    told
}

/// How many mentions are read to find these terms, and whether they are few.
fn cost(snapshot: &Snapshot, terms: &[(usize, Term)]) -> Result<(u64, bool)> {
    let (mut rarest, mut all) = (u64::MAX, 0);
    for (_, term) in terms {
        let mut n_stories = 0;
        for segment in &snapshot.segments {
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
