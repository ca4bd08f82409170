//! Adding an address: it waits until its person opens the link that is sent to it.

use std::net::IpAddr;

use diesel::prelude::*;
use diesel::sql_types::{Text, Timestamptz, Uuid as SqlUuid};
use diesel_async::{AsyncConnection, RunQueryDsl};
use serde_json::json;
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use crate::access::addresses::own::{self, MAX};
use crate::access::identity::lock;
use crate::access::secret::Secret;
use crate::db::Conn;
use crate::db::ids::{AddressId, PersonId};
use crate::db::schema::mail_addresses as addresses;
use crate::error::{Error, Fault, Result};
use crate::mail::allowance::{Counted, Source, take};
use crate::mail::{Address, Kind, NewLetter, letter};

/// How long the link in the mail is good.
pub const LASTS: Duration = Duration::days(1);

/// Has the link sent, unless too many are sent to the address, from that network or from here: that is not told.
///
/// An address that waits already gets a new one, which takes the place of the one before.
/// Whether the address is somebody else's is not told: who can read its mail will hear of it.
///
/// # Errors
/// `address_known` for one that is verified; `too_many_addresses`; `too_many_mails` within an hour.
pub async fn add_address(
    conn: &mut Conn,
    person: PersonId,
    address: &Address,
    network: Option<IpAddr>,
) -> Result<()> {
    conn.transaction(async |conn| {
        lock(conn, person).await?;
        is_wanted(conn, person, address).await?;
        if !take(conn, Counted::Adding(person)).await? {
            return Err(Error::fault("/address", "too_many_mails"));
        }
        let id = keep(conn, person, address).await?;
        if take(conn, Counted::To(address)).await? && may_send(conn, network).await? {
            let letter = NewLetter {
                person: Some(person),
                address: address.as_str(),
                kind: Kind::Verify,
                details: &json!({ "address": id }),
            };
            letter::write(conn, letter).await?;
        }
        Ok(())
    })
    .await
}

/// As with links to join, an address that is added may be anybody's.
async fn may_send(conn: &mut Conn, network: Option<IpAddr>) -> QueryResult<bool> {
    if let Some(network) = network
        && !take(conn, Counted::Added(Source::Network(network))).await?
    {
        return Ok(false);
    }
    take(conn, Counted::Added(Source::Anywhere)).await
}

async fn is_wanted(conn: &mut Conn, person: PersonId, address: &Address) -> Result<()> {
    let own = own::all(conn, person).await?;
    let known = own
        .iter()
        .find(|it| it.address.eq_ignore_ascii_case(address.as_str()));
    match known {
        Some(it) if it.verified_at.is_some() => Err(Error::fault("/address", "address_known")),
        None if own.len() >= MAX => {
            let fault = Fault::new("/address", "too_many_addresses").with("max", MAX);
            Err(Error::Invalid(vec![fault]))
        }
        _ => Ok(()),
    }
}

async fn keep(conn: &mut Conn, person: PersonId, address: &Address) -> QueryResult<Uuid> {
    #[derive(QueryableByName)]
    struct Kept {
        #[diesel(sql_type = SqlUuid)]
        id: Uuid,
    }
    let kept: Kept = diesel::sql_query(
        "insert into mail_addresses (person_id, address, expires_at) values ($1, $2, $3) \
         on conflict (person_id, lower(address)) do update set \
             address = excluded.address, expires_at = excluded.expires_at \
         where mail_addresses.verified_at is null \
         returning id",
    )
    .bind::<SqlUuid, _>(person.0)
    .bind::<Text, _>(address.as_str())
    .bind::<Timestamptz, _>(OffsetDateTime::now_utc() + LASTS)
    .get_result(conn)
    .await?;
    Ok(kept.id)
}

/// The secret for the link, which is kept nowhere; the one before is good no longer. `None` for an address
/// that was verified or removed meanwhile.
pub async fn make_secret(conn: &mut Conn, address: AddressId) -> Result<Option<Secret>> {
    let secret = Secret::random("")?;
    let waiting = addresses::table.find(address);
    let n = diesel::update(waiting.filter(addresses::verified_at.is_null()))
        .set((
            addresses::hash.eq(secret.hash()),
            addresses::expires_at.eq(OffsetDateTime::now_utc() + LASTS),
        ))
        .execute(conn)
        .await?;
    Ok((n == 1).then_some(secret))
}
