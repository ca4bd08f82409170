//! Removing an address, and every link that was sent to it.

use diesel::prelude::*;
use diesel_async::{AsyncConnection, RunQueryDsl};
use time::OffsetDateTime;

use crate::access::identity::{Doors, keeps_a_way_in, lock};
use crate::access::notice::{What, ways_changed};
use crate::access::sign_in_link::end_mailed;
use crate::db::Conn;
use crate::db::ids::{AddressId, PersonId};
use crate::db::schema::mail_addresses as addresses;
use crate::error::Result;

/// Takes an address away, unless it is the last way in that works. It is told of it, as the others are.
///
/// # Errors
/// `last_way_in`; not found for what is not theirs.
pub async fn remove_address(
    conn: &mut Conn,
    person: PersonId,
    address: AddressId,
    doors: &Doors<'_>,
) -> Result<()> {
    conn.transaction(async |conn| {
        lock(conn, person).await?;
        let own = addresses::table.find(address);
        let own = own.filter(addresses::person_id.eq(person));
        let (name, verified_at) = own
            .select((addresses::address, addresses::verified_at))
            .first::<(String, Option<OffsetDateTime>)>(conn)
            .await?;
        if verified_at.is_some() {
            ways_changed(conn, person, What::AddressRemoved, &name).await?;
            // One of these may be in the mail of that address.
            end_mailed(conn, person).await?;
        }
        diesel::delete(own).execute(conn).await?;
        match verified_at {
            Some(_) => keeps_a_way_in(conn, person, doors).await,
            None => Ok(()),
        }
    })
    .await
}
