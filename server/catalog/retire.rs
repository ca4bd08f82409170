//! Retiring an entry of the catalogue: it is no longer offered, stories keep it.

use diesel::sql_types::Text;
use diesel_async::{AsyncConnection, RunQueryDsl};

use crate::catalog::Kind;
use crate::catalog::unknown::no_such;
use crate::db::Conn;
use crate::error::Result;
use crate::events::{self, Event};

pub async fn retire(conn: &mut Conn, kind: Kind, slug: &str) -> Result<()> {
    conn.transaction(async |conn| {
        update(conn, kind, slug).await?;
        Ok(events::record(conn, Event::CatalogChanged).await?)
    })
    .await
}

async fn update(conn: &mut Conn, kind: Kind, slug: &str) -> Result<()> {
    let sql = format!(
        "update {} set retired_at = coalesce(retired_at, now()) where slug = $1",
        kind.table()
    );
    let changed = diesel::sql_query(sql)
        .bind::<Text, _>(slug)
        .execute(conn)
        .await?;
    if changed == 0 {
        return Err(no_such(conn, kind, slug).await);
    }
    Ok(())
}
