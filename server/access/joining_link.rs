//! The link in a mail to somebody who has no account yet: used up, it makes them a newcomer, for whom their
//! mailbox has vouched.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Binary, Nullable, Text, Uuid as SqlUuid};
use diesel_async::{AsyncConnection, RunQueryDsl};
use time::OffsetDateTime;
use uuid::Uuid;

use crate::access::ask_link::Asked;
use crate::access::flow::Errand;
use crate::access::newcomer;
use crate::access::providers::Proven;
use crate::access::return_to::ReturnTo;
use crate::access::secret::{Secret, hash};
use crate::access::sign_in_link::{LASTS, MOST_BY_MAIL};
use crate::db::Conn;
use crate::db::ids::InvitationId;
use crate::db::schema::joining_links as links;
use crate::error::{Error, Result};

/// Returns the secret, which is kept nowhere. As with links to sign in, the ones before it stay good, but for the
/// oldest of more than a few.
pub async fn make_joining_link(conn: &mut Conn, address: &str, asked: &Asked) -> Result<Secret> {
    let (secret, now) = (Secret::random("")?, OffsetDateTime::now_utc());
    conn.transaction(async |conn| {
        // So that of those made at the same time no more stay.
        diesel::sql_query(
            "select pg_advisory_xact_lock(hashtextextended(lower($1 collate \"C\"), 0))",
        )
        .bind::<Text, _>(address)
        .execute(conn)
        .await?;
        diesel::sql_query(
            "delete from joining_links where hash in ( \
                 select hash from joining_links where lower(address) = lower($1 collate \"C\") \
                 order by created_at desc offset $2)",
        )
        .bind::<Text, _>(address)
        .bind::<BigInt, _>(MOST_BY_MAIL - 1)
        .execute(conn)
        .await?;
        diesel::insert_into(links::table)
            .values((
                links::hash.eq(secret.hash()),
                links::address.eq(address),
                links::return_to.eq(asked.return_to().as_str()),
                links::invitation_id.eq(asked.invitation()),
                links::created_at.eq(now),
                links::expires_at.eq(now + LASTS),
            ))
            .execute(conn)
            .await?;
        Ok(secret)
    })
    .await
}

/// Which address it was sent to, without using it up: what reads links ahead does no harm.
///
/// # Errors
/// Not found for one that was never made, was used, or has run out; nothing tells which.
pub async fn address_of(conn: &mut Conn, secret: &str) -> Result<String> {
    let good = links::table
        .find(hash(secret))
        .filter(links::expires_at.gt(OffsetDateTime::now_utc()));
    Ok(good.select(links::address).first(conn).await?)
}

/// Uses it up, and the others to its address. Returns the secret for the browser's cookie, as where a provider
/// has vouched.
///
/// # Errors
/// As [`address_of`].
pub async fn follow(conn: &mut Conn, secret: &str) -> Result<Secret> {
    conn.transaction(async |conn| {
        let own = hash(secret);
        let used = use_up(conn, &own).await?;
        let link = used.into_iter().find(|it| it.hash == own);
        let link = link.ok_or(Error::NotFound)?;
        let errand = Errand {
            return_to: ReturnTo::parse(&link.return_to),
            person: None,
            invitation: link.invitation_id.map(InvitationId),
        };
        newcomer::keep(conn, &Proven::by_mail(link.address), &errand).await
    })
    .await
}

#[derive(QueryableByName)]
struct Used {
    #[diesel(sql_type = Binary)]
    hash: Vec<u8>,
    #[diesel(sql_type = Text)]
    address: String,
    #[diesel(sql_type = Text)]
    return_to: String,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    invitation_id: Option<Uuid>,
}

/// Locked in one order, so that of those who come by several links at the same time one finds theirs.
async fn use_up(conn: &mut Conn, hash: &[u8]) -> QueryResult<Vec<Used>> {
    diesel::sql_query(
        "delete from joining_links where hash in ( \
             select hash from joining_links where lower(address) = ( \
                 select lower(address) from joining_links where hash = $1 and expires_at > now()) \
             order by hash for update) \
         returning hash, address, return_to, invitation_id",
    )
    .bind::<Binary, _>(hash)
    .load(conn)
    .await
}
