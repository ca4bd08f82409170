//! What a query means: names of the catalogue, synonyms and plain words become clauses.

pub mod atoms;
pub mod clauses;
pub mod correct;
pub mod direction;
pub mod found;
pub mod naming;
pub mod nearest;
pub mod needles;
pub mod synonyms;

pub use clauses::{Alternative, Clause, Meaning, Needle, Occurrence, ValueField, understand};
pub use correct::Lexicon;
