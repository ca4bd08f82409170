//! Approving accounts that wait, where a moderator says who takes part.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use time::OffsetDateTime;

use crate::db::Conn;
use crate::db::schema::people;
use crate::people::Handle;

/// Whether they waited.
pub async fn approve(conn: &mut Conn, handle: &Handle) -> QueryResult<bool> {
    let waiting = people::table
        .filter(people::handle.eq(handle.as_str()))
        .filter(people::waiting_since.is_not_null());
    let n = diesel::update(waiting)
        .set(people::waiting_since.eq(None::<OffsetDateTime>))
        .execute(conn)
        .await?;
    Ok(n == 1)
}

/// Handle, display name, and since when they wait; the longest first.
pub async fn waiting(conn: &mut Conn) -> QueryResult<Vec<(String, String, OffsetDateTime)>> {
    people::table
        .filter(people::waiting_since.is_not_null())
        .order((people::waiting_since, people::handle))
        .select((
            people::handle,
            people::display_name,
            people::waiting_since.assume_not_null(),
        ))
        .load(conn)
        .await
}
