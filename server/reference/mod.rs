//! The API's document as people read it: a page made from it.

pub mod document;
pub mod operation;
pub mod pages;
pub mod schema;
pub mod wording;
