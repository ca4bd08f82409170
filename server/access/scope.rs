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
