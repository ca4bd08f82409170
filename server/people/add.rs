//! Adding a person.

use diesel::prelude::*;
use diesel_async::{AsyncConnection, RunQueryDsl};
use time::OffsetDateTime;

use crate::db::Conn;
use crate::db::ids::PersonId;
use crate::db::schema::{handles, people};
use crate::error::{Error, OnConstraint, Result};
use crate::i18n::Language;
use crate::people::bio::Bio;
use crate::people::{Handle, display_name};
use crate::text::markdown;

#[derive(Clone, Debug)]
pub struct NewPerson {
    pub id: PersonId,
    pub handle: Handle,
    /// The handle where it is empty.
    pub display_name: String,
    pub bio_md: String,
    pub language: Language,
    pub time_zone: String,
    pub moderator: bool,
    /// Others see nothing of them before a moderator approves.
    pub waits: bool,
}

impl NewPerson {
    pub fn named(handle: Handle) -> Self {
        Self {
            id: PersonId::random(),
            handle,
            display_name: String::new(),
            bio_md: String::new(),
            language: Language::Japanese,
            time_zone: "Asia/Tokyo".to_owned(),
            moderator: false,
            waits: false,
        }
    }
}

/// Gives the handle out, for good, and makes the account.
pub async fn add(conn: &mut Conn, person: NewPerson) -> Result<PersonId> {
    let name = display_name::parse(&person.display_name).map_err(|it| Error::Invalid(vec![it]))?;
    let name = if name.is_empty() {
        person.handle.to_string()
    } else {
        name
    };
    let bio = Bio::render(&person.bio_md).await?;
    conn.transaction(async |conn| {
        diesel::insert_into(handles::table)
            .values(handles::handle.eq(person.handle.as_str()))
            .execute(conn)
            .await
            .on_constraint(|name| {
                (name == "handles_pkey").then(|| Error::fault("/handle", "handle_taken"))
            })?;
        let person = (
            people::id.eq(person.id),
            people::handle.eq(person.handle.as_str()),
            people::display_name.eq(name),
            people::bio_md.eq(bio.md),
            people::bio_html.eq(bio.html),
            people::bio_policy.eq(markdown::POLICY),
            people::language.eq(person.language),
            people::time_zone.eq(person.time_zone),
            people::moderator.eq(person.moderator),
            people::waiting_since.eq(person.waits.then(OffsetDateTime::now_utc)),
        );
        diesel::insert_into(people::table)
            .values(person)
            .returning(people::id)
            .get_result(conn)
            .await
            .map_err(Error::from)
    })
    .await
}
