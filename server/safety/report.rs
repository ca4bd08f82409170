//! Telling moderators of a public story or a profile.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use crate::db::Conn;
use crate::db::ids::PersonId;
use crate::db::schema::reports;
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

/// The most open reports of one target by people without an account: more say nothing new.
const MOST_NAMELESS: i64 = 20;
const LONGEST_NOTE: usize = 1_000;

/// Once for each member and target; what is told again is as it was.
///
/// # Errors
/// [`Error::Invalid`] for an unknown reason, a note that is too long, or `other` without one.
pub async fn report(
    conn: &mut Conn,
    target: Target,
    reporter: Option<PersonId>,
    (reason, note): (&str, &str),
) -> Result<()> {
    let (reason, note) = checked(reason, note).map_err(Error::Invalid)?;
    if reporter.is_none() && n_nameless(conn, target).await? >= MOST_NAMELESS {
        return Ok(());
    }
    diesel::insert_into(reports::table)
        .values((
            reports::story_id.eq(target.story()),
            reports::person_id.eq(target.person()),
            reports::reporter_id.eq(reporter),
            reports::reason.eq(reason),
            reports::note.eq(note),
        ))
        .on_conflict_do_nothing()
        .execute(conn)
        .await?;
    Ok(())
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

async fn n_nameless(conn: &mut Conn, target: Target) -> QueryResult<i64> {
    let open = reports::table
        .filter(reports::reporter_id.is_null())
        .filter(reports::closed_by.is_null());
    match target {
        Target::Story(id) => {
            open.filter(reports::story_id.eq(id))
                .count()
                .get_result(conn)
                .await
        }
        Target::Person(id) => {
            open.filter(reports::person_id.eq(id))
                .count()
                .get_result(conn)
                .await
        }
    }
}
