//! The keys of our tables, each of a type of its own so that they cannot be mixed up.

use diesel_derive_newtype::DieselNewType;
use uuid::Uuid;

#[derive(Clone, Copy, Debug, DieselNewType, Eq, Hash, PartialEq)]
pub struct PersonId(pub Uuid);

#[derive(Clone, Copy, Debug, DieselNewType, Eq, Hash, PartialEq)]
pub struct StoryId(pub Uuid);

#[derive(Clone, Copy, Debug, DieselNewType, Eq, Hash, PartialEq)]
pub struct TokenId(pub Uuid);

#[derive(Clone, Copy, Debug, DieselNewType, Eq, Hash, PartialEq)]
pub struct SessionId(pub Uuid);

#[derive(Clone, Copy, Debug, DieselNewType, Eq, Hash, PartialEq)]
pub struct PreviewId(pub Uuid);

#[derive(Clone, Copy, Debug, DieselNewType, Eq, Hash, PartialEq)]
pub struct ActId(pub Uuid);

#[derive(Clone, Copy, Debug, DieselNewType, Eq, Hash, PartialEq)]
pub struct IdentityId(pub Uuid);

#[derive(Clone, Copy, Debug, DieselNewType, Eq, Hash, PartialEq)]
pub struct InvitationId(pub Uuid);

#[derive(Clone, Copy, Debug, DieselNewType, Eq, Hash, PartialEq)]
pub struct PasskeyId(pub Uuid);

#[derive(Clone, Copy, Debug, DieselNewType, Eq, Hash, PartialEq)]
pub struct CeremonyId(pub Uuid);

#[derive(Clone, Copy, Debug, DieselNewType, Eq, Hash, PartialEq)]
pub struct AddressId(pub Uuid);

#[derive(Clone, Copy, Debug, DieselNewType, Eq, Hash, PartialEq)]
pub struct LetterId(pub Uuid);

impl PersonId {
    /// A new random id (v4), for somebody whose passkey carries it before their account is made.
    pub fn random() -> Self {
        Self(Uuid::new_v4())
    }
}

impl StoryId {
    /// A new random id (v4): it must not tell when its draft was begun.
    pub fn random() -> Self {
        Self(Uuid::new_v4())
    }
}
