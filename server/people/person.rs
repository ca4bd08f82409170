//! A person, as the others see them.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use time::OffsetDateTime;

use crate::db::Conn;
use crate::db::ids::PersonId;
use crate::db::schema::people;
use crate::i18n::Language;
use crate::people::Handle;
use crate::people::links::Links;

#[derive(Clone, Debug, HasQuery)]
#[diesel(table_name = people)]
pub struct Person {
    pub id: PersonId,
    pub handle: Handle,
    pub display_name: String,
    pub bio_md: String,
    pub bio_html: String,
    pub links: Links,
    pub language: Language,
    /// An IANA name, such as `Asia/Tokyo`.
    pub time_zone: String,
    pub moderator: bool,
    /// Set as long as they wait for a moderator's approval.
    pub waiting_since: Option<OffsetDateTime>,
    pub created_at: OffsetDateTime,
    pub updated_at: OffsetDateTime,
}

impl Person {
    pub async fn by_handle(conn: &mut Conn, handle: &Handle) -> QueryResult<Self> {
        Self::query()
            .filter(people::handle.eq(handle.as_str()))
            .first(conn)
            .await
    }

    /// As this viewer may see them: who waits for approval is seen by nobody else.
    pub async fn seen_by(
        conn: &mut Conn,
        handle: &Handle,
        viewer: Option<PersonId>,
    ) -> QueryResult<Self> {
        let person = Self::by_handle(conn, handle).await?;
        match person.waiting_since.is_none() || viewer == Some(person.id) {
            true => Ok(person),
            false => Err(diesel::NotFound),
        }
    }

    pub async fn by_id(conn: &mut Conn, id: PersonId) -> QueryResult<Self> {
        Self::query().find(id).first(conn).await
    }

    /// As many as are asked for, by handle.
    pub async fn first(conn: &mut Conn, n: usize) -> QueryResult<Vec<Self>> {
        Self::query()
            .order(people::handle)
            .limit(i64::try_from(n).unwrap_or(i64::MAX))
            .load(conn)
            .await
    }
}

/// The handles of several people.
pub async fn handles(conn: &mut Conn, people: &[PersonId]) -> QueryResult<Vec<(PersonId, String)>> {
    people::table
        .filter(people::id.eq_any(people))
        .select((people::id, people::handle))
        .load(conn)
        .await
}
