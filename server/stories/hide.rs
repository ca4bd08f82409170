//! Hiding a story from everyone but its author, and showing it again. Who may, and why, `safety` knows.

use std::collections::HashMap;

use diesel::dsl::count_star;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use time::OffsetDateTime;

use crate::db::Conn;
use crate::db::ids::{PersonId, StoryId};
use crate::db::schema::stories;
use crate::error::{Error, Result};
use crate::stories::content::Byline;
use crate::stories::gaps;
use crate::stories::gate;
use crate::stories::step::Step;
use crate::stories::story::{Row, Status, Story};

/// Inside the caller's transaction.
///
/// # Errors
/// [`Error::NotFound`] for what moderators do not see; `wrong_status` for what is hidden already.
pub async fn hide(conn: &mut Conn, id: StoryId, at: OffsetDateTime) -> Result<()> {
    let row = moderated(conn, id).await?;
    if !row.status.is_public() {
        return Err(Error::Conflict("wrong_status"));
    }
    let step = Step {
        hidden_from: Some(Some(row.status)),
        ..Step::to(Status::Hidden, at)
    };
    step.take(conn, &row).await
}

/// As it was before; withdrawn where it is not complete any more. Inside the caller's transaction.
///
/// # Errors
/// [`Error::NotFound`] for what moderators do not see; `wrong_status` for what is not hidden.
pub async fn show_again(conn: &mut Conn, id: StoryId, at: OffsetDateTime) -> Result<()> {
    let row = moderated(conn, id).await?;
    let from: Option<Status> = stories::table
        .find(id)
        .select(stories::hidden_from)
        .first(conn)
        .await?;
    let Some(from) = from.filter(|_| row.status == Status::Hidden) else {
        return Err(Error::Conflict("wrong_status"));
    };
    let story = Story::with_parts(conn, row).await?;
    let status = match gaps::gaps(&story.content()).as_slice() {
        [] => from,
        _ => Status::Withdrawn,
    };
    let step = Step {
        hidden_from: Some(None),
        ..Step::to(status, at)
    };
    step.take(conn, &story.row).await
}

/// What readers see under somebody's name, so locked that nobody changes it until the transaction ends. What
/// they wrote anonymously is not among it: that it goes at the same time would tell whose it is.
pub async fn public_by_name(conn: &mut Conn, author: PersonId) -> Result<Vec<StoryId>> {
    let named = stories::table
        .filter(stories::author_id.eq(author))
        .filter(gate::shown_by_name())
        .order(stories::id)
        .select(stories::id)
        .for_no_key_update();
    Ok(named.load(conn).await?)
}

/// How many that are, of each of these people who has any.
pub async fn n_public_by_name(
    conn: &mut Conn,
    authors: &[PersonId],
) -> Result<HashMap<PersonId, i64>> {
    let named = stories::table
        .filter(stories::author_id.eq_any(authors))
        .filter(gate::shown_by_name())
        .group_by(stories::author_id)
        .select((stories::author_id, count_star()));
    let counted: Vec<(PersonId, i64)> = named.load(conn).await?;
    Ok(counted.into_iter().collect())
}

/// To whom a story belongs, and its title where it stands under their name.
pub struct Whose {
    pub author: PersonId,
    pub title: Option<String>,
}

/// For what its author alone is told.
pub async fn whose(conn: &mut Conn, id: StoryId) -> Result<Whose> {
    let (author, title, byline): (PersonId, String, Byline) = stories::table
        .find(id)
        .select((stories::author_id, stories::title, stories::byline))
        .first(conn)
        .await?;
    let title = gate::shows_author(byline).then_some(title);
    Ok(Whose { author, title })
}

/// Nobody saves it until the transaction ends.
async fn moderated(conn: &mut Conn, id: StoryId) -> Result<Row> {
    let row = Row::query()
        .filter(stories::id.eq(id))
        .filter(gate::moderated())
        .for_no_key_update();
    Ok(row.first(conn).await?)
}
