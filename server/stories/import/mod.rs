//! Reading what an author already has: an article or slides, as Markdown or HTML, becomes a draft to look over.

mod article;
mod dialect;
mod draft;
mod export;
mod front_matter;
mod guess;
mod heading_words;
mod html;
mod inline;
mod links;
mod names;
mod plain;
mod references;
mod sections;
#[cfg(test)]
mod tests;

pub use article::{Article, Format, MAX_BYTES, Section, read};
pub use draft::draft;
pub use guess::{Use, guess, guesses};
