//! Search: one interface, the query language, what words mean, and the engine that runs in our own process.

pub mod catalogue;
pub mod document;
pub mod engine;
pub mod highlight;
pub mod query;
pub mod tantivy;
pub mod understand;
pub mod vocabulary;
pub mod words;

pub use document::{Author, Document, Values};
pub use engine::{
    Batch, Change, Engine, Facets, Failure, Figures, Filters, Found, Highlight, Hit, Nearest,
    Request, Sort,
};
pub use vocabulary::{Named, Vocabulary};
