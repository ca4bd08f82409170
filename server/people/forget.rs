//! Removing accounts that never took part.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Timestamptz};
use diesel_async::RunQueryDsl;
use time::{Duration, OffsetDateTime};

use crate::db::Conn;

/// How long a refused account stays, for its reason to be read and answered.
pub const REFUSED_FOR: Duration = Duration::days(30);

/// Removes accounts that moderators refused long ago, `limit` at most, with all that belongs to them.
/// Returns how many.
pub async fn refused(conn: &mut Conn, limit: i64) -> QueryResult<usize> {
    diesel::sql_query(
        "delete from people where id in (select id from people \
         where waiting_since is not null and suspended_at <= $1 limit $2 for update skip locked)",
    )
    .bind::<Timestamptz, _>(OffsetDateTime::now_utc() - REFUSED_FOR)
    .bind::<BigInt, _>(limit)
    .execute(conn)
    .await
}
