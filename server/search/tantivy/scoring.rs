//! From clauses to a ranking: what has enough of what was asked for, and is not far behind the best.

use roaring::RoaringBitmap;

use crate::i18n::Language;
use crate::search::engine::Result;
use crate::search::tantivy::matching::{Finder, Strengths};
use crate::search::tantivy::sets::place;
use crate::search::tantivy::snapshot::{Segment, Snapshot, number};
use crate::search::understand::{Clause, Meaning, Occurrence};

/// How much of what was asked for a story must have, by what the parts of the query tell.
const ENOUGH: f32 = 0.45;

/// However rare a word is, it is no more than this of what was asked for: with many stories, any word that
/// nobody used would outweigh all the others.
const RAREST: f32 = 5.0;

/// However common a word is, it is no less than this: in a small community every story may have the one word
/// that matters, and then "become" in "become a manager" would outweigh it.
const COMMONEST: f32 = 0.6;

/// How far behind the best a story may be.
const FAR_BEHIND: f32 = 0.1;

/// What a story in another language than the query's weighs.
const OTHER_LANGUAGE: f32 = 0.8;

/// How much words lift that stand side by side, as they were typed.
const SIDE_BY_SIDE: f32 = 0.5;

/// What a query finds in a segment.
#[derive(Debug, Default)]
pub struct Ranked {
    pub stories: RoaringBitmap,
    /// Of all stories, by their numbers.
    scores: Vec<f32>,
}

impl Ranked {
    pub fn score(&self, doc: u32) -> f32 {
        self.scores.get(place(doc)).copied().unwrap_or_default()
    }
}

/// What a query finds in each segment, whatever the filters.
pub fn ranked(meaning: &Meaning, snapshot: &Snapshot) -> Result<Vec<Ranked>> {
    let mut boards: Vec<Board<'_>> = snapshot.segments.iter().map(Board::new).collect();
    let mut asked = Asked::default();
    let of_text = |it: &&Clause| it.occurrence != Occurrence::Bonus;
    let clauses = meaning.clauses.iter().filter(of_text);
    let finder = Finder::of(snapshot, clauses.clone().count())?;
    for clause in clauses {
        let found = finder.find(clause)?;
        asked.count(clause, snapshot, &mut boards, found);
    }
    if asked.n_clauses == 0 {
        return Ok(boards.into_iter().map(Board::rest).collect());
    }
    let language = meaning.language;
    let enough = asked.enough();
    let best = boards.iter_mut().map(|it| it.weigh(language, enough));
    let least = best.fold(0.0, f32::max) * FAR_BEHIND;
    Ok(boards.into_iter().map(|it| it.finish(least)).collect())
}

/// By how much these stories of a segment are lifted because words stand side by side in them as they were
/// typed. `docs` are in order.
pub fn lifts(
    meaning: &Meaning,
    snapshot: &Snapshot,
    segment: usize,
    docs: &[u32],
) -> Result<Vec<f32>> {
    let mut lifts = vec![1.0; docs.len()];
    let of_lift = |it: &&Clause| it.occurrence == Occurrence::Bonus;
    let mut bonuses = meaning.clauses.iter().filter(of_lift).peekable();
    if bonuses.peek().is_none() {
        return Ok(lifts);
    }
    let finder = Finder::of(snapshot, 1)?;
    for clause in bonuses {
        let found = finder.find_in(clause, segment, docs)?;
        for (lift, strength) in lifts.iter_mut().zip(found) {
            *lift *= 1.0 + strength * SIDE_BY_SIDE;
        }
    }
    Ok(lifts)
}

/// What was asked for in all.
#[derive(Default)]
struct Asked {
    /// What the clauses tell together.
    importance: f32,
    /// What the name that tells most does.
    named: Option<f32>,
    n_clauses: usize,
}

impl Asked {
    /// Whoever has the name that tells most has enough: words beside it that nearly nobody used put the others
    /// in order, but do not take them away.
    fn enough(&self) -> f32 {
        let enough = self.importance * ENOUGH;
        self.named.map_or(enough, |it| it.min(enough))
    }

    fn count(
        &mut self,
        clause: &Clause,
        snapshot: &Snapshot,
        boards: &mut [Board<'_>],
        found: Vec<Strengths>,
    ) {
        let n_found = |it: &Strengths| it.iter().filter(|it| **it > 0.0).count();
        let rarity = rarity(found.iter().map(n_found).sum(), snapshot.documents);
        let importance = rarity.min(RAREST) * clause.factor;
        let score = rarity * clause.factor;
        let mark = match clause.occurrence {
            Occurrence::MustNot => Mark {
                score: 0.0,
                with: f32::NEG_INFINITY,
                without: 0.0,
            },
            Occurrence::Must => Mark {
                score,
                with: importance,
                without: f32::NEG_INFINITY,
            },
            Occurrence::Should | Occurrence::Bonus => Mark {
                score,
                with: importance,
                without: 0.0,
            },
        };
        if clause.occurrence != Occurrence::MustNot {
            self.importance += importance;
            self.n_clauses += 1;
        }
        if clause.is_name {
            self.named = Some(self.named.unwrap_or_default().max(importance));
        }
        for (board, found) in boards.iter_mut().zip(found) {
            board.mark(mark, &found);
        }
    }
}

/// What it tells of a story that it is among so many of all (inverse document frequency, as BM25 has it).
fn rarity(n_found: usize, n_all: u64) -> f32 {
    let n_found = u64::try_from(n_found).unwrap_or(n_all).min(n_all);
    let (found, all) = (number(n_found), number(n_all));
    (1.0 + (all - found + 0.5) / (found + 0.5))
        .ln()
        .max(COMMONEST)
}

/// What a clause gives to stories.
#[derive(Clone, Copy)]
struct Mark {
    /// To one that has it fully.
    score: f32,
    /// What it is of all that was asked for, to those that have it and to those that do not. Nothing makes up
    /// for what is infinitely far away.
    with: f32,
    without: f32,
}

/// What the stories of a segment have gathered, by their numbers.
struct Board<'s> {
    segment: &'s Segment,
    scores: Vec<f32>,
    has: Vec<f32>,
}

impl<'s> Board<'s> {
    fn new(segment: &'s Segment) -> Self {
        let n_docs = place(segment.reader.max_doc());
        Self {
            segment,
            scores: vec![0.0; n_docs],
            has: vec![0.0; n_docs],
        }
    }

    /// One after the other and without branches: this is done for every story.
    fn mark(&mut self, mark: Mark, found: &[f32]) {
        let places = self.scores.iter_mut().zip(&mut self.has).zip(found);
        for ((score, has), strength) in places {
            *score += mark.score * strength;
            *has += if *strength > 0.0 {
                mark.with
            } else {
                mark.without
            };
        }
    }

    /// Where nothing was asked for but what must not be, all the rest is found.
    fn rest(self) -> Ranked {
        let has = |it: u32| self.has.get(place(it)).is_some_and(|it| *it >= 0.0);
        let stories = self.segment.stories.iter();
        Ranked {
            stories: stories.filter(|it| has(*it)).collect(),
            scores: self.scores,
        }
    }

    /// Leaves a score to those that have enough, and tells the best one.
    fn weigh(&mut self, language: Option<Language>, enough: f32) -> f32 {
        let (japanese, english) = match language {
            None => (1.0, 1.0),
            Some(Language::Japanese) => (1.0, OTHER_LANGUAGE),
            Some(Language::English) => (OTHER_LANGUAGE, 1.0),
        };
        let places = self.scores.iter_mut().zip(&self.has);
        for ((score, has), is_japanese) in places.zip(self.segment.sets.japanese()) {
            let weight = if *is_japanese { japanese } else { english };
            let is_found = *has > 0.0 && *has >= enough;
            *score = if is_found { *score * weight } else { -1.0 };
        }
        // Side by side, as processors like it.
        let mut bests = [0.0_f32; 8];
        for scores in self.scores.chunks(8) {
            for (best, score) in bests.iter_mut().zip(scores) {
                *best = best.max(*score);
            }
        }
        bests.into_iter().fold(0.0, f32::max)
    }

    fn finish(self, least: f32) -> Ranked {
        let mut bits = Vec::with_capacity(self.scores.len().div_ceil(8));
        for scores in self.scores.chunks(8) {
            let of = |all: u8, (n, score): (u32, &f32)| all | u8::from(*score >= least) << n;
            bits.push((0..).zip(scores).fold(0, of));
        }
        Ranked {
            stories: RoaringBitmap::from_lsb0_bytes(0, &bits),
            scores: self.scores,
        }
    }
}
