//! Changing what a person shows of themselves, and how the site speaks to them.

use diesel::prelude::*;
use diesel_async::{AsyncConnection, RunQueryDsl};
use time::OffsetDateTime;

use crate::db::Conn;
use crate::db::ids::PersonId;
use crate::db::schema::people;
use crate::error::{Error, Fault, Result};
use crate::events::{self, Event};
use crate::i18n::Language;
use crate::people::bio::Bio;
use crate::people::links::{Link, Links};
use crate::people::{display_name, time_zone};
use crate::text::markdown;

/// What is to be something else from now on.
#[derive(Clone, Debug, Default)]
pub struct Change {
    pub display_name: Option<String>,
    pub bio_md: Option<String>,
    pub links: Option<Vec<Link>>,
    pub language: Option<Language>,
    pub time_zone: Option<String>,
}

#[derive(AsChangeset)]
#[diesel(table_name = people)]
struct Columns {
    display_name: Option<String>,
    bio_md: Option<String>,
    bio_html: Option<String>,
    bio_policy: Option<i32>,
    links: Option<Links>,
    language: Option<Language>,
    time_zone: Option<&'static str>,
    updated_at: OffsetDateTime,
}

/// # Errors
/// [`Error::Invalid`] with every broken rule; then nothing is changed.
pub async fn change(conn: &mut Conn, person: PersonId, change: Change) -> Result<()> {
    let mut faults = Vec::new();
    let name = change.display_name.as_deref().map(name);
    let name = kept(name, &mut faults)?;
    let zone = change.time_zone.as_deref().map(zone);
    let time_zone = kept(zone, &mut faults)?;
    let bio = match change.bio_md.as_deref() {
        Some(text) => kept(Some(Bio::render(text).await), &mut faults)?,
        None => None,
    };
    let links = change.links.as_deref().map(Links::parse);
    let links = kept(links, &mut faults)?;
    if !faults.is_empty() {
        return Err(Error::Invalid(faults));
    }
    let columns = Columns {
        display_name: name,
        bio_policy: bio.as_ref().map(|_| markdown::POLICY),
        bio_html: bio.as_ref().map(|it| it.html.clone()),
        bio_md: bio.map(|it| it.md),
        links,
        language: change.language,
        time_zone,
        updated_at: OffsetDateTime::now_utc(),
    };
    conn.transaction(async |conn| write(conn, person, columns).await)
        .await
}

async fn write(conn: &mut Conn, person: PersonId, columns: Columns) -> Result<()> {
    let called = people::table
        .find(person)
        .select(people::display_name)
        .for_no_key_update();
    let before: String = called.first(conn).await?;
    let is_renamed = columns
        .display_name
        .as_ref()
        .is_some_and(|it| *it != before);
    diesel::update(people::table.find(person))
        .set(columns)
        .execute(conn)
        .await?;
    if is_renamed {
        events::record(conn, Event::PersonRenamed(person)).await?;
    }
    Ok(())
}

fn name(text: &str) -> Result<String> {
    match display_name::parse(text) {
        Ok(name) if name.is_empty() => Err(Error::fault("/display_name", "bad_name")),
        Ok(name) => Ok(name),
        Err(fault) => Err(Error::Invalid(vec![fault])),
    }
}

fn zone(name: &str) -> Result<&'static str> {
    time_zone::parse(name).ok_or_else(|| Error::fault("/time_zone", "unknown_time_zone"))
}

/// Puts the faults of a value to the others; other failures end it all.
fn kept<T>(value: Option<Result<T>>, faults: &mut Vec<Fault>) -> Result<Option<T>> {
    match value.transpose() {
        Err(Error::Invalid(more)) => {
            faults.extend(more);
            Ok(None)
        }
        value => value,
    }
}
