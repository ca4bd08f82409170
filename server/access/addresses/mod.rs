//! Where a person reads their mail: addresses that they add, verify by a link, and remove. One that is
//! verified signs its person in, and is told what happens to their ways in.

pub mod add;
pub mod own;
pub mod remove;
pub mod verify;

pub use add::add_address;
pub use own::Own;
pub use remove::remove_address;
pub use verify::{verify_address, waiting};
