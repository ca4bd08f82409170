//! Telling moderators of a public story or a profile.

use diesel::prelude::*;
use diesel_async::{AsyncConnection, RunQueryDsl};

use crate::db::Conn;
use crate::db::ids::{PersonId, StoryId};
use crate::db::schema::{people, reports, stories};
use crate::error::{Error, Fault, Result};
use crate::named_values;
use crate::safety::Target;
use crate::text::clean;

named_values! {
    /// What is wrong with it, in a word.
    pub enum Reason {
        Spam = "spam",
        Harassment = "harassment",
        /// Something private of somebody.
        Private = "private",
        Unlawful = "unlawful",
        Other = "other",
    }
}

/// The most open reports of one target by people who are no members: more say nothing new.
const MOST_BY_OTHERS: i64 = 20;
const LONGEST_NOTE: usize = 1_000;

/// Who tells.
#[derive(Clone, Copy, Debug)]
pub enum Reporter {
    Member(PersonId),
    /// Has an account that nobody has approved, and counts as people without one do.
    Waiting(PersonId),
    Nameless,
}

impl Reporter {
    pub const fn member(self) -> Option<PersonId> {
        match self {
            Self::Member(id) => Some(id),
            Self::Waiting(_) | Self::Nameless => None,
        }
    }

    const fn account(self) -> Option<PersonId> {
        match self {
            Self::Member(id) | Self::Waiting(id) => Some(id),
            Self::Nameless => None,
        }
    }
}

/// Once for each account and target; what is told again is as it was.
///
/// # Errors
/// [`Error::Invalid`] for an unknown reason, a note that is too long, or `other` without one.
pub async fn report(
    conn: &mut Conn,
    target: Target,
    reporter: Reporter,
    (reason, note): (&str, &str),
) -> Result<()> {
    let (reason, note) = checked(reason, note).map_err(Error::Invalid)?;
    conn.transaction(async |conn| {
        if reporter.member().is_none() {
            lock(conn, target).await?;
            if n_by_others(conn, target).await? >= MOST_BY_OTHERS {
                return Ok(());
            }
        }
        diesel::insert_into(reports::table)
            .values((
                reports::story_id.eq(target.story()),
                reports::person_id.eq(target.person()),
                reports::reporter_id.eq(reporter.account()),
                reports::reason.eq(reason),
                reports::note.eq(note),
            ))
            .on_conflict_do_nothing()
            .execute(conn)
            .await?;
        Ok(())
    })
    .await
}

fn checked(reason: &str, note: &str) -> Result<(Reason, String), Vec<Fault>> {
    let mut faults = Vec::new();
    let known = Reason::parse(reason);
    if known.is_none() {
        faults.push(Fault::new("/reason", "report_without_reason"));
    }
    let note = clean::paragraphs(note).unwrap_or_else(|it| {
        faults.push(Fault::new("/note", "forbidden_character").with("character", it));
        String::new()
    });
    if clean::length(&note) > LONGEST_NOTE {
        faults.push(Fault::new("/note", "too_long").with("max", LONGEST_NOTE));
    }
    if known == Some(Reason::Other) && note.is_empty() && faults.is_empty() {
        faults.push(Fault::new("/note", "report_without_note"));
    }
    match known {
        Some(known) if faults.is_empty() => Ok((known, note)),
        _ => Err(faults),
    }
}

/// Until the transaction ends nobody else who is no member tells of it, so that they are counted one by one.
async fn lock(conn: &mut Conn, target: Target) -> QueryResult<()> {
    match target {
        Target::Story(id) => {
            let story = stories::table.find(id).select(stories::id);
            story.for_no_key_update().first::<StoryId>(conn).await?;
        }
        Target::Person(id) => {
            let person = people::table.find(id).select(people::id);
            person.for_no_key_update().first::<PersonId>(conn).await?;
        }
    }
    Ok(())
}

async fn n_by_others(conn: &mut Conn, target: Target) -> QueryResult<i64> {
    let open = reports::table
        .left_join(people::table.on(people::id.nullable().eq(reports::reporter_id)))
        .filter(reports::closed_by.is_null())
        .filter(
            reports::reporter_id
                .is_null()
                .or(people::waiting_since.is_not_null()),
        );
    match target {
        Target::Story(id) => {
            let open = open.filter(reports::story_id.eq(id));
            open.count().get_result(conn).await
        }
        Target::Person(id) => {
            let open = open.filter(reports::person_id.eq(id));
            open.count().get_result(conn).await
        }
    }
}
