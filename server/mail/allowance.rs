//! How many mails may be asked for: so many an hour, counted by the database.

use diesel::prelude::*;
use diesel::sql_types::{Binary, SmallInt};
use diesel_async::RunQueryDsl;
use sha2::{Digest, Sha256};

use crate::db::Conn;
use crate::db::ids::PersonId;
use crate::mail::Address;

/// What one counts the mails of.
#[derive(Clone, Copy, Debug)]
pub enum Counted<'a> {
    /// Those that one address gets because somebody typed it.
    To(&'a Address),
    /// Those that let one account in.
    LettingIn(PersonId),
    /// Those that one member sends to addresses they add.
    Adding(PersonId),
}

impl Counted<'_> {
    const fn at_most(self) -> i16 {
        match self {
            Self::To(_) | Self::LettingIn(_) => 5,
            Self::Adding(_) => 10,
        }
    }

    fn hash(self) -> Vec<u8> {
        let counted = match self {
            Self::To(address) => format!("to {}", address.as_str().to_ascii_lowercase()),
            Self::LettingIn(person) => format!("letting in {}", person.0),
            Self::Adding(person) => format!("adding {}", person.0),
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
