//! The visibility gate: the one predicate that every output asks who may see a story and its author.
//!
//! | who | sees |
//! | --- | --- |
//! | the author | everything of their own that they have not deleted |
//! | who has a secret link, by it | everything but `withdrawn` |
//! | anyone, in lists | `published` |
//! | a moderator | of what is public, or hidden, what readers would |
//! | anyone, by its address | `published`, `unlisted`; of `withdrawn` only that it is gone |

use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::sql_types::Bool;

use crate::db::fixed::Fixed;
use crate::db::ids::PersonId;
use crate::db::schema::stories;
use crate::stories::content::Byline;
use crate::stories::story::{Row, Status};

type Predicate = Box<dyn BoxableExpression<stories::table, Pg, SqlType = Bool>>;

/// What may stand in a list, a feed, an index or a count, for whoever reads. Written out, not bound,
/// so that the planner sees that the partial indexes fit; for queries that are SQL themselves, too.
pub const LISTED: &str = "stories.status = 'published'";

/// What may be opened by its address by anyone, or was there; see [`Seen`].
pub const OPENED: &str = "stories.status in ('published', 'unlisted', 'withdrawn')";

/// [`LISTED`] as an expression.
pub const fn listed() -> Fixed {
    Fixed(LISTED)
}

/// What anyone may open by its address. Of a withdrawn story whether it was there, see [`Seen`].
pub const fn opened_by_anyone() -> Fixed {
    Fixed(OPENED)
}

/// What may stand beside a person: an anonymous story there would name its author.
pub const fn listed_by_name() -> Fixed {
    Fixed("stories.status = 'published' and stories.byline = 'named'")
}

/// What can be read under its author's name, in lists or by its link.
pub fn shown_by_name() -> Predicate {
    Box::new(Fixed(
        "stories.status in ('published', 'unlisted') and stories.byline = 'named'",
    ))
}

/// What is somebody's own: whoever asks for a story to change it asks for this.
pub fn owned_by(author: PersonId) -> Predicate {
    let kept = Fixed("stories.status <> 'deleted'");
    Box::new(stories::author_id.eq(author).and(kept))
}

/// What its author deleted and can bring back.
pub fn deleted_by(author: PersonId) -> Predicate {
    let deleted = Fixed("stories.status = 'deleted'");
    Box::new(stories::author_id.eq(author).and(deleted))
}

/// What a secret link may lead to: it ends with the story, and rests as long as its author is suspended by name.
///
/// An anonymous one goes on: that it went at the same time would tell whoever has its link who wrote it. So
/// would a named one that went with an anonymous story.
pub fn previewed() -> Predicate {
    Box::new(Fixed(
        "stories.status in ('draft', 'scheduled', 'published', 'unlisted') \
         and (stories.byline = 'anonymous' or not exists ( \
             select from people where people.id = stories.author_id and people.suspended_at is not null))",
    ))
}

/// What moderators may look at: what readers see, and what was hidden from them.
pub const fn moderated() -> Fixed {
    Fixed("stories.status in ('published', 'unlisted', 'hidden')")
}

/// What may be opened by its address. Of a withdrawn story whether it was there, see [`Seen`].
pub fn opened_by(viewer: Option<PersonId>) -> Predicate {
    match viewer {
        Some(viewer) => Box::new(opened_by_anyone().or(owned_by(viewer))),
        None => Box::new(opened_by_anyone()),
    }
}

/// What a viewer gets to see behind an address.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Seen {
    /// One's own, whatever its status.
    Own,
    Public,
    /// It was public, and its author took it away.
    Gone,
}

/// Of a row that [`opened_by`] let through; `None` for what this viewer must not know of.
pub fn seen(row: &Row, viewer: Option<PersonId>) -> Option<Seen> {
    match row.status {
        Status::Deleted => None,
        _ if viewer == Some(row.author_id) => Some(Seen::Own),
        Status::Published | Status::Unlisted => Some(Seen::Public),
        Status::Withdrawn => Some(Seen::Gone),
        Status::Draft | Status::Scheduled | Status::Hidden => None,
    }
}

/// Whether the author stands beside the story, for whoever reads, the author included.
pub fn shows_author(byline: Byline) -> bool {
    byline == Byline::Named
}
