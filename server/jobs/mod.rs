//! Work that is done later: a queue in PostgreSQL, which a job enters in the transaction that wants it done.

pub mod claim;
pub mod dead;
pub mod enqueue;
pub mod fail;
pub mod figures;
pub mod forget;
pub mod handlers;
pub mod retry;
pub mod run;

pub use claim::{Claimed, Turn, claim};
pub use dead::{Dead, dead};
pub use enqueue::{enqueue, enqueue_once};
pub use fail::{Fate, fail};
pub use figures::Figures;
pub use handlers::Handlers;
pub use retry::retry;
pub use run::{Ran, run};
