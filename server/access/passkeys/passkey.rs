//! The passkeys of a person.

use diesel::prelude::*;
use diesel_async::{AsyncConnection, RunQueryDsl};
use time::OffsetDateTime;
use webauthn_rs::prelude::Passkey as Key;

use crate::access::identity::{Doors, keeps_a_way_in, lock};
use crate::access::notice::{What, ways_changed};
use crate::access::passkeys::RelyingParty;
use crate::db::Conn;
use crate::db::ids::{PasskeyId, PersonId};
use crate::db::schema::passkeys;
use crate::error::{Error, Fault, OnConstraint, Result};
use crate::text::clean;

/// The most of one person.
pub const MAX: i64 = 20;
const LONGEST_NAME: usize = 80;

#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = passkeys)]
pub struct Passkey {
    pub id: PasskeyId,
    /// For which name it was made; it is good for no other.
    pub rp_id: String,
    pub name: String,
    pub created_at: OffsetDateTime,
    pub last_used_at: Option<OffsetDateTime>,
}

/// All of a person's, the oldest first.
pub async fn all(conn: &mut Conn, person: PersonId) -> QueryResult<Vec<Passkey>> {
    passkeys::table
        .filter(passkeys::person_id.eq(person))
        .order((passkeys::created_at, passkeys::id))
        .select(Passkey::as_select())
        .load(conn)
        .await
}

/// # Errors
/// [`Error::Invalid`] for a bad name; [`Error::NotFound`] for what is not theirs.
pub async fn rename(
    conn: &mut Conn,
    person: PersonId,
    passkey: PasskeyId,
    name: &str,
) -> Result<()> {
    let name = named(name).map_err(|it| Error::Invalid(vec![it]))?;
    let own = passkeys::table.find(passkey);
    let own = own.filter(passkeys::person_id.eq(person));
    let n = diesel::update(own)
        .set(passkeys::name.eq(name))
        .execute(conn)
        .await?;
    match n {
        1 => Ok(()),
        _ => Err(Error::NotFound),
    }
}

/// Takes a passkey away, unless it is the last way in that works.
///
/// # Errors
/// `last_way_in`; [`Error::NotFound`] for what is not theirs.
pub async fn remove(
    conn: &mut Conn,
    person: PersonId,
    passkey: PasskeyId,
    doors: &Doors<'_>,
) -> Result<()> {
    conn.transaction(async |conn| {
        lock(conn, person).await?;
        let own = passkeys::table.find(passkey);
        let own = own.filter(passkeys::person_id.eq(person));
        match diesel::delete(own).execute(conn).await? {
            0 => Err(Error::NotFound),
            _ => {
                ways_changed(conn, person, What::PasskeyRemoved, "").await?;
                keeps_a_way_in(conn, person, doors).await
            }
        }
    })
    .await
}

/// # Errors
/// `passkey_refused` for one that is somebody's already.
pub(super) async fn insert(
    conn: &mut Conn,
    party: &RelyingParty,
    person: PersonId,
    key: &Key,
    name: &str,
) -> Result<()> {
    let credential = serde_json::to_value(key).map_err(anyhow::Error::from)?;
    diesel::insert_into(passkeys::table)
        .values((
            passkeys::person_id.eq(person),
            passkeys::rp_id.eq(party.id()),
            passkeys::credential_id.eq(key.cred_id().as_slice()),
            passkeys::credential.eq(credential),
            passkeys::name.eq(name),
        ))
        .execute(conn)
        .await
        .on_constraint(|name| {
            let is_known = name == "passkeys_credential_id_key";
            is_known.then_some(Error::Conflict("passkey_refused"))
        })?;
    Ok(())
}

pub(super) fn named(name: &str) -> Result<String, Fault> {
    let at = "/name";
    let name = clean::line(name)
        .map_err(|it| Fault::new(at, "forbidden_character").with("character", it))?;
    match clean::length(&name) {
        0 => Err(Fault::new(at, "passkey_without_name")),
        1..=LONGEST_NAME => Ok(name),
        _ => Err(Fault::new(at, "too_long").with("max", LONGEST_NAME)),
    }
}
