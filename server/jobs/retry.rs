//! Giving dead jobs their attempts anew, when what they failed of has been mended.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Nullable};
use diesel_async::{AsyncConnection, RunQueryDsl};

use crate::db::Conn;
use crate::jobs::enqueue::ring;

/// Tries one dead job again, or all. Returns how many.
///
/// One that shares its key with a job that lives, or died later, stays dead: the other does its work.
pub async fn retry(conn: &mut Conn, id: Option<i64>) -> QueryResult<usize> {
    conn.transaction(async |conn| {
        let revived = diesel::sql_query(
            "update jobs set died_at = null, attempts = 0, run_at = now() \
             where died_at is not null and ($1 is null or id = $1) \
               and not exists (select from jobs as other where other.key = jobs.key \
                   and (other.died_at is null or other.id > jobs.id))",
        )
        .bind::<Nullable<BigInt>, _>(id)
        .execute(conn)
        .await?;
        ring(conn).await?;
        Ok(revived)
    })
    .await
}
