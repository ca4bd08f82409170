//! Removing what has run out: sessions, one-time ways in, what a sign-in left behind, addresses that nobody
//! verified, mails, and answers kept for `Idempotency-Key`.

use diesel::prelude::*;
use diesel::sql_types::BigInt;
use diesel_async::RunQueryDsl;

use crate::db::Conn;

/// What is good until its `expires_at`, by its key. An invitation that was used tells who came by it.
/// An address that somebody verified is theirs until they remove it.
const EXPIRING: [(&str, &str, &str); 12] = [
    ("sessions", "hash", "true"),
    ("sign_in_links", "hash", "true"),
    ("sign_in_flows", "hash", "true"),
    ("passkey_ceremonies", "id", "true"),
    ("newcomers", "hash", "true"),
    ("invitations", "id", "used_at is null"),
    ("mail_addresses", "id", "verified_at is null"),
    ("joining_links", "hash", "true"),
    ("letters", "id", "true"),
    ("kept_mails", "id", "true"),
    ("mail_counts", "hash", "true"),
    ("known_browsers", "person_id, hash", "true"),
];

/// Removes what is past its end, `limit` of each kind at most. Returns how many of the most.
///
/// Sessions, one-time ways in, browsers that did not come back from a provider or with a passkey or never
/// chose a handle, invitations, addresses that nobody verified, mails with what was counted of them, and
/// browsers that signed nobody in for long.
pub async fn expired(conn: &mut Conn, limit: i64) -> QueryResult<usize> {
    let mut most = 0;
    for (table, key, condition) in EXPIRING {
        let sql = format!(
            "delete from {table} where ({key}) in (select {key} from {table} \
             where expires_at <= now() and {condition} limit $1 for update skip locked)"
        );
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
