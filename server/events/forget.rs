//! Removing events that are older than any reader may be late.

use diesel::prelude::*;
use diesel::sql_types::BigInt;
use diesel_async::RunQueryDsl;

use crate::db::Conn;

/// Removes events older than 90 days, the oldest first and `limit` at most. Returns how many.
pub async fn old_events(conn: &mut Conn, limit: i64) -> QueryResult<usize> {
    diesel::sql_query(
        "delete from events where id in ( \
             select id from events where happened_at < now() - interval '90 days' \
             order by happened_at limit $1)",
    )
    .bind::<BigInt, _>(limit)
    .execute(conn)
    .await
}
