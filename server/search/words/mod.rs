//! Text as words: folded, cut by the rules of a language, stemmed. Pure.

pub mod cut;
pub mod fold;
pub mod kind;
pub mod pairs;
mod pieces;
pub mod protected;
pub mod stem;
pub mod stop;

pub use cut::{Word, cut};
pub use fold::Folded;
