//! Search: one interface, the query language, what words mean, the engine that runs in our own process, and what keeps
//! it up to date.

pub mod api;
pub mod catalogue;
mod catch_up;
pub mod document;
pub mod engine;
mod examine;
pub mod find;
mod gather;
mod gone;
pub mod highlight;
pub mod mark;
pub mod pages;
mod plain;
pub mod query;
mod reindex;
pub mod standing;
pub mod tantivy;
mod tend;
mod trouble;
pub mod understand;
pub mod vocabulary;
pub mod wish;
pub mod words;

pub use document::{Author, Document, Values};
pub use engine::{
    Batch, Change, Engine, Facets, Failure, Figures, Filters, Found, Highlight, Hit, Nearest,
    Rebuilding, Request, Sort,
};
pub use examine::{Examined, examine};
pub use find::{Search, embedded};
pub use reindex::reindex;
pub use tend::Tending;
pub use trouble::Trouble;
pub use vocabulary::{Named, Vocabulary};
