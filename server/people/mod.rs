//! The people: their handles and what they show of themselves.

pub mod add;
pub mod approve;
pub mod bio;
pub mod change;
pub mod clock;
pub mod display_name;
pub mod forget;
pub mod handle;
pub mod insert;
pub mod links;
pub mod person;
pub mod suspended;
pub mod time_zone;
pub mod waiting;

pub use handle::Handle;
pub use person::Person;
