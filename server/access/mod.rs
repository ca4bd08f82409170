//! Who asks, and what they may do: tokens, their scopes, and the visit that carries them.

pub mod create_token;
pub mod forget;
pub mod idempotency;
pub mod once;
pub mod scope;
pub mod token;
pub mod visit;

pub use once::once;
pub use scope::Scope;
pub use visit::Visit;
