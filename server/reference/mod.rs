//! The API's document as people read it, and the components that pages are made of.

pub mod document;
pub mod operation;
pub mod pages;
pub mod schema;
pub mod wording;
