//! What an answer was made of.

use std::sync::atomic::{AtomicI64, Ordering};

use uuid::Uuid;

#[derive(Clone, Debug)]
pub struct Sources {
    /// The edition of the catalogue, whose names it says.
    pub edition: u64,
    pub of: Of,
    /// The rows of a list that is as it was while they are, whatever else happened.
    pub rows: Option<Rows>,
    good_at: GoodAt,
}

/// The stamp of all that anyone may open, at which an answer was found to be as it was.
#[derive(Debug)]
struct GoodAt(AtomicI64);

impl Default for GoodAt {
    fn default() -> Self {
        Self(AtomicI64::new(i64::MIN))
    }
}

/// A copy is to be asked about.
impl Clone for GoodAt {
    fn clone(&self) -> Self {
        Self::default()
    }
}

/// That whose stamps tell whether an answer is as it was.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Of {
    /// Stories by their ids: the answer is good while **each** has the same stamp.
    Stories(Vec<(Uuid, i64)>),
    /// For each thing that a list is narrowed to its keys, and the newest of their stamps: whatever is
    /// in the list has them all, so the answer is good while **any** is the same.
    List(Vec<(Vec<String>, i64)>),
}

/// The part of a list that is shown: its rows with their stamps.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Rows {
    pub shown: Vec<(Uuid, i64)>,
    pub has_more: bool,
}

impl Sources {
    pub fn new(edition: u64, of: Of) -> Self {
        Self {
            edition,
            of,
            rows: None,
            good_at: GoodAt::default(),
        }
    }

    /// Whether they are known to be as they were while nothing at all has another stamp than this.
    pub(super) fn are_good_at(&self, stamp: i64) -> bool {
        self.good_at.0.load(Ordering::Relaxed) == stamp
    }

    pub(super) fn found_good_at(&self, stamp: i64) {
        self.good_at.0.store(stamp, Ordering::Relaxed);
    }

    /// Whether a list made of these shows what one made of the others does.
    pub fn show_the_rows_of(&self, other: &Self) -> bool {
        self.edition == other.edition && self.rows.is_some() && self.rows == other.rows
    }
}
