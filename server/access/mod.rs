//! Who asks, and what they may do: sessions, tokens with their scopes, and the visit that tells of both.

pub mod api;
pub mod create_token;
pub mod device;
pub mod flow;
pub mod forget;
pub mod idempotency;
pub mod identity;
pub mod invitation;
pub mod join;
pub mod local;
pub mod member;
pub mod newcomer;
pub mod once;
pub mod pages;
pub mod passkeys;
pub mod providers;
pub mod recovery;
pub mod return_to;
pub mod revoke_token;
pub mod scope;
pub mod seat;
pub mod secret;
pub mod session;
pub mod sign_in;
pub mod sign_in_link;
pub mod sign_out;
pub mod token;
pub mod visit;
pub mod ways;

pub use local::LocalSignIn;
pub use member::Member;
pub use once::once;
pub use scope::Scope;
pub use visit::Visit;
pub use ways::Ways;
