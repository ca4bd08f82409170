//! The embedded engine: an index in a folder of ours, searched in our own process.

pub mod best;
pub mod board;
pub mod changes;
pub mod embedded;
pub mod files;
pub mod filters;
pub mod findings;
pub mod held;
pub mod lengths;
pub mod lexicon;
pub mod matching;
pub mod phrase;
pub mod place;
pub mod plan;
pub mod rebuild;
pub mod schema;
pub mod scoring;
pub mod search;
pub mod sets;
pub mod snapshot;
pub mod store;
pub mod stored;
pub mod strengths;
pub mod values;
pub mod whole;

pub use embedded::Embedded;
pub use rebuild::Rebuild;

#[cfg(test)]
mod trials;
