//! The ways a wish can fail, whoever asked and however they asked; `web` gives them their words.

use std::sync::Arc;

use diesel::result::{DatabaseErrorKind, Error as DieselError};
use diesel_async::pooled_connection::deadpool::PoolError;

use crate::db;

pub type Result<T, E = Error> = std::result::Result<T, E>;

#[derive(Clone, Debug)]
pub enum Error {
    /// The request can not be read: its code says why.
    Malformed(&'static str),
    TooLarge,
    UnsupportedMediaType,
    SignInRequired,
    /// They signed in too long ago for what changes how one signs in.
    SignInAgain,
    /// Moderators suspended the account.
    Suspended,
    /// The token lacks this scope.
    ScopeMissing(&'static str),
    /// A moderator has not yet approved the account.
    AwaitingApproval,
    /// A form that another site sent.
    CrossSite,
    NotFound,
    MethodNotAllowed,
    /// It was here, and its author took it away.
    Gone,
    PreconditionRequired,
    /// Someone saved in between; the thing as it is now, where the face has added it.
    Stale(Option<Box<serde_json::Value>>),
    /// The state of the thing does not allow this: its code says why.
    Conflict(&'static str),
    Invalid(Vec<Fault>),
    /// Asked too often; the seconds to wait.
    TooMany(u64),
    /// The database can not be reached or is overloaded.
    Unavailable(Arc<anyhow::Error>),
    Internal(Arc<anyhow::Error>),
}

/// One broken rule, at one place of what was sent.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Fault {
    /// JSON pointer (RFC 6901) into the body, or `/name` for a parameter of the query.
    pub pointer: String,
    /// Names the message: `fault-CODE` in the locales.
    pub code: &'static str,
    /// What the message tells beside.
    pub params: Vec<(&'static str, String)>,
    /// Values that may have been meant, best first.
    pub nearest: Vec<String>,
}

impl Fault {
    pub fn new(pointer: impl Into<String>, code: &'static str) -> Self {
        Self {
            pointer: pointer.into(),
            code,
            params: Vec::new(),
            nearest: Vec::new(),
        }
    }

    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.params.push((name, value.to_string()));
        self
    }

    #[must_use]
    pub fn nearest(mut self, nearest: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.nearest = nearest.into_iter().map(Into::into).collect();
        self
    }
}

impl Error {
    pub fn unavailable(cause: anyhow::Error) -> Self {
        Self::Unavailable(Arc::new(cause))
    }

    /// One broken rule.
    pub fn fault(pointer: impl Into<String>, code: &'static str) -> Self {
        Self::Invalid(vec![Fault::new(pointer, code)])
    }
}

impl From<anyhow::Error> for Error {
    fn from(err: anyhow::Error) -> Self {
        Self::Internal(Arc::new(err))
    }
}

impl From<DieselError> for Error {
    fn from(err: DieselError) -> Self {
        match err {
            DieselError::NotFound => Self::NotFound,
            err if is_outage(&err) => Self::unavailable(err.into()),
            err => anyhow::Error::from(err).into(),
        }
    }
}

/// The database went away or was too slow, which is not a defect of the request.
fn is_outage(err: &DieselError) -> bool {
    let DieselError::DatabaseError(kind, info) = err else {
        return false;
    };
    let told = [
        "statement timeout",
        "terminating connection",
        "connection closed",
    ];
    matches!(kind, DatabaseErrorKind::ClosedConnection)
        || told.iter().any(|it| info.message().contains(it))
}

impl From<PoolError> for Error {
    fn from(err: PoolError) -> Self {
        if db::is_exhausted(&err) {
            Self::unavailable(err.into())
        } else {
            anyhow::Error::from(err).into()
        }
    }
}

impl From<tokio::task::JoinError> for Error {
    fn from(err: tokio::task::JoinError) -> Self {
        anyhow::Error::from(err).into()
    }
}

/// Gives the rules that PostgreSQL guards their answers for when they are broken.
pub trait OnConstraint<T> {
    /// `answer` gets the name of the broken constraint; without an answer the fault is ours.
    fn on_constraint(self, answer: impl FnOnce(&str) -> Option<Error>) -> Result<T>;
}

impl<T> OnConstraint<T> for diesel::QueryResult<T> {
    fn on_constraint(self, answer: impl FnOnce(&str) -> Option<Error>) -> Result<T> {
        self.map_err(|err| {
            let known = match &err {
                DieselError::DatabaseError(_, info) => info.constraint_name().and_then(answer),
                _ => None,
            };
            known.unwrap_or_else(|| err.into())
        })
    }
}
