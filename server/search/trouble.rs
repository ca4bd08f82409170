//! Why an index could not be brought up to date.

use crate::search::engine::Failure;

#[derive(Debug, thiserror::Error)]
pub enum Trouble {
    /// The database does not answer: the next attempt is on another connection.
    #[error(transparent)]
    Database(#[from] diesel::result::Error),
    #[error(transparent)]
    Index(#[from] Failure),
    #[error("the catalogue can not be read: {0}")]
    Catalogue(crate::error::Error),
}

impl Trouble {
    /// No step leads from the index to what is.
    pub fn to_be_rebuilt(reason: &str) -> Self {
        Self::Index(Failure::ToBeRebuilt(reason.to_owned()))
    }
}

impl From<crate::error::Error> for Trouble {
    fn from(error: crate::error::Error) -> Self {
        Self::Catalogue(error)
    }
}
