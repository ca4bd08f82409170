//! Verifying an address: its person has the link that was sent to it. Who opens it must be signed in as the
//! one who added it, so that nobody verifies an address of theirs for another's account.

use diesel::prelude::*;
use diesel_async::{AsyncConnection, RunQueryDsl};
use time::OffsetDateTime;

use crate::access::addresses::own::taken;
use crate::access::notice::{What, ways_changed};
use crate::access::secret::hash;
use crate::db::Conn;
use crate::db::ids::PersonId;
use crate::db::schema::mail_addresses as addresses;
use crate::error::{Error, OnConstraint, Result};

/// The address that a link would verify, without using it up: what reads links ahead does no harm.
///
/// # Errors
/// [`Error::NotFound`] for a link that was never made, was used, has run out, or is somebody else's.
pub async fn waiting(conn: &mut Conn, person: PersonId, secret: &str) -> Result<String> {
    let found = addresses::table
        .filter(addresses::hash.eq(hash(secret)))
        .filter(addresses::person_id.eq(person))
        .filter(addresses::expires_at.gt(OffsetDateTime::now_utc()))
        .select(addresses::address);
    Ok(found.first(conn).await?)
}

/// Uses the link up, and tells the addresses that were verified before.
///
/// # Errors
/// As [`waiting`]; `address_taken` when somebody else has verified it.
pub async fn verify_address(conn: &mut Conn, person: PersonId, secret: &str) -> Result<()> {
    conn.transaction(async |conn| {
        let address = waiting(conn, person, secret).await?;
        ways_changed(conn, person, What::AddressAdded, &address).await?;
        let own = addresses::table
            .filter(addresses::hash.eq(hash(secret)))
            .filter(addresses::person_id.eq(person));
        let n = diesel::update(own)
            .set((
                addresses::verified_at.eq(OffsetDateTime::now_utc()),
                addresses::hash.eq(None::<Vec<u8>>),
            ))
            .execute(conn)
            .await
            .on_constraint(taken)?;
        match n {
            1 => Ok(()),
            _ => Err(Error::NotFound),
        }
    })
    .await
}
