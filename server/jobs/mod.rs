//! Work that is done later: a queue in PostgreSQL, which a job enters in the transaction that wants it done.

pub mod enqueue;

pub use enqueue::{enqueue, enqueue_once};
