//! Making recovery codes: the ones before them are good no longer.

use diesel::dsl::max;
use diesel::prelude::*;
use diesel_async::{AsyncConnection, RunQueryDsl};
use time::OffsetDateTime;

use crate::access::identity::lock;
use crate::access::notice::{What, ways_changed};
use crate::access::recovery::code;
use crate::access::secret::Secret;
use crate::db::Conn;
use crate::db::ids::PersonId;
use crate::db::schema::recovery_codes;
use crate::error::{Error, Result};

/// How many are made at once.
pub const MADE: usize = 10;

/// Returns the codes, which are kept nowhere and can not be shown again.
///
/// `seen` are those that stood there when they were asked for, as [`made`] tells: whoever reloads the answer does
/// not end what they have just written down.
///
/// # Errors
/// [`Error::Conflict`] `codes_made` where others have been made since.
pub async fn make_codes(conn: &mut Conn, person: PersonId, seen: &str) -> Result<Vec<Secret>> {
    let codes: Vec<Secret> = (0..MADE)
        .map(|_| code::random())
        .collect::<Result<_, _>>()?;
    let rows: Vec<_> = codes
        .iter()
        .map(|it| {
            (
                recovery_codes::person_id.eq(person),
                recovery_codes::hash.eq(it.hash()),
            )
        })
        .collect();
    conn.transaction(async |conn| {
        // Ten are good, not twenty.
        lock(conn, person).await?;
        if made(conn, person).await? != seen {
            return Err(Error::Conflict("codes_made"));
        }
        diesel::delete(recovery_codes::table.filter(recovery_codes::person_id.eq(person)))
            .execute(conn)
            .await?;
        diesel::insert_into(recovery_codes::table)
            .values(rows)
            .execute(conn)
            .await?;
        ways_changed(conn, person, What::RecoveryCodesMade, "").await?;
        Ok(codes)
    })
    .await
}

/// Which codes are there now, of those that were made together: empty where none is left.
pub async fn made(conn: &mut Conn, person: PersonId) -> QueryResult<String> {
    let made_at: Option<OffsetDateTime> = recovery_codes::table
        .filter(recovery_codes::person_id.eq(person))
        .select(max(recovery_codes::created_at))
        .first(conn)
        .await?;
    Ok(made_at.map_or_else(String::new, |it| it.unix_timestamp_nanos().to_string()))
}

/// How many of a person's are still good.
pub async fn left(conn: &mut Conn, person: PersonId) -> QueryResult<i64> {
    recovery_codes::table
        .filter(recovery_codes::person_id.eq(person))
        .count()
        .get_result(conn)
        .await
}
