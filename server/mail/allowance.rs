//! How many mails may be asked for: so many an hour, counted by the database.

use std::net::IpAddr;

use diesel::prelude::*;
use diesel::sql_types::{Binary, SmallInt};
use diesel_async::RunQueryDsl;
use sha2::{Digest, Sha256};

use crate::db::Conn;
use crate::db::ids::{InvitationId, PersonId};
use crate::mail::Address;

/// What one counts the mails of.
#[derive(Clone, Copy, Debug)]
pub enum Counted<'a> {
    /// Those that one address gets because somebody typed it.
    To(&'a Address),
    /// The same, typed on a browser that its person knows: strangers do not use these up.
    ToKnown(&'a Address),
    /// Those that let one account in.
    LettingIn(PersonId),
    LettingInKnown(PersonId),
    /// Those that one member sends to addresses they add.
    Adding(PersonId),
    /// Those to addresses that members add.
    Added(Source),
    /// Those to addresses that nobody has.
    ToStrangers(Source),
    /// Those to everybody else: never too many, but counted, so that how long it takes tells nothing.
    ToMembers(Source),
}

/// Where mails are asked for.
#[derive(Clone, Copy, Debug)]
pub enum Source {
    /// As addresses are counted: of IPv6 the network.
    Network(IpAddr),
    Invitation(InvitationId),
    /// Anywhere: what receivers of mail bear of a server that sends to whoever is typed.
    Anywhere,
}

impl Counted<'_> {
    const fn at_most(self) -> i16 {
        match self {
            Self::To(_) | Self::ToKnown(_) | Self::LettingIn(_) | Self::LettingInKnown(_) => 5,
            Self::Adding(_) | Self::ToStrangers(Source::Network(_)) => 10,
            Self::ToStrangers(Source::Invitation(_)) => 5,
            Self::Added(Source::Network(_) | Source::Invitation(_)) => 30,
            Self::Added(Source::Anywhere) | Self::ToStrangers(Source::Anywhere) => 300,
            Self::ToMembers(_) => i16::MAX,
        }
    }

    fn hash(self) -> Vec<u8> {
        let counted = match self {
            Self::To(address) => format!("to {}", address.as_str().to_ascii_lowercase()),
            Self::ToKnown(address) => {
                format!("to known {}", address.as_str().to_ascii_lowercase())
            }
            Self::LettingIn(person) => format!("letting in {}", person.0),
            Self::LettingInKnown(person) => format!("letting in known {}", person.0),
            Self::Adding(person) => format!("adding {}", person.0),
            Self::Added(source) => format!("added {source:?}"),
            Self::ToStrangers(source) => format!("to strangers {source:?}"),
            Self::ToMembers(source) => format!("to members {source:?}"),
        };
        Sha256::digest(counted.as_bytes()).to_vec()
    }
}

/// Whether there may be one more within the hour that began with the first; it is counted then. Of those
/// who ask at the same time no more get it than may.
pub async fn take(conn: &mut Conn, counted: Counted<'_>) -> QueryResult<bool> {
    let n = diesel::sql_query(
        "insert into mail_counts as it values ($1, 1, now() + interval '1 hour') \
         on conflict (hash) do update set \
             n = case when it.expires_at <= now() then 1 else it.n + 1 end, \
             expires_at = case when it.expires_at <= now() then excluded.expires_at \
                 else it.expires_at end \
         where it.expires_at <= now() or it.n < $2",
    )
    .bind::<Binary, _>(counted.hash())
    .bind::<SmallInt, _>(counted.at_most())
    .execute(conn)
    .await?;
    Ok(n == 1)
}
