//! Removing what has run out: sessions, one-time ways in, what a sign-in left behind, and answers kept for
//! `Idempotency-Key`.

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

/// Removes browsers that did not come back from a provider, or never chose a handle, and invitations
/// that nobody used, `limit` of each at most. Returns how many of the most.
pub async fn left_behind(conn: &mut Conn, limit: i64) -> QueryResult<usize> {
    let mut most = 0;
    for sql in [
        "delete from sign_in_flows where hash in ( \
             select hash from sign_in_flows where expires_at <= now() limit $1 for update skip locked)",
        "delete from newcomers where hash in ( \
             select hash from newcomers where expires_at <= now() limit $1 for update skip locked)",
        "delete from invitations where id in ( \
             select id from invitations where expires_at <= now() and used_at is null \
             limit $1 for update skip locked)",
    ] {
        let removed = diesel::sql_query(sql).bind::<BigInt, _>(limit);
        most = most.max(removed.execute(conn).await?);
    }
    Ok(most)
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
