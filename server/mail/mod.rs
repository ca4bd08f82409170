//! Mail: addresses, letters that a job sends, the server that takes them, and the outbox of one's own machine.

pub mod address;
pub mod allowance;
pub mod kept;
pub mod letter;
pub mod message;
pub mod post;

pub use address::Address;
pub use letter::{Kind, Letter, NewLetter};
pub use message::Message;
pub use post::{Mail, Post};
