//! The addresses of a person, and the person of an address.

use diesel::dsl::exists;
use diesel::prelude::*;
use diesel::sql_types::Text;
use diesel_async::RunQueryDsl;
use time::OffsetDateTime;

use crate::db::Conn;
use crate::db::ids::{AddressId, PersonId};
use crate::db::schema::{mail_addresses as addresses, people};
use crate::error::{Error, OnConstraint, Result};
use crate::i18n::Language;

/// How many one person may have, verified or not.
pub const MAX: usize = 5;

diesel::define_sql_function! {
    /// Under the collation C, which our addresses have: of ASCII letters alone.
    fn lower(it: Text) -> Text;
}

#[derive(Clone, Debug, HasQuery)]
#[diesel(table_name = addresses)]
pub struct Own {
    pub id: AddressId,
    pub address: String,
    pub verified_at: Option<OffsetDateTime>,
}

/// Whose a verified address is.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = addresses)]
pub struct Owner {
    #[diesel(column_name = person_id)]
    pub person: PersonId,
    /// As they gave it: who asks may have typed other letters.
    pub address: String,
    #[diesel(embed)]
    pub called: Called,
}

#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = people)]
pub struct Called {
    pub handle: String,
    pub language: Language,
}

/// All of a person's, the oldest first; without those that nobody verified in time.
pub async fn all(conn: &mut Conn, person: PersonId) -> QueryResult<Vec<Own>> {
    let is_waiting = addresses::expires_at.gt(OffsetDateTime::now_utc());
    Own::query()
        .filter(addresses::person_id.eq(person))
        .filter(addresses::verified_at.is_not_null().or(is_waiting))
        .order((addresses::created_at, addresses::id))
        .load(conn)
        .await
}

/// `None` for an address that nobody has verified.
pub async fn owner(conn: &mut Conn, address: &str) -> QueryResult<Option<Owner>> {
    addresses::table
        .inner_join(people::table)
        .filter(lower(addresses::address).eq(address.to_ascii_lowercase()))
        .filter(addresses::verified_at.is_not_null())
        .select(Owner::as_select())
        .first(conn)
        .await
        .optional()
}

/// Where a person's mail goes.
pub async fn verified(conn: &mut Conn, person: PersonId) -> QueryResult<Vec<String>> {
    addresses::table
        .filter(addresses::person_id.eq(person))
        .filter(addresses::verified_at.is_not_null())
        .order(addresses::id)
        .select(addresses::address)
        .load(conn)
        .await
}

pub async fn has_verified(conn: &mut Conn, person: PersonId) -> QueryResult<bool> {
    let verified = addresses::table
        .filter(addresses::person_id.eq(person))
        .filter(addresses::verified_at.is_not_null());
    diesel::select(exists(verified)).get_result(conn).await
}

/// Makes an address somebody's who has just joined by a link that was sent to it.
///
/// # Errors
/// `address_taken` when it is somebody else's by now; whose is not told.
pub async fn claim(conn: &mut Conn, person: PersonId, address: &str) -> Result<()> {
    let now = OffsetDateTime::now_utc();
    diesel::insert_into(addresses::table)
        .values((
            addresses::person_id.eq(person),
            addresses::address.eq(address),
            addresses::verified_at.eq(now),
            addresses::expires_at.eq(now),
        ))
        .execute(conn)
        .await
        .on_constraint(taken)?;
    Ok(())
}

/// The answer where two want one address: the index knows who was first.
pub(super) fn taken(constraint: &str) -> Option<Error> {
    (constraint == "mail_addresses_verified").then_some(Error::Conflict("address_taken"))
}
