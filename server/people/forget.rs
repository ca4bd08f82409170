//! Removing accounts that never took part.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text, Timestamptz};
use diesel_async::{AsyncConnection, RunQueryDsl};
use time::{Duration, OffsetDateTime};

use crate::db::Conn;
use crate::db::schema::handles;

/// How long a refused account stays, for its reason to be read and answered.
pub const REFUSED_FOR: Duration = Duration::days(30);

/// Removes accounts that moderators refused long ago, `limit` at most, with all that belongs to them. Returns
/// how many.
///
/// Their handles may be chosen again: nobody but themselves and moderators ever saw them, so nobody takes one for
/// another, and who joins in bulk keeps no names from others. What was shown once is never given out again.
pub async fn refused(conn: &mut Conn, limit: i64) -> QueryResult<usize> {
    conn.transaction(async |conn| {
        let handles: Vec<Gone> = diesel::sql_query(
            "delete from people where id in (select id from people \
             where waiting_since is not null and suspended_at <= $1 limit $2 for update skip locked) \
             returning handle",
        )
        .bind::<Timestamptz, _>(OffsetDateTime::now_utc() - REFUSED_FOR)
        .bind::<BigInt, _>(limit)
        .load(conn)
        .await?;
        let free = handles::table.filter(handles::handle.eq_any(handles.iter().map(|it| &it.handle)));
        diesel::delete(free).execute(conn).await?;
        Ok(handles.len())
    })
    .await
}

#[derive(QueryableByName)]
struct Gone {
    #[diesel(sql_type = Text)]
    handle: String,
}
