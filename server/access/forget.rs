//! Removing what has run out: sessions, one-time ways in, and answers kept for `Idempotency-Key`.

use diesel::prelude::*;
use diesel::sql_types::BigInt;
use diesel_async::RunQueryDsl;

use crate::db::Conn;

/// Removes sessions past their end, `limit` at most. Returns how many.
pub async fn expired_sessions(conn: &mut Conn, limit: i64) -> QueryResult<usize> {
    diesel::sql_query(
        "delete from sessions where hash in ( \
             select hash from sessions where expires_at <= now() limit $1 for update skip locked)",
    )
    .bind::<BigInt, _>(limit)
    .execute(conn)
    .await
}

/// Removes one-time ways in past their end, `limit` at most. Returns how many.
pub async fn expired_links(conn: &mut Conn, limit: i64) -> QueryResult<usize> {
    diesel::sql_query(
        "delete from sign_in_links where person_id in ( \
             select person_id from sign_in_links where expires_at <= now() limit $1 for update skip locked)",
    )
    .bind::<BigInt, _>(limit)
    .execute(conn)
    .await
}

/// Removes answers that were kept for a day, `limit` at most. Returns how many.
pub async fn old_answers(conn: &mut Conn, limit: i64) -> QueryResult<usize> {
    diesel::sql_query(
        "delete from idempotent_answers where (person_id, path, key) in ( \
             select person_id, path, key from idempotent_answers \
             where answered_at <= now() - interval '24 hours' limit $1 for update skip locked)",
    )
    .bind::<BigInt, _>(limit)
    .execute(conn)
    .await
}
