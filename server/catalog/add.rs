//! Adding an entry to a list of the catalogue.

use diesel::sql_types::{Array, Nullable, Text};
use diesel_async::{AsyncConnection, RunQueryDsl};

use crate::catalog::unknown::unknown;
use crate::catalog::{Catalog, Kind};
use crate::db::Conn;
use crate::error::{Error, OnConstraint, Result};
use crate::events::{self, Event};

#[derive(Clone, Debug)]
pub struct NewEntry {
    pub slug: String,
    pub ja: String,
    pub en: String,
    pub track: Option<String>,
    pub aliases: Vec<String>,
}

/// Adds it at the end of its list.
pub async fn add(conn: &mut Conn, kind: Kind, entry: NewEntry) -> Result<()> {
    conn.transaction(async |conn| {
        insert(conn, kind, entry).await?;
        Ok(events::record(conn, Event::CatalogChanged).await?)
    })
    .await
}

async fn insert(conn: &mut Conn, kind: Kind, entry: NewEntry) -> Result<()> {
    if let Some(track) = entry.track.as_deref().filter(|_| kind == Kind::Role) {
        let catalog = Catalog::load(conn).await?;
        if catalog.find(Kind::Track, track).is_none() {
            let fault = unknown("/track".to_owned(), &catalog, Kind::Track, track);
            return Err(Error::Invalid(vec![fault]));
        }
    }
    let table = kind.table();
    let (column, value) = match kind {
        Kind::Role => (", track", ", $5"),
        _ => ("", " "),
    };
    let sql = format!(
        "insert into {table} (slug, ja, en, aliases{column}, position) \
         select $1, $2, $3, $4{value}, coalesce(max(position), 0) + 1 from {table}"
    );
    let insert = diesel::sql_query(sql)
        .bind::<Text, _>(entry.slug)
        .bind::<Text, _>(entry.ja)
        .bind::<Text, _>(entry.en)
        .bind::<Array<Text>, _>(entry.aliases);
    let inserted = match kind {
        Kind::Role => {
            insert
                .bind::<Nullable<Text>, _>(entry.track)
                .execute(conn)
                .await
        }
        _ => insert.execute(conn).await,
    };
    inserted.on_constraint(|name| match name.strip_prefix(table)? {
        "_pkey" => Some(Error::fault("/slug", "slug_taken")),
        "_slug_form" => Some(Error::fault("/slug", "bad_slug")),
        "_names_length" => Some(Error::fault("/name", "bad_name")),
        _ => None,
    })?;
    Ok(())
}
