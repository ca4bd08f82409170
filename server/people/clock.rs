//! Instants by the clock of the person who reads them.

use diesel::prelude::*;
use diesel::sql_types::{Array, Text, Timestamp, Timestamptz};
use diesel_async::RunQueryDsl;
use time::{OffsetDateTime, PrimitiveDateTime};

use crate::db::Conn;
use crate::db::ids::PersonId;
use crate::db::schema::people;
use crate::error::Result;
use crate::i18n::{Language, dates};

/// The time zone of a person, by its IANA name.
pub async fn time_zone(conn: &mut Conn, person: PersonId) -> Result<String> {
    let found = people::table.find(person).select(people::time_zone);
    Ok(found.first(conn).await?)
}

/// Instants by the clock of a time zone.
pub async fn local(
    conn: &mut Conn,
    instants: &[OffsetDateTime],
    zone: &str,
) -> Result<Vec<PrimitiveDateTime>> {
    #[derive(QueryableByName)]
    struct Local {
        #[diesel(sql_type = Timestamp)]
        at: PrimitiveDateTime,
    }
    let local: Vec<Local> = diesel::sql_query(
        "select it at time zone $2 as at from unnest($1) with ordinality as o (it, n) order by n",
    )
    .bind::<Array<Timestamptz>, _>(instants)
    .bind::<Text, _>(zone)
    .load(conn)
    .await?;
    Ok(local.into_iter().map(|it| it.at).collect())
}

/// Instants in words, by the clock of the one who reads them.
pub async fn told(
    conn: &mut Conn,
    person: PersonId,
    instants: &[OffsetDateTime],
    language: Language,
) -> Result<Vec<String>> {
    let zone = time_zone(conn, person).await?;
    let local = local(conn, instants, &zone).await?;
    Ok(local
        .into_iter()
        .map(|it| dates::moment(it, language))
        .collect())
}
