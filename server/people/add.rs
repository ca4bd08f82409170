//! Adding a person.

use diesel::prelude::*;
use diesel_async::{AsyncConnection, RunQueryDsl};

use crate::db::Conn;
use crate::db::ids::PersonId;
use crate::db::schema::{handles, people};
use crate::error::{Error, Fault, OnConstraint, Result};
use crate::i18n::Language;
use crate::people::Handle;
use crate::text::{clean, markdown};

/// The ids of a bio's footnotes begin with this.
const BIO_PREFIX: &str = "bio-";

#[derive(Clone, Debug)]
pub struct NewPerson {
    pub handle: Handle,
    /// The handle where it is empty.
    pub display_name: String,
    pub bio_md: String,
    pub language: Language,
    pub time_zone: String,
    pub moderator: bool,
}

impl NewPerson {
    pub fn named(handle: Handle) -> Self {
        Self {
            handle,
            display_name: String::new(),
            bio_md: String::new(),
            language: Language::Japanese,
            time_zone: "Asia/Tokyo".to_owned(),
            moderator: false,
        }
    }
}

/// Gives the handle out, for good, and makes the account.
pub async fn add(conn: &mut Conn, person: NewPerson) -> Result<PersonId> {
    let name = clean::line(&person.display_name)
        .map_err(|it| Error::Invalid(vec![forbidden("/display_name", &it)]))?;
    let name = if name.is_empty() {
        person.handle.to_string()
    } else {
        name
    };
    let bio = clean::paragraphs(&person.bio_md)
        .map_err(|it| Error::Invalid(vec![forbidden("/bio_md", &it)]))?;
    let (bio, html) = tokio::task::spawn_blocking(move || {
        let html = markdown::render(&bio, BIO_PREFIX);
        (bio, html)
    })
    .await?;
    let html = html.map_err(|it| Error::fault("/bio_md", it.code()))?;
    conn.transaction(async |conn| {
        diesel::insert_into(handles::table)
            .values(handles::handle.eq(person.handle.as_str()))
            .execute(conn)
            .await
            .on_constraint(|name| {
                (name == "handles_pkey").then(|| Error::fault("/handle", "handle_taken"))
            })?;
        let person = (
            people::handle.eq(person.handle.as_str()),
            people::display_name.eq(name),
            people::bio_md.eq(bio),
            people::bio_html.eq(html),
            people::bio_policy.eq(markdown::POLICY),
            people::language.eq(person.language),
            people::time_zone.eq(person.time_zone),
            people::moderator.eq(person.moderator),
        );
        diesel::insert_into(people::table)
            .values(person)
            .returning(people::id)
            .get_result(conn)
            .await
            .on_constraint(|name| match name {
                "people_display_name_length" => Some(too_long("/display_name", 60)),
                "people_bio_length" => Some(too_long("/bio_md", 2000)),
                _ => None,
            })
    })
    .await
}

fn too_long(pointer: &str, max: usize) -> Error {
    Error::Invalid(vec![Fault::new(pointer, "too_long").with("max", max)])
}

fn forbidden(pointer: &str, found: &clean::ForbiddenCharacter) -> Fault {
    Fault::new(pointer, "forbidden_character")
        .with("character", format!("U+{:04X}", u32::from(found.0)))
}
