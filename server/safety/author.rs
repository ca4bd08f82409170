//! Suspending whoever wrote an anonymous story by way of the story: nobody learns who it is.
//!
//! It stands with the story, not with the person: so neither their page nor an attempt to suspend them by
//! name, nor another anonymous story of theirs, tells that they are met.

use diesel::dsl::exists;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use crate::db::Conn;
use crate::db::ids::{PersonId, StoryId};
use crate::db::schema::{moderation_acts as acts, stories, suspended_authors as authors};
use crate::error::{Error, Result};
use crate::safety::Act;
use crate::safety::kind::Kind;
use crate::stories::content::Byline;
use crate::stories::gate;

/// Inside the caller's transaction.
///
/// # Errors
/// [`Error::NotFound`] for what moderators do not see, and for a story that names its author;
/// `wrong_status` where it is so already.
pub(super) async fn suspend(conn: &mut Conn, story: StoryId) -> Result<()> {
    let anonymous = stories::table
        .filter(stories::id.eq(story))
        .filter(gate::moderated())
        .filter(stories::byline.eq(Byline::Anonymous));
    let anonymous = anonymous.select(stories::id).for_no_key_update();
    anonymous.first::<StoryId>(conn).await?;
    let n = diesel::insert_into(authors::table)
        .values(authors::story_id.eq(story))
        .on_conflict_do_nothing()
        .execute(conn)
        .await?;
    changed(n)
}

/// Inside the caller's transaction.
///
/// # Errors
/// `wrong_status` where nobody is suspended by way of this story.
pub(super) async fn lift(conn: &mut Conn, story: StoryId) -> Result<()> {
    let n = diesel::delete(authors::table.find(story))
        .execute(conn)
        .await?;
    changed(n)
}

fn changed(n: usize) -> Result<()> {
    match n {
        1 => Ok(()),
        _ => Err(Error::Conflict("wrong_status")),
    }
}

pub async fn is_suspended(conn: &mut Conn, story: StoryId) -> QueryResult<bool> {
    diesel::select(exists(authors::table.find(story)))
        .get_result(conn)
        .await
}

/// The last act by which this person is suspended by way of a story. For themselves alone.
pub(super) async fn met(conn: &mut Conn, person: PersonId) -> QueryResult<Option<Act>> {
    let own = authors::table
        .inner_join(stories::table.on(stories::id.eq(authors::story_id)))
        .filter(stories::author_id.eq(person))
        .select(authors::story_id.nullable());
    Act::query()
        .filter(acts::kind.eq(Kind::SuspendAuthor))
        .filter(acts::story_id.eq_any(own))
        .order((acts::at.desc(), acts::id.desc()))
        .first(conn)
        .await
        .optional()
}
