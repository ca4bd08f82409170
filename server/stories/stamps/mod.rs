//! Whether what was made of stories is still good: the stamps that the database gave them.

mod asking;
mod changed;
mod keys;
mod sources;

pub use asking::Stamps;
pub use keys::{Keys, of_everything};
pub use sources::{Of, Rows, Sources};
