//! Passkeys: keys that people's devices keep for this site, made and asked for in ceremonies.

pub mod add;
pub mod ceremony;
pub mod join;
pub mod passkey;
pub mod relying_party;
pub mod sign_in;

pub use ceremony::Reply;
pub use relying_party::{Absence, RelyingParty};
