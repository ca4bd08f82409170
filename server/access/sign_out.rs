//! Signing out, here or elsewhere: the session ends for everyone who has its secret.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use crate::access::secret::hash;
use crate::db::Conn;
use crate::db::ids::{PersonId, SessionId};
use crate::db::schema::sessions;

pub async fn sign_out(conn: &mut Conn, secret: &str) -> QueryResult<()> {
    let sent = hash(secret);
    let is_sent = sessions::hash
        .eq(&sent)
        .or(sessions::previous_hash.eq(&sent));
    diesel::delete(sessions::table.filter(is_sent))
        .execute(conn)
        .await?;
    Ok(())
}

/// Ends one of a person's sessions, wherever it is. One that is not theirs, or over, stays as it is.
pub async fn sign_out_of(conn: &mut Conn, person: PersonId, one: SessionId) -> QueryResult<()> {
    let own = sessions::table.filter(sessions::person_id.eq(person));
    diesel::delete(own.filter(sessions::id.eq(one)))
        .execute(conn)
        .await?;
    Ok(())
}

/// Ends all of a person's sessions but the one with this secret.
pub async fn sign_out_elsewhere(
    conn: &mut Conn,
    person: PersonId,
    secret: &str,
) -> QueryResult<()> {
    let here = hash(secret);
    let elsewhere = sessions::table
        .filter(sessions::person_id.eq(person))
        .filter(sessions::hash.ne(&here))
        .filter(sessions::previous_hash.is_distinct_from(&here));
    diesel::delete(elsewhere).execute(conn).await?;
    Ok(())
}
