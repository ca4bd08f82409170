//! Removing dead jobs that nobody has looked after.

use diesel::prelude::*;
use diesel::sql_types::BigInt;
use diesel_async::RunQueryDsl;

use crate::db::Conn;

/// Removes jobs that have been dead for 90 days, `limit` at most. Returns how many.
pub async fn long_dead_jobs(conn: &mut Conn, limit: i64) -> QueryResult<usize> {
    diesel::sql_query(
        "delete from jobs where id in ( \
             select id from jobs where died_at < now() - interval '90 days' limit $1 \
             for update skip locked)",
    )
    .bind::<BigInt, _>(limit)
    .execute(conn)
    .await
}
