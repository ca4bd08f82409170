//! Invitations: a link that lets one person join, once.

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{Bool, Timestamptz, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::access::secret::{Secret, hash};
use crate::db::ids::{InvitationId, PersonId};
use crate::db::schema::invitations;
use crate::db::{Conn, keyset};
use crate::error::{Error, Result};

/// An invitation that nobody has used, without its secret.
#[derive(Clone, Debug, HasQuery)]
#[diesel(table_name = invitations)]
pub struct Invitation {
    pub id: InvitationId,
    pub created_at: OffsetDateTime,
    pub expires_at: OffsetDateTime,
    /// The moderator who made it; `None` where an operator did.
    pub invited_by: Option<PersonId>,
}

/// A place in the list of those that are open.
pub type Place = (OffsetDateTime, Uuid);

impl Invitation {
    /// Those that are good, the oldest first, after a place; and where the list goes on.
    pub async fn open(
        conn: &mut Conn,
        after: Option<Place>,
        n: u8,
    ) -> QueryResult<(Vec<Self>, Option<Place>)> {
        let (at, id) = after.unwrap_or((OffsetDateTime::UNIX_EPOCH, Uuid::nil()));
        let is_after = sql::<Bool>("(invitations.created_at, invitations.id) > (")
            .bind::<Timestamptz, _>(at)
            .sql(", ")
            .bind::<SqlUuid, _>(id)
            .sql(")");
        let found: Vec<Self> = Self::query()
            .filter(invitations::used_at.is_null())
            .filter(invitations::expires_at.gt(OffsetDateTime::now_utc()))
            .filter(is_after)
            .order((invitations::created_at, invitations::id))
            .limit(i64::from(n) + 1)
            .load(conn)
            .await?;
        let place = |it: &Self| Some((it.created_at, it.id.0));
        Ok(keyset::cut(found, n, place))
    }
}

/// Makes one in a moderator's name. `id` is what the form called it: sent twice, it makes one.
///
/// # Errors
/// `invitation_made` when that was made already.
pub async fn invite_as(
    conn: &mut Conn,
    id: InvitationId,
    moderator: PersonId,
    expires_at: OffsetDateTime,
) -> Result<Secret> {
    let secret = Secret::random("")?;
    let n = diesel::insert_into(invitations::table)
        .values((
            invitations::id.eq(id),
            invitations::hash.eq(secret.hash()),
            invitations::expires_at.eq(expires_at),
            invitations::invited_by.eq(moderator),
        ))
        .on_conflict_do_nothing()
        .execute(conn)
        .await?;
    match n {
        1 => Ok(secret),
        _ => Err(Error::Conflict("invitation_made")),
    }
}

/// Whether it was open: of who revokes it and who uses it, one is first.
pub async fn revoke(conn: &mut Conn, id: InvitationId) -> QueryResult<bool> {
    let open = invitations::table.find(id);
    let open = open.filter(invitations::used_at.is_null());
    Ok(diesel::delete(open).execute(conn).await? == 1)
}

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
