//! Who is suspended: by name, or by way of an anonymous story of theirs.

use crate::db::fixed::Fixed;

/// For queries that hold the table `people`. What moderators see of a person is `people.suspended_at` alone:
/// the other half would tell them who wrote an anonymous story.
pub const fn is_suspended() -> Fixed {
    Fixed(
        "(people.suspended_at is not null or exists ( \
             select from suspended_authors join stories on stories.id = suspended_authors.story_id \
             where stories.author_id = people.id))",
    )
}
