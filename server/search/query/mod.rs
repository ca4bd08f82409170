//! The query language: what is typed into the box, taken apart. Pure; nothing typed is an error.

pub mod lex;
pub mod operators;

pub use lex::{Piece, lex};
pub use operators::{Typed, parse};
