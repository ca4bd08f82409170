//! What a token allows.

use crate::named_values;

named_values! {
    /// A permission that a token carries.
    pub enum Scope {
        StoriesWrite = "stories:write",
        ProfileWrite = "profile:write",
        FollowsWrite = "follows:write",
        FeedRead = "feed:read",
        Mentoring = "mentoring",
        Webhooks = "webhooks",
        Moderation = "moderation",
    }
}

impl Scope {
    /// Those behind which there is something to do already; what nobody can use yet is not offered.
    pub const IN_USE: &'static [Self] = &[Self::StoriesWrite, Self::ProfileWrite];
}
