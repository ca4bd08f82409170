//! Removing an address, and every link that was sent to it.

use diesel::prelude::*;
use diesel_async::{AsyncConnection, RunQueryDsl};
use time::OffsetDateTime;

use crate::access::identity::{Doors, has_way_in};
use crate::access::notice::{Change, ways_changed};
use crate::db::Conn;
use crate::db::ids::{AddressId, PersonId};
use crate::db::schema::{mail_addresses as addresses, people, sign_in_links as links};
use crate::error::{Error, Result};

/// Takes an address away, unless it is the last way in that works. It is told of it, as the others are.
///
/// The row of the person is locked meanwhile, as where an identity is taken away.
///
/// # Errors
/// `last_way_in`; [`Error::NotFound`] for what is not theirs.
pub async fn remove_address(
    conn: &mut Conn,
    person: PersonId,
    address: AddressId,
    doors: &Doors<'_>,
) -> Result<()> {
    conn.transaction(async |conn| {
        people::table
            .find(person)
            .select(people::id)
            .for_update()
            .first::<PersonId>(conn)
            .await?;
        let own = addresses::table.find(address);
        let own = own.filter(addresses::person_id.eq(person));
        let (name, verified_at) = own
            .select((addresses::address, addresses::verified_at))
            .first::<(String, Option<OffsetDateTime>)>(conn)
            .await?;
        if verified_at.is_some() {
            ways_changed(conn, person, Change::AddressRemoved(&name)).await?;
            // One of these may be in the mail of that address.
            diesel::delete(links::table.find(person))
                .execute(conn)
                .await?;
        }
        diesel::delete(own).execute(conn).await?;
        match verified_at.is_none() || has_way_in(conn, person, doors).await? {
            true => Ok(()),
            // The transaction ends here, and with it what was taken away.
            false => Err(Error::Conflict("last_way_in")),
        }
    })
    .await
}
