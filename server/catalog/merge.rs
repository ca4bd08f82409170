//! Merging an entry of the catalogue into another: the old slug then means its successor.

use diesel::sql_types::Text;
use diesel_async::{AsyncConnection, RunQueryDsl};

use crate::catalog::unknown::no_such;
use crate::catalog::{Catalog, Kind};
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::events::{self, Event};

/// Stories keep the slug that they were written with; readers see the successor.
///
/// # Errors
/// When one of both does not exist, or the merge would close a circle.
pub async fn merge(conn: &mut Conn, kind: Kind, slug: &str, into: &str) -> Result<()> {
    conn.transaction(async |conn| {
        let lock = format!("lock table {} in share row exclusive mode", kind.table());
        diesel::sql_query(lock).execute(conn).await?;
        let catalog = Catalog::load(conn).await?;
        let Some(successor) = catalog.find(kind, into) else {
            return Err(no_such(conn, kind, into).await);
        };
        if successor.slug == slug || into == slug {
            return Err(Error::Conflict("merge_circle"));
        }
        let sql = format!(
            "update {} set merged_into = $2 where slug = $1",
            kind.table()
        );
        let changed = diesel::sql_query(sql)
            .bind::<Text, _>(slug)
            .bind::<Text, _>(&successor.slug)
            .execute(conn)
            .await?;
        if changed == 0 {
            return Err(no_such(conn, kind, slug).await);
        }
        // What meant this entry means its successor: there are no chains to follow.
        let sql = format!(
            "update {} set merged_into = $2 where merged_into = $1",
            kind.table()
        );
        diesel::sql_query(sql)
            .bind::<Text, _>(slug)
            .bind::<Text, _>(&successor.slug)
            .execute(conn)
            .await?;
        Ok(events::record(conn, Event::CatalogMerged).await?)
    })
    .await
}
