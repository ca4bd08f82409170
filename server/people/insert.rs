//! Writing many people at once, as adding each of them would have left them.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use time::OffsetDateTime;

use crate::db::Conn;
use crate::db::ids::PersonId;
use crate::db::schema::{handles, people};
use crate::error::{Error, OnConstraint, Result};
use crate::i18n::Language;
use crate::people::Handle;
use crate::people::bio::Bio;
use crate::text::markdown;

/// A person with their past.
#[derive(Debug)]
pub struct Settled {
    pub id: PersonId,
    pub handle: Handle,
    /// Invariant: as `display_name::parse` leaves it, and not empty.
    pub display_name: String,
    pub bio: Bio,
    pub language: Language,
    pub time_zone: &'static str,
    pub since: OffsetDateTime,
}

/// Writes them, inside the caller's transaction.
///
/// # Errors
/// `handle_taken` when one of the handles was given out before.
pub async fn insert(conn: &mut Conn, settled: &[Settled]) -> Result<()> {
    let taken = settled.iter().map(|it| {
        (
            handles::handle.eq(it.handle.as_str()),
            handles::taken_at.eq(it.since),
        )
    });
    diesel::insert_into(handles::table)
        .values(taken.collect::<Vec<_>>())
        .execute(conn)
        .await
        .on_constraint(|name| {
            (name == "handles_pkey").then(|| Error::fault("/handle", "handle_taken"))
        })?;
    let rows = settled.iter().map(|it| {
        (
            people::id.eq(it.id),
            people::handle.eq(it.handle.as_str()),
            people::display_name.eq(&it.display_name),
            people::bio_md.eq(&it.bio.md),
            people::bio_html.eq(&it.bio.html),
            people::bio_policy.eq(markdown::POLICY),
            people::language.eq(it.language),
            people::time_zone.eq(it.time_zone),
            people::created_at.eq(it.since),
            people::updated_at.eq(it.since),
        )
    });
    diesel::insert_into(people::table)
        .values(rows.collect::<Vec<_>>())
        .execute(conn)
        .await?;
    Ok(())
}
