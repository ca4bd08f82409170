//! The words that make stories comparable: roles by track, practices, challenges and the other lists.

pub mod add;
pub mod entry;
mod meaning;
pub mod merge;
pub mod nearest;
pub mod rename;
pub mod retire;
pub mod shelf;
pub mod unknown;

pub use entry::{Catalog, Entry, Kind};
pub use shelf::Shelf;
