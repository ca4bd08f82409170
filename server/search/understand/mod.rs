//! What a query means: names of the catalogue, synonyms and plain words become clauses.

pub mod atoms;
pub mod clause;
pub mod correct;
pub mod direction;
pub mod found;
pub mod inflected;
pub mod meaning;
pub mod naming;
pub mod nearest;
pub mod needles;
pub mod reading;
pub mod synonyms;

pub use clause::{Alternative, Clause, Meaning, Needle, Occurrence, ValueField};
pub use correct::Lexicon;
pub use meaning::understand;
