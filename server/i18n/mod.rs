//! The two languages of the interface: which one, its words, its dates.

pub mod breaks;
pub mod dates;
pub mod language;
pub mod words;

pub use language::Language;
pub use words::Words;
