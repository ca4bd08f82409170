//! What whoever an act met says to it, once.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use time::OffsetDateTime;

use crate::db::Conn;
use crate::db::ids::{ActId, PersonId};
use crate::db::schema::{moderation_acts as acts, people};
use crate::error::{Error, Fault, Result};
use crate::safety::Target;
use crate::safety::act::Act;
use crate::safety::author;
use crate::safety::kind::Matter;
use crate::text::clean;

const LONGEST: usize = 2_000;

/// The act by which this target is hidden, suspended or refused now, for whom it met.
///
/// # Errors
/// [`Error::NotFound`] where there is none.
pub async fn holding(conn: &mut Conn, target: Target) -> Result<Act> {
    let matter = match target {
        Target::Story(_) => Matter::Story,
        // Else they are suspended by way of a story, whatever was done by name before.
        Target::Person(id) if !is_suspended_by_name(conn, id).await? => {
            return author::met(conn, id).await?.ok_or(Error::NotFound);
        }
        Target::Person(_) => Matter::Person,
    };
    let last = Act::last(conn, target, matter).await?;
    let last = last.filter(|it| it.kind.undone_by().is_some());
    last.ok_or(Error::NotFound)
}

async fn is_suspended_by_name(conn: &mut Conn, person: PersonId) -> QueryResult<bool> {
    let own = people::table.find(person);
    let own = own.select(people::suspended_at.is_not_null());
    Ok(own.first(conn).await.optional()?.unwrap_or(false))
}

/// Keeps the answer to an act. The caller knows that it met the one who answers.
///
/// # Errors
/// [`Error::Invalid`] for an empty or too long answer; [`Error::Conflict`] `answered` for a second one.
pub async fn answer(conn: &mut Conn, act: ActId, text: &str) -> Result<()> {
    let text = checked(text).map_err(|it| Error::Invalid(vec![it]))?;
    let unanswered = acts::table.find(act).filter(acts::answer.is_null());
    let n = diesel::update(unanswered)
        .set((
            acts::answer.eq(text),
            acts::answered_at.eq(OffsetDateTime::now_utc()),
        ))
        .execute(conn)
        .await?;
    if n == 0 {
        return Err(Error::Conflict("answered"));
    }
    Ok(())
}

fn checked(text: &str) -> Result<String, Fault> {
    let at = "/answer";
    let text = clean::paragraphs(text)
        .map_err(|it| Fault::new(at, "forbidden_character").with("character", it))?;
    match clean::length(&text) {
        0 => Err(Fault::new(at, "answer_empty")),
        1..=LONGEST => Ok(text),
        _ => Err(Fault::new(at, "too_long").with("max", LONGEST)),
    }
}
