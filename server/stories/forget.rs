//! Removing for good what its author deleted 30 days ago, and links to previews that have run out.

use diesel::prelude::*;
use diesel::sql_types::BigInt;
use diesel_async::RunQueryDsl;

use crate::db::Conn;

/// Removes stories that can no longer be brought back, with all their parts, `limit` at most.
/// Returns how many.
pub async fn deleted_stories(conn: &mut Conn, limit: i64) -> QueryResult<usize> {
    // One that is being brought back at this moment is locked, and skipped.
    diesel::sql_query(
        "delete from stories where id in ( \
             select id from stories \
             where status = 'deleted' and deleted_at <= now() - interval '30 days' \
             limit $1 for update skip locked)",
    )
    .bind::<BigInt, _>(limit)
    .execute(conn)
    .await
}

/// Removes links to previews past their end, `limit` at most. Returns how many.
pub async fn expired_previews(conn: &mut Conn, limit: i64) -> QueryResult<usize> {
    diesel::sql_query(
        "delete from previews where id in ( \
             select id from previews where expires_at <= now() limit $1 for update skip locked)",
    )
    .bind::<BigInt, _>(limit)
    .execute(conn)
    .await
}
