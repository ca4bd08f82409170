//! What the stories of a segment gather from the clauses of a query.

use std::sync::Arc;

use roaring::RoaringBitmap;

use crate::search::tantivy::sets::place;
use crate::search::tantivy::snapshot::Segment;
use crate::search::tantivy::strengths::{Gift, Strengths, share, whole};
use crate::search::understand::Occurrence;

/// So many stories at a time, that what they gather stays close to the processor.
const STRETCH: usize = 4_096;

/// What all clauses tell together, in parts.
const ALL: f32 = 60_000.0;

/// What a clause gives.
#[derive(Clone, Copy)]
pub struct Mark {
    /// To a story that has it fully.
    pub score: f32,
    /// What it is of all that was asked for, to those that have it.
    pub importance: f32,
    pub occurrence: Occurrence,
}

/// What was asked for in all, to which each mark is a share.
pub struct Scale {
    pub score: f32,
    pub importance: f32,
    /// Of the importance.
    pub enough: f32,
    /// Of a story in Japanese, and of one in English.
    pub weights: [f32; 2],
}

pub struct Board<'s> {
    segment: &'s Segment,
    marks: Vec<(Mark, Arc<Strengths>)>,
    /// By the numbers of the stories, in parts; 0 is not found.
    scores: Vec<u16>,
}

impl<'s> Board<'s> {
    pub fn new(segment: &'s Segment) -> Self {
        Self {
            segment,
            marks: Vec::new(),
            scores: vec![0; place(segment.reader.max_doc())],
        }
    }

    pub fn mark(&mut self, mark: Mark, found: Arc<Strengths>) {
        self.marks.push((mark, found));
    }

    /// How many of those that were found are not deleted.
    pub fn n_alive(&self, found: &Strengths) -> usize {
        let dead = self.segment.dead.iter().filter(|it| found.has(*it));
        found.n_found() - dead.count()
    }

    /// Where nothing was asked for but what must not be, all the rest is found.
    pub fn rest(mut self) -> Ranked<'s> {
        let anything = Scale {
            score: 1.0,
            importance: 1.0,
            enough: 0.0,
            weights: [1.0, 1.0],
        };
        self.gather(&anything, 1);
        self.finish(1, anything.weights)
    }

    /// Leaves a score to those that have enough, and tells the best one.
    pub fn weigh(&mut self, scale: &Scale) -> u16 {
        self.gather(scale, 0);
        // Side by side, as processors like it.
        let mut bests = [0; 8];
        for scores in self.scores.chunks(8) {
            for (best, score) in bests.iter_mut().zip(scores) {
                *best = (*best).max(*score);
            }
        }
        bests.into_iter().max().unwrap_or_default()
    }

    /// `at_first` is what each story has before anything is given.
    fn gather(&mut self, scale: &Scale, at_first: u16) {
        let enough = whole(scale.enough / scale.importance * ALL).max(1);
        let weights = scale.weights.map(part);
        let gifts: Vec<Gift> = self.marks.iter().map(|it| it.0.gift(scale)).collect();
        let mut all_had = [0; STRETCH];
        let stretches = self.scores.chunks_mut(STRETCH);
        let languages = self.segment.sets.japanese().chunks(STRETCH);
        for (n, (scores, languages)) in stretches.zip(languages).enumerate() {
            let had = all_had.get_mut(..scores.len()).unwrap_or_default();
            had.fill(at_first);
            for (gift, (_, found)) in gifts.iter().zip(&self.marks) {
                found.give(n * STRETCH, gift, scores, had);
            }
            // Nothing makes up for what must be and is not.
            for (mark, found) in &self.marks {
                match mark.occurrence {
                    Occurrence::Must => found.take(n * STRETCH, false, had),
                    Occurrence::MustNot => found.take(n * STRETCH, true, had),
                    Occurrence::Should | Occurrence::Bonus => {}
                }
            }
            weigh(scores, had, enough, languages, weights);
        }
        for dead in &self.segment.dead {
            if let Some(score) = self.scores.get_mut(place(dead)) {
                *score = 0;
            }
        }
    }

    /// Those are found that have a score of at least so many parts.
    pub fn finish(self, least: u16, weights: [f32; 2]) -> Ranked<'s> {
        let least = least.max(1);
        let mut bits = Vec::with_capacity(self.scores.len().div_ceil(8));
        for scores in self.scores.chunks(8) {
            let of = |all: u8, (n, score): (u32, &u16)| all | u8::from(*score >= least) << n;
            bits.push((0..).zip(scores).fold(0, of));
        }
        Ranked {
            stories: RoaringBitmap::from_lsb0_bytes(0, &bits),
            segment: self.segment,
            marks: self.marks,
            weights,
            parts: self.scores,
        }
    }
}

impl Mark {
    fn gift(&self, scale: &Scale) -> Gift {
        if self.occurrence == Occurrence::MustNot {
            return Gift { score: 0, has: 0 };
        }
        Gift {
            score: part(self.score / scale.score),
            // Rounded up: whoever has just enough has enough.
            has: whole((self.importance / scale.importance * ALL).ceil()),
        }
    }
}

fn weigh(scores: &mut [u16], had: &[u16], enough: u16, is_japanese: &[bool], weights: [u16; 2]) {
    let [japanese, english] = weights;
    for ((score, had), is_japanese) in scores.iter_mut().zip(had).zip(is_japanese) {
        let weight = if *is_japanese { japanese } else { english };
        let weighed = share(*score, weight).max(1);
        *score = if *had >= enough { weighed } else { 0 };
    }
}

/// A share as [`share`] takes it.
fn part(share: f32) -> u16 {
    whole(share * f32::from(u16::MAX))
}

/// What a query finds in a segment.
pub struct Ranked<'s> {
    pub stories: RoaringBitmap,
    segment: &'s Segment,
    marks: Vec<(Mark, Arc<Strengths>)>,
    weights: [f32; 2],
    parts: Vec<u16>,
}

impl Ranked<'_> {
    /// About what the score is, at hand for each story, in parts that are the same in each segment.
    pub fn parts(&self, doc: u32) -> u16 {
        self.parts.get(place(doc)).copied().unwrap_or_default()
    }

    /// By how many parts that may be wrong.
    pub fn tolerance(&self) -> u16 {
        u16::try_from(3 * self.marks.len() + 3).unwrap_or(u16::MAX)
    }

    pub fn score(&self, doc: u32) -> f32 {
        let [japanese, english] = self.weights;
        let is_japanese = self.segment.sets.japanese().get(place(doc));
        let weight = if is_japanese == Some(&true) {
            japanese
        } else {
            english
        };
        let asked = self
            .marks
            .iter()
            .filter(|it| it.0.occurrence != Occurrence::MustNot);
        let scores = asked.map(|(mark, found)| mark.score * found.strength(doc));
        weight * scores.sum::<f32>()
    }
}
