//! Inviting people as a moderator: a link that lets one person join, and taking it back.

use diesel_async::AsyncConnection;
use time::{Duration, OffsetDateTime};

use crate::access::invitation::{self, invite_as};
use crate::access::secret::Secret;
use crate::db::Conn;
use crate::db::ids::{InvitationId, PersonId};
use crate::error::{Error, Result};
use crate::safety::act::note;
use crate::safety::kind::Kind;

/// How many days an invitation may be good.
pub const DAYS: [i64; 3] = [7, 14, 30];

/// Returns the secret for the link, which is kept nowhere.
///
/// # Errors
/// `invitation_made` when the same form made one before.
pub async fn invite(
    conn: &mut Conn,
    moderator: PersonId,
    id: InvitationId,
    days: i64,
) -> Result<Secret> {
    let expires_at = OffsetDateTime::now_utc() + Duration::days(days);
    conn.transaction(async |conn| {
        let secret = invite_as(conn, id, moderator, expires_at).await?;
        note(conn, moderator, Kind::Invite).await?;
        Ok(secret)
    })
    .await
}

/// From now on the link is good for nothing.
///
/// # Errors
/// [`Error::NotFound`] for one that is not open any more.
pub async fn revoke(conn: &mut Conn, moderator: PersonId, id: InvitationId) -> Result<()> {
    conn.transaction(async |conn| {
        if !invitation::revoke(conn, id).await? {
            return Err(Error::NotFound);
        }
        note(conn, moderator, Kind::Revoke).await
    })
    .await
}
