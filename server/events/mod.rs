//! Facts in the past tense, written to the outbox inside the transaction that made them true, and read in order.

pub mod event;
pub mod forget;
pub mod read;
pub mod record;

pub use event::Event;
pub use read::{Position, Recorded, after, behind, latest_position, position_before, unheard};
pub use record::record;
