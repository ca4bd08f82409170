//! What moderators can do, by kind.

use crate::named_values;

named_values! {
    pub enum Kind {
        Hide = "hide",
        Show = "show",
        Suspend = "suspend",
        Lift = "lift",
        /// Suspends whoever wrote an anonymous story, who stays unknown.
        SuspendAuthor = "suspend-author",
        LiftAuthor = "lift-author",
        /// Lets an account that waits take part.
        Approve = "approve",
        Refuse = "refuse",
        /// Nothing is wrong with it.
        Dismiss = "dismiss",
        DismissAuthor = "dismiss-author",
        /// Makes a link that lets one person join.
        Invite = "invite",
        Revoke = "revoke",
    }
}

/// What an act settles: one target may be met by acts of two matters.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Matter {
    Story,
    Author,
    Person,
    Invitation,
}

impl Matter {
    /// The acts that change how things stand.
    pub const fn changes(self) -> &'static [Kind] {
        match self {
            Self::Story => &[Kind::Hide, Kind::Show],
            Self::Author => &[Kind::SuspendAuthor, Kind::LiftAuthor],
            Self::Person => &[Kind::Suspend, Kind::Lift, Kind::Approve, Kind::Refuse],
            Self::Invitation => &[Kind::Invite, Kind::Revoke],
        }
    }
}

impl Kind {
    /// `None` for what changes nothing.
    pub const fn matter(self) -> Option<Matter> {
        match self {
            Self::Hide | Self::Show => Some(Matter::Story),
            Self::SuspendAuthor | Self::LiftAuthor => Some(Matter::Author),
            Self::Suspend | Self::Lift | Self::Approve | Self::Refuse => Some(Matter::Person),
            Self::Invite | Self::Revoke => Some(Matter::Invitation),
            Self::Dismiss | Self::DismissAuthor => None,
        }
    }

    /// What takes it back, where it takes something from somebody: such an act has a reason, which they
    /// read and answer.
    pub const fn undone_by(self) -> Option<Self> {
        match self {
            Self::Hide => Some(Self::Show),
            Self::Suspend | Self::Refuse => Some(Self::Lift),
            Self::SuspendAuthor => Some(Self::LiftAuthor),
            _ => None,
        }
    }

    /// What leaves it as it is, whatever was answered.
    pub const fn upheld_by(self) -> Self {
        match self {
            Self::SuspendAuthor => Self::DismissAuthor,
            _ => Self::Dismiss,
        }
    }

    /// Whether it settles what was reported of its target.
    pub const fn closes_reports(self) -> bool {
        !matches!(
            self,
            Self::SuspendAuthor | Self::LiftAuthor | Self::DismissAuthor
        )
    }
}
