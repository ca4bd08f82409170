//! Who reads a story that not everyone may read, and why.

use crate::stories::story::Status;

/// Who sees a story before everyone does.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Preview {
    Own,
    /// Its author, who withdrew it.
    Withdrawn,
    /// Its author, or a moderator: it is hidden from everyone else.
    Hidden,
    /// Whoever has the secret link.
    Secret,
}

impl Preview {
    /// To whom a story of this status is shown; `None` where anyone can read it.
    pub(super) const fn of(status: Status) -> Option<Self> {
        match status {
            Status::Withdrawn => Some(Self::Withdrawn),
            Status::Hidden => Some(Self::Hidden),
            Status::Draft | Status::Scheduled | Status::Deleted => Some(Self::Own),
            Status::Published | Status::Unlisted => None,
        }
    }
}
