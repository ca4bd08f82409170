//! What was found in the texts of a hit, as ranges: the texts themselves stay plain.

pub mod excerpt;
mod latin;
pub mod letters;
pub mod marking;
pub mod marks;
mod scout;

pub use excerpt::{LOOKED_AT, Texts, highlights};
pub use marks::Marker;
