//! Invitations: a link that lets one person join, once.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use time::OffsetDateTime;

use crate::access::secret::{Secret, hash};
use crate::db::Conn;
use crate::db::ids::{InvitationId, PersonId};
use crate::db::schema::invitations;
use crate::error::{Error, Result};

/// Returns the secret for the link, which is kept nowhere.
pub async fn invite(conn: &mut Conn, expires_at: OffsetDateTime) -> Result<Secret> {
    let secret = Secret::random("")?;
    diesel::insert_into(invitations::table)
        .values((
            invitations::hash.eq(secret.hash()),
            invitations::expires_at.eq(expires_at),
        ))
        .execute(conn)
        .await?;
    Ok(secret)
}

/// The invitation of a link, as long as it is good.
pub async fn find(conn: &mut Conn, secret: &str) -> QueryResult<Option<InvitationId>> {
    invitations::table
        .filter(invitations::hash.eq(hash(secret)))
        .filter(invitations::used_at.is_null())
        .filter(invitations::expires_at.gt(OffsetDateTime::now_utc()))
        .select(invitations::id)
        .first(conn)
        .await
        .optional()
}

/// Uses it up, in the transaction in which the person joins.
///
/// # Errors
/// `invitation_used` when somebody was faster, or it has run out meanwhile.
pub async fn redeem(conn: &mut Conn, invitation: InvitationId, person: PersonId) -> Result<()> {
    let now = OffsetDateTime::now_utc();
    let good = invitations::table
        .find(invitation)
        .filter(invitations::used_at.is_null())
        .filter(invitations::expires_at.gt(now));
    let n = diesel::update(good)
        .set((
            invitations::used_at.eq(now),
            invitations::used_by.eq(person),
        ))
        .execute(conn)
        .await?;
    match n {
        1 => Ok(()),
        _ => Err(Error::Conflict("invitation_used")),
    }
}
