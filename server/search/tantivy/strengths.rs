//! How strongly each story of a segment has what a clause asks for.

use crate::search::tantivy::sets::place;

/// What 1 is: a text that speaks of nothing else.
const ONE: f32 = 16_384.0;

/// By the numbers of the stories; 0 not at all. In small numbers: all are gone through for each query, and kept.
#[derive(Debug, Default)]
pub struct Strengths {
    parts: Vec<u16>,
    n_found: usize,
}

/// What a clause gives to a story.
pub struct Gift {
    /// A part of 65,536 of its strength.
    pub score: u16,
    /// All of it where it has any.
    pub has: u16,
}

impl Strengths {
    pub fn none(n_docs: u32) -> Self {
        Self {
            parts: vec![0; place(n_docs)],
            n_found: 0,
        }
    }

    /// To be called once all is known.
    pub fn count(&mut self) {
        self.n_found = self.parts.iter().filter(|it| **it > 0).count();
    }

    /// How many stories have it.
    pub const fn n_found(&self) -> usize {
        self.n_found
    }

    pub fn has(&self, doc: u32) -> bool {
        self.parts.get(place(doc)).is_some_and(|it| *it > 0)
    }

    pub fn raise(&mut self, doc: u32, strength: f32) {
        if let Some(known) = self.parts.get_mut(place(doc)) {
            *known = parts(strength).max(*known);
        }
    }

    pub fn add(&mut self, doc: u32, strength: f32) {
        if let Some(known) = self.parts.get_mut(place(doc)) {
            *known = known.saturating_add(parts(strength));
        }
    }

    /// In memory, in bytes.
    pub const fn size(&self) -> usize {
        self.parts.len() * size_of::<u16>()
    }

    /// 1 is a text that speaks of nothing else.
    pub fn strength(&self, doc: u32) -> f32 {
        let parts = self.parts.get(place(doc)).copied();
        f32::from(parts.unwrap_or_default()) / ONE
    }

    /// Adds to what each story of a stretch, from this number on, has gathered. In small whole numbers and without branches, as processors do many at once: it is
    /// done for every story.
    pub fn give(&self, from: usize, gift: &Gift, scores: &mut [u16], had: &mut [u16]) {
        let parts = self.parts.get(from..).unwrap_or_default();
        for ((scores, had), parts) in scores.iter_mut().zip(had).zip(parts) {
            *scores = scores.saturating_add(share(*parts, gift.score));
            *had = had.saturating_add(if *parts > 0 { gift.has } else { 0 });
        }
    }

    /// Takes what they had from those of a stretch that have any, or from those that have none.
    pub fn take(&self, from: usize, who_has: bool, had: &mut [u16]) {
        let parts = self.parts.get(from..).unwrap_or_default();
        for (had, parts) in had.iter_mut().zip(parts) {
            *had = if (*parts > 0) == who_has { 0 } else { *had };
        }
    }
}

/// `part` of 65,536 of a number.
pub fn share(of: u16, part: u16) -> u16 {
    let share = (u32::from(of) * u32::from(part)) >> 16;
    u16::try_from(share).unwrap_or(u16::MAX)
}

/// At least one, so that what is found stays found.
fn parts(strength: f32) -> u16 {
    whole(strength * ONE).max(1)
}

/// The whole number below, as far as there is one.
#[expect(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "there is no other way from an f32 to an integer, and this one keeps to what fits"
)]
pub const fn whole(number: f32) -> u16 {
    number as u16
}
