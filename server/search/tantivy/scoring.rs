//! From clauses to a ranking: what has enough of what was asked for, and is not far behind the best.

use std::sync::Arc;

use crate::i18n::Language;
use crate::search::engine::Result;
use crate::search::tantivy::board::{Board, Mark, Ranked, Scale};
use crate::search::tantivy::matching::Finder;
use crate::search::tantivy::snapshot::{Snapshot, number};
use crate::search::tantivy::strengths::{Strengths, whole};
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

/// What a query finds in each segment, whatever the filters.
pub fn ranked<'s>(meaning: &Meaning, snapshot: &'s Snapshot) -> Result<Vec<Ranked<'s>>> {
    let mut boards: Vec<Board<'_>> = snapshot.segments.iter().map(Board::new).collect();
    let mut asked = Asked::default();
    let of_text = |it: &&Clause| it.occurrence != Occurrence::Bonus;
    let clauses = meaning.clauses.iter().filter(of_text);
    let finder = Finder::of(snapshot, clauses.clone().count())?;
    for clause in clauses {
        let found = finder.find(clause)?;
        asked.count(clause, snapshot.documents, &mut boards, found);
    }
    if asked.n_clauses == 0 {
        return Ok(boards.into_iter().map(Board::rest).collect());
    }
    let weights = match meaning.language {
        None => [1.0, 1.0],
        Some(Language::Japanese) => [1.0, OTHER_LANGUAGE],
        Some(Language::English) => [OTHER_LANGUAGE, 1.0],
    };
    let scale = Scale {
        score: asked.score,
        importance: asked.importance,
        enough: asked.enough(),
        weights,
    };
    let best = boards.iter_mut().map(|it| it.weigh(&scale));
    let least = f32::from(best.max().unwrap_or_default()) * FAR_BEHIND;
    let boards = boards.into_iter();
    Ok(boards.map(|it| it.finish(whole(least), weights)).collect())
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
    score: f32,
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
        n_all: u64,
        boards: &mut [Board<'_>],
        found: Vec<Arc<Strengths>>,
    ) {
        let alive = boards
            .iter()
            .zip(&found)
            .map(|(it, found)| it.n_alive(found));
        let rarity = rarity(alive.sum(), n_all);
        let importance = rarity.min(RAREST) * clause.factor;
        let score = rarity * clause.factor;
        let mark = Mark {
            score,
            importance,
            occurrence: clause.occurrence,
        };
        if clause.occurrence != Occurrence::MustNot {
            self.importance += importance;
            self.score += score;
            self.n_clauses += 1;
        }
        if clause.is_name {
            self.named = Some(self.named.unwrap_or_default().max(importance));
        }
        for (board, found) in boards.iter_mut().zip(found) {
            board.mark(mark, found);
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
