//! The link in a mail to somebody who has no account yet: used up, it makes them a newcomer, for whom their
//! mailbox has vouched.

use diesel::prelude::*;
use diesel::sql_types::{Binary, Nullable, Text, Timestamptz, Uuid as SqlUuid};
use diesel_async::{AsyncConnection, RunQueryDsl};
use time::OffsetDateTime;

use crate::access::ask_link::Asked;
use crate::access::flow::Errand;
use crate::access::newcomer;
use crate::access::providers::Proven;
use crate::access::return_to::ReturnTo;
use crate::access::secret::{Secret, hash};
use crate::access::sign_in_link::LASTS;
use crate::db::Conn;
use crate::db::ids::InvitationId;
use crate::db::schema::joining_links as links;
use crate::error::Result;

/// Returns the secret, which is kept nowhere. The link to this address before it is good no longer.
pub async fn make_joining_link(conn: &mut Conn, address: &str, asked: &Asked) -> Result<Secret> {
    let (secret, now) = (Secret::random("")?, OffsetDateTime::now_utc());
    diesel::sql_query(
        "insert into joining_links (hash, address, return_to, invitation_id, created_at, expires_at) \
         values ($1, $2, $3, $4, $5, $6) \
         on conflict (lower(address)) do update set \
             hash = excluded.hash, address = excluded.address, return_to = excluded.return_to, \
             invitation_id = excluded.invitation_id, created_at = excluded.created_at, \
             expires_at = excluded.expires_at",
    )
    .bind::<Binary, _>(secret.hash())
    .bind::<Text, _>(address)
    .bind::<Text, _>(asked.return_to().as_str())
    .bind::<Nullable<SqlUuid>, _>(asked.invitation().map(|it| it.0))
    .bind::<Timestamptz, _>(now)
    .bind::<Timestamptz, _>(now + LASTS)
    .execute(conn)
    .await?;
    Ok(secret)
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

/// Uses it up. Returns the secret for the browser's cookie, as where a provider has vouched.
///
/// # Errors
/// As [`address_of`].
pub async fn follow(conn: &mut Conn, secret: &str) -> Result<Secret> {
    conn.transaction(async |conn| {
        let good = links::table.find(hash(secret));
        let good = good.filter(links::expires_at.gt(OffsetDateTime::now_utc()));
        let (address, return_to, invitation) = diesel::delete(good)
            .returning((links::address, links::return_to, links::invitation_id))
            .get_result::<(String, String, Option<InvitationId>)>(conn)
            .await?;
        let errand = Errand {
            return_to: ReturnTo::parse(&return_to),
            person: None,
            invitation,
        };
        newcomer::keep(conn, &Proven::by_mail(address), &errand).await
    })
    .await
}
