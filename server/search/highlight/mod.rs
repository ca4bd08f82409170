//! What was found in the texts of a hit, as ranges: the texts themselves stay plain.

pub mod excerpt;
mod latin;
pub mod letters;
pub mod marks;

pub use excerpt::{Texts, highlights};
pub use marks::Marker;
