//! Making recovery codes: the ones before them are good no longer.

use diesel::prelude::*;
use diesel_async::{AsyncConnection, RunQueryDsl};

use crate::access::identity::lock;
use crate::access::notice::{What, ways_changed};
use crate::access::recovery::code;
use crate::access::secret::Secret;
use crate::db::Conn;
use crate::db::ids::PersonId;
use crate::db::schema::recovery_codes;
use crate::error::Result;

/// How many are made at once.
pub const MADE: usize = 10;

/// Returns the codes, which are kept nowhere and can not be shown again.
pub async fn make_codes(conn: &mut Conn, person: PersonId) -> Result<Vec<Secret>> {
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

/// How many of a person's are still good.
pub async fn left(conn: &mut Conn, person: PersonId) -> QueryResult<i64> {
    recovery_codes::table
        .filter(recovery_codes::person_id.eq(person))
        .count()
        .get_result(conn)
        .await
}
