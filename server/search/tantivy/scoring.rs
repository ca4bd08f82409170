//! From clauses to a ranking: what has enough of what was asked for, and is not far behind the best.

use tantivy::DocId;

use crate::i18n::Language;
use crate::search::engine::Result;
use crate::search::tantivy::matching::{Matches, matches, matches_among};
use crate::search::tantivy::snapshot::{Segment, Snapshot, number};
use crate::search::tantivy::values;
use crate::search::understand::{Clause, Meaning, Occurrence};

/// How much of what was asked for a story must have, by what the parts of the query tell.
const ENOUGH: f32 = 0.45;

/// However rare a word is, it is no more than this of what was asked for: with many stories, any word that
/// nobody used would outweigh all the others.
const RAREST: f32 = 5.0;

/// How far behind the best a story may be.
const FAR_BEHIND: f32 = 0.1;

/// What a story in another language than the query's weighs.
const OTHER_LANGUAGE: f32 = 0.8;

/// How much words lift that stand side by side, as they were typed.
const SIDE_BY_SIDE: f32 = 0.5;

/// How many of the best of a segment may be lifted: no others come to the first page.
const LIFTED: usize = 100;

/// What a query finds in a segment, in order.
pub type Ranked = Vec<(DocId, f32)>;

/// What a query finds in each segment, whatever the filters.
pub fn ranked(meaning: &Meaning, snapshot: &Snapshot) -> Result<Vec<Ranked>> {
    let mut boards: Vec<Board> = snapshot.segments.iter().map(Board::new).collect();
    let mut asked = Asked::default();
    for clause in meaning
        .clauses
        .iter()
        .filter(|it| it.occurrence != Occurrence::Bonus)
    {
        asked.count(clause, snapshot, &mut boards)?;
    }
    let mut ranked: Vec<Ranked> = Vec::new();
    for (board, segment) in boards.into_iter().zip(&snapshot.segments) {
        let other = meaning.language.map(Language::other).map(values::language);
        let foreign = other.and_then(|it| segment.sets.holding(&it));
        let mut found = board.finish(&asked);
        for (doc, score) in &mut found {
            if foreign.is_some_and(|it| it.contains(*doc)) {
                *score *= OTHER_LANGUAGE;
            }
        }
        ranked.push(found);
    }
    let best = ranked.iter().flatten().map(|it| it.1).fold(0.0, f32::max);
    for (found, segment) in ranked.iter_mut().zip(&snapshot.segments) {
        found.retain(|it| it.1 >= best * FAR_BEHIND);
        lift(found, meaning, snapshot, segment)?;
    }
    Ok(ranked)
}

/// Raises those of the best in which words stand side by side as they were typed.
fn lift(
    found: &mut Ranked,
    meaning: &Meaning,
    snapshot: &Snapshot,
    segment: &Segment,
) -> Result<()> {
    let bonuses = meaning
        .clauses
        .iter()
        .filter(|it| it.occurrence == Occurrence::Bonus);
    let bonuses: Vec<&Clause> = bonuses.collect();
    if bonuses.is_empty() || found.is_empty() {
        return Ok(());
    }
    let mut scores: Vec<f32> = found.iter().map(|it| it.1).collect();
    let last = LIFTED.min(scores.len()) - 1;
    let (_, least, _) = scores.select_nth_unstable_by(last, |a, b| b.total_cmp(a));
    let least = *least;
    let among = found.iter().filter(|it| it.1 >= least).take(LIFTED);
    let among: Vec<DocId> = among.map(|it| it.0).collect();
    for clause in bonuses {
        for (doc, strength) in matches_among(clause, snapshot, segment, Some(&among))? {
            if let Ok(place) = found.binary_search_by_key(&doc, |it| it.0)
                && let Some((_, score)) = found.get_mut(place)
            {
                *score *= 1.0 + strength * SIDE_BY_SIDE;
            }
        }
    }
    Ok(())
}

/// What was asked for in all.
#[derive(Default)]
struct Asked {
    /// What the clauses tell together.
    importance: f32,
    n_musts: u32,
    n_clauses: usize,
}

impl Asked {
    fn count(&mut self, clause: &Clause, snapshot: &Snapshot, boards: &mut [Board]) -> Result<()> {
        let mut found = Vec::new();
        for segment in &snapshot.segments {
            found.push(matches(clause, snapshot, segment)?);
        }
        let n_found: usize = found.iter().map(Vec::len).sum();
        let rarity = rarity(n_found, snapshot.documents);
        let mark = Mark {
            occurrence: clause.occurrence,
            score: rarity * clause.factor,
            importance: rarity.min(RAREST) * clause.factor,
        };
        match clause.occurrence {
            Occurrence::Should => self.importance += mark.importance,
            Occurrence::Must => {
                self.importance += mark.importance;
                self.n_musts += 1;
            }
            Occurrence::MustNot | Occurrence::Bonus => {}
        }
        self.n_clauses += usize::from(clause.occurrence != Occurrence::MustNot);
        for (board, found) in boards.iter_mut().zip(found) {
            board.mark(mark, found);
        }
        Ok(())
    }
}

/// What it tells of a story that it is among so many of all (inverse document frequency).
fn rarity(n_found: usize, n_all: u64) -> f32 {
    let n_found = u64::try_from(n_found).unwrap_or(n_all).min(n_all);
    let (found, all) = (number(n_found), number(n_all));
    (1.0 + (all - found + 0.5) / (found + 0.5)).ln()
}

/// What a clause gives to the stories that it finds.
#[derive(Clone, Copy)]
struct Mark {
    occurrence: Occurrence,
    /// For a story that has it fully.
    score: f32,
    /// What it is of all that was asked for.
    importance: f32,
}

/// What the stories of a segment have gathered.
struct Board {
    sums: Vec<Sum>,
    excluded: roaring::RoaringBitmap,
    stories: roaring::RoaringBitmap,
}

#[derive(Clone, Copy, Default)]
struct Sum {
    score: f32,
    /// What it has of what was asked for.
    has: f32,
    n_musts: u32,
}

impl Board {
    fn new(segment: &Segment) -> Self {
        let n_docs = usize::try_from(segment.reader.max_doc()).unwrap_or_default();
        Self {
            sums: vec![Sum::default(); n_docs],
            excluded: roaring::RoaringBitmap::new(),
            stories: segment.stories.clone(),
        }
    }

    fn mark(&mut self, mark: Mark, found: Matches) {
        if mark.occurrence == Occurrence::MustNot {
            self.excluded.extend(found.into_iter().map(|it| it.0));
            return;
        }
        let n_musts = u32::from(mark.occurrence == Occurrence::Must);
        for (doc, strength) in found {
            let place = usize::try_from(doc).ok();
            if let Some(sum) = place.and_then(|it| self.sums.get_mut(it)) {
                sum.score += mark.score * strength;
                sum.has += mark.importance;
                sum.n_musts += n_musts;
            }
        }
    }

    /// Where nothing was asked for but what must not be, all the rest is found.
    fn finish(self, asked: &Asked) -> Ranked {
        if asked.n_clauses == 0 {
            let found = self.stories - self.excluded;
            return found.into_iter().map(|it| (it, 0.0)).collect();
        }
        let enough = asked.importance * ENOUGH;
        let is_found = |(doc, sum): &(DocId, &Sum)| {
            sum.has > 0.0
                && sum.has >= enough
                && sum.n_musts == asked.n_musts
                && (self.excluded.is_empty() || !self.excluded.contains(*doc))
        };
        let sums = (0..).zip(&self.sums).filter(is_found);
        sums.map(|(doc, sum)| (doc, sum.score)).collect()
    }
}
