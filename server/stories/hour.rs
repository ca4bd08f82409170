//! The hour at which a story publishes itself, as a person types it: by the clock of their own time zone.

use diesel::prelude::*;
use diesel::sql_types::{Nullable, Text, Timestamptz};
use diesel_async::RunQueryDsl;
use time::format_description::BorrowedFormatItem;
use time::macros::format_description;
use time::{OffsetDateTime, PrimitiveDateTime};

use crate::db::Conn;
use crate::error::{Error, Result};

/// As browsers send `<input type="datetime-local">`.
const TYPED: &[BorrowedFormatItem<'_>] =
    format_description!("[year]-[month]-[day]T[hour]:[minute]");

/// Reads `2027-04-01T09:00` by the clock of a time zone; nothing typed is no hour.
///
/// # Errors
/// [`Error::Invalid`] at `/publish_at` for anything else.
pub async fn read(conn: &mut Conn, typed: &str, zone: &str) -> Result<Option<OffsetDateTime>> {
    #[derive(QueryableByName)]
    struct At {
        #[diesel(sql_type = Nullable<Timestamptz>)]
        at: Option<OffsetDateTime>,
    }
    let typed = typed.trim().replace(' ', "T");
    if typed.is_empty() {
        return Ok(None);
    }
    // Other years no story takes, and PostgreSQL may not know.
    let parsed = PrimitiveDateTime::parse(&typed, TYPED).ok();
    if parsed.is_none_or(|it| !(2000..=2999).contains(&it.year())) {
        return Err(Error::fault("/publish_at", "bad_hour"));
    }
    let read: At = diesel::sql_query("select $1::timestamp at time zone $2 as at")
        .bind::<Text, _>(typed)
        .bind::<Text, _>(zone)
        .get_result(conn)
        .await?;
    Ok(read.at)
}

/// What [`read`] reads.
pub fn write(at: PrimitiveDateTime) -> Result<String> {
    Ok(at.format(TYPED).map_err(anyhow::Error::from)?)
}
