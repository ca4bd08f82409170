//! Approving and refusing accounts that wait, where a moderator says who takes part.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use time::OffsetDateTime;

use crate::db::Conn;
use crate::db::ids::PersonId;
use crate::db::schema::people;
use crate::people::Handle;

/// Whether they waited, or had been refused: what an operator says is said last.
pub async fn approve(conn: &mut Conn, handle: &Handle) -> QueryResult<bool> {
    let waiting = people::table
        .filter(people::handle.eq(handle.as_str()))
        .filter(people::waiting_since.is_not_null());
    let n = diesel::update(waiting)
        .set((
            people::waiting_since.eq(None::<OffsetDateTime>),
            people::suspended_at.eq(None::<OffsetDateTime>),
        ))
        .execute(conn)
        .await?;
    Ok(n == 1)
}

/// Whether they still waited: of two who decide, one does.
pub async fn admit(conn: &mut Conn, person: PersonId) -> QueryResult<bool> {
    let waiting = people::table
        .find(person)
        .filter(people::waiting_since.is_not_null())
        .filter(people::suspended_at.is_null());
    let n = diesel::update(waiting)
        .set(people::waiting_since.eq(None::<OffsetDateTime>))
        .execute(conn)
        .await?;
    Ok(n == 1)
}

/// Whether they still waited. Who is refused stays unseen, and reads why as the suspended do; the account
/// goes after [`super::forget::REFUSED_FOR`].
pub async fn refuse(conn: &mut Conn, person: PersonId, at: OffsetDateTime) -> QueryResult<bool> {
    let waiting = people::table
        .find(person)
        .filter(people::waiting_since.is_not_null())
        .filter(people::suspended_at.is_null());
    let n = diesel::update(waiting)
        .set(people::suspended_at.eq(at))
        .execute(conn)
        .await?;
    Ok(n == 1)
}
