//! The hour at which a story publishes itself, as a person types it: by the clock of their own time zone.

use diesel::prelude::*;
use diesel::sql_types::{Nullable, Text, Timestamptz};
use diesel_async::RunQueryDsl;
use time::OffsetDateTime;
use time::format_description::BorrowedFormatItem;
use time::macros::format_description;

use crate::db::Conn;
use crate::db::ids::PersonId;
use crate::db::schema::people;
use crate::error::{Error, Result};

/// As browsers send `<input type="datetime-local">`.
const TYPED: &[BorrowedFormatItem<'_>] =
    format_description!("[year]-[month]-[day]T[hour]:[minute]");

/// The time zone of a person, by its IANA name.
pub async fn time_zone(conn: &mut Conn, person: PersonId) -> Result<String> {
    let found = people::table.find(person).select(people::time_zone);
    Ok(found.first(conn).await?)
}

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
    if time::PrimitiveDateTime::parse(&typed, TYPED).is_err() {
        return Err(Error::fault("/publish_at", "bad_hour"));
    }
    let read: At = diesel::sql_query("select $1::timestamp at time zone $2 as at")
        .bind::<Text, _>(typed)
        .bind::<Text, _>(zone)
        .get_result(conn)
        .await?;
    Ok(read.at)
}

/// The same the other way round.
pub async fn write(conn: &mut Conn, at: OffsetDateTime, zone: &str) -> Result<String> {
    #[derive(QueryableByName)]
    struct Written {
        #[diesel(sql_type = Text)]
        text: String,
    }
    let written: Written =
        diesel::sql_query("select to_char($1 at time zone $2, 'YYYY-MM-DD\"T\"HH24:MI') as text")
            .bind::<Timestamptz, _>(at)
            .bind::<Text, _>(zone)
            .get_result(conn)
            .await?;
    Ok(written.text)
}
