//! Giving an entry of the catalogue other names; its slug stays.

use diesel::sql_types::{Nullable, Text};
use diesel_async::{AsyncConnection, RunQueryDsl};

use crate::catalog::Kind;
use crate::catalog::unknown::no_such;
use crate::db::Conn;
use crate::error::{Error, OnConstraint, Result};
use crate::events::{self, Event};

/// Changes the names that are given.
pub async fn rename(
    conn: &mut Conn,
    kind: Kind,
    slug: &str,
    ja: Option<&str>,
    en: Option<&str>,
) -> Result<()> {
    conn.transaction(async |conn| {
        update(conn, kind, slug, [ja, en]).await?;
        Ok(events::record(conn, Event::CatalogChanged).await?)
    })
    .await
}

async fn update(
    conn: &mut Conn,
    kind: Kind,
    slug: &str,
    [ja, en]: [Option<&str>; 2],
) -> Result<()> {
    let sql = format!(
        "update {} set ja = coalesce($2, ja), en = coalesce($3, en) where slug = $1",
        kind.table()
    );
    let changed = diesel::sql_query(sql)
        .bind::<Text, _>(slug)
        .bind::<Nullable<Text>, _>(ja)
        .bind::<Nullable<Text>, _>(en)
        .execute(conn)
        .await
        .on_constraint(|name| {
            let is_name = name.ends_with("_names_length");
            is_name.then(|| Error::fault("/name", "bad_name"))
        })?;
    if changed == 0 {
        return Err(no_such(conn, kind, slug).await);
    }
    Ok(())
}
