//! Who a person is elsewhere: the accounts at providers that sign them in.
//!
//! An identity belongs to the one who joined with it, or who added it while signed in. It is found by
//! the provider's own key alone: an e-mail address tells nothing of whose account it is.

use diesel::dsl::exists;
use diesel::prelude::*;
use diesel_async::{AsyncConnection, RunQueryDsl};
use time::OffsetDateTime;

use crate::access::addresses::own;
use crate::access::notice::{What, account, ways_changed};
use crate::access::providers::Proven;
use crate::db::Conn;
use crate::db::ids::{IdentityId, PersonId};
use crate::db::schema::{identities, passkeys, people};
use crate::error::{Error, Result};

#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = identities)]
pub struct Identity {
    pub id: IdentityId,
    /// Who vouches: an issuer, or the address of a GitHub.
    pub provider: String,
    /// What the account is called there.
    pub name: String,
    pub email: Option<String>,
    pub created_at: OffsetDateTime,
    pub last_used_at: OffsetDateTime,
}

/// Whose identity this is. Notes its use, and what it is called by now.
pub async fn recognise(conn: &mut Conn, proven: &Proven) -> QueryResult<Option<PersonId>> {
    diesel::update(identities::table.filter(is(proven)))
        .set((
            identities::last_used_at.eq(OffsetDateTime::now_utc()),
            identities::name.eq(&proven.name),
            identities::email.eq(email(proven)),
        ))
        .returning(identities::person_id)
        .get_result(conn)
        .await
        .optional()
}

/// Makes an identity somebody's.
///
/// # Errors
/// `identity_taken` when it is somebody else's already; whose is not told.
pub async fn add(conn: &mut Conn, person: PersonId, proven: &Proven) -> Result<()> {
    conn.transaction(async |conn| insert(conn, person, proven).await)
        .await
}

async fn insert(conn: &mut Conn, person: PersonId, proven: &Proven) -> Result<()> {
    let n = diesel::insert_into(identities::table)
        .values((
            identities::person_id.eq(person),
            identities::provider.eq(&proven.provider),
            identities::subject.eq(&proven.subject),
            identities::name.eq(&proven.name),
            identities::email.eq(email(proven)),
        ))
        .on_conflict_do_nothing()
        .execute(conn)
        .await?;
    let owner: PersonId = identities::table
        .filter(is(proven))
        .select(identities::person_id)
        .first(conn)
        .await?;
    if owner != person {
        return Err(Error::Conflict("identity_taken"));
    }
    if n == 1 {
        let which = account(&proven.provider, &proven.name);
        ways_changed(conn, person, What::IdentityAdded, &which).await?;
    }
    Ok(())
}

/// All of a person's, the oldest first.
pub async fn all(conn: &mut Conn, person: PersonId) -> QueryResult<Vec<Identity>> {
    identities::table
        .filter(identities::person_id.eq(person))
        .order((identities::created_at, identities::id))
        .select(Identity::as_select())
        .load(conn)
        .await
}

/// Those of several people, by whose they are.
pub async fn of_all(
    conn: &mut Conn,
    people: &[PersonId],
) -> QueryResult<Vec<(PersonId, Identity)>> {
    identities::table
        .filter(identities::person_id.eq_any(people))
        .order((identities::created_at, identities::id))
        .select((identities::person_id, Identity::as_select()))
        .load(conn)
        .await
}

/// How many identities there are by each provider.
pub async fn by_provider(conn: &mut Conn) -> QueryResult<Vec<(String, i64)>> {
    identities::table
        .group_by(identities::provider)
        .select((identities::provider, diesel::dsl::count_star()))
        .order(identities::provider)
        .load(conn)
        .await
}

/// Takes an identity away, unless it is the last way in that works.
///
/// # Errors
/// `last_way_in`; [`Error::NotFound`] for what is not theirs.
pub async fn remove(
    conn: &mut Conn,
    person: PersonId,
    identity: IdentityId,
    doors: &Doors<'_>,
) -> Result<()> {
    conn.transaction(async |conn| {
        lock(conn, person).await?;
        let own = identities::table.find(identity);
        let own = own.filter(identities::person_id.eq(person));
        let (provider, name) = diesel::delete(own)
            .returning((identities::provider, identities::name))
            .get_result::<(String, String)>(conn)
            .await?;
        let which = account(&provider, &name);
        ways_changed(conn, person, What::IdentityRemoved, &which).await?;
        keeps_a_way_in(conn, person, doors).await
    })
    .await
}

/// The ways by which this server lets people in, as it is configured.
#[derive(Clone, Debug)]
pub struct Doors<'w> {
    /// The providers through which one can come in.
    pub vouchers: Vec<&'w str>,
    /// Whether a link is sent to a verified address.
    pub mail: bool,
    /// The name for which passkeys are good, where there are any.
    pub rp_id: Option<&'w str>,
}

/// Locks the row of the person, so that those who change their ways in, or count them, at the same time do it
/// one after the other. Sessions begin meanwhile: who signs in holds a lock of their own already.
pub(super) async fn lock(conn: &mut Conn, person: PersonId) -> QueryResult<PersonId> {
    let own = people::table.find(person).select(people::id);
    own.for_no_key_update().first(conn).await
}

/// For the end of a transaction that took one away.
///
/// # Errors
/// `last_way_in`, with which the transaction ends, and what was taken away is there again.
pub(super) async fn keeps_a_way_in(
    conn: &mut Conn,
    person: PersonId,
    doors: &Doors<'_>,
) -> Result<()> {
    match has_way_in(conn, person, doors).await? {
        true => Ok(()),
        false => Err(Error::Conflict("last_way_in")),
    }
}

/// Whether a person can still sign in. What signs people in for good counts here and nowhere else;
/// codes on paper, which are used up, do not.
pub(super) async fn has_way_in(
    conn: &mut Conn,
    person: PersonId,
    doors: &Doors<'_>,
) -> QueryResult<bool> {
    let by_provider = identities::table
        .filter(identities::person_id.eq(person))
        .filter(identities::provider.eq_any(&doors.vouchers));
    let by_passkey = passkeys::table
        .filter(passkeys::person_id.eq(person))
        .filter(passkeys::rp_id.nullable().eq(doors.rp_id));
    let is_known: bool = diesel::select(exists(by_provider).or(exists(by_passkey)))
        .get_result(conn)
        .await?;
    Ok(is_known || doors.mail && own::has_verified(conn, person).await?)
}

#[diesel::dsl::auto_type]
fn is<'p>(proven: &'p Proven) -> _ {
    let provider: &'p str = proven.provider.as_str();
    let subject: &'p str = proven.subject.as_str();
    let is_subject = identities::subject.eq(subject);
    identities::provider.eq(provider).and(is_subject)
}

/// As the table takes it; nothing else depends on it.
fn email(proven: &Proven) -> Option<&str> {
    let email = proven.email.as_deref()?;
    (3..=254).contains(&email.chars().count()).then_some(email)
}
