//! Who waits for a moderator's approval, the longest first.

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Timestamptz, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::db::fixed::Fixed;
use crate::db::schema::people;
use crate::db::{Conn, keyset};
use crate::people::Person;

/// More are not counted, as nobody looks at so many.
pub const MOST_COUNTED: i64 = 100;

const WAITS: Fixed = Fixed("people.waiting_since is not null and people.suspended_at is null");

/// Since when somebody waits, and who they are: a place in the list.
pub type Place = (OffsetDateTime, Uuid);

/// As many as are asked for, after a place, and where the list goes on.
pub async fn page(
    conn: &mut Conn,
    after: Option<Place>,
    n: u8,
) -> QueryResult<(Vec<Person>, Option<Place>)> {
    let (at, id) = after.unwrap_or((OffsetDateTime::UNIX_EPOCH, Uuid::nil()));
    let is_after = sql::<Bool>("(people.waiting_since, people.id) > (")
        .bind::<Timestamptz, _>(at)
        .sql(", ")
        .bind::<SqlUuid, _>(id)
        .sql(")");
    let found: Vec<Person> = Person::query()
        .filter(WAITS)
        .filter(is_after)
        .order((people::waiting_since, people::id))
        .limit(i64::from(n) + 1)
        .load(conn)
        .await?;
    let place = |it: &Person| Some((it.waiting_since?, it.id.0));
    Ok(keyset::cut(found, n, place))
}

/// How many wait, up to [`MOST_COUNTED`].
pub async fn count(conn: &mut Conn) -> QueryResult<i64> {
    #[derive(QueryableByName)]
    struct Counted {
        #[diesel(sql_type = BigInt)]
        n: i64,
    }
    let counted: Counted = diesel::sql_query(
        "select count(*) as n from (select from people \
         where waiting_since is not null and suspended_at is null limit $1) as waiting",
    )
    .bind::<BigInt, _>(MOST_COUNTED)
    .get_result(conn)
    .await?;
    Ok(counted.n)
}

/// Handle, display name, and since when they wait.
pub async fn all(conn: &mut Conn) -> QueryResult<Vec<(String, String, OffsetDateTime)>> {
    people::table
        .filter(WAITS)
        .filter(people::waiting_since.is_not_null())
        .order((people::waiting_since, people::id))
        .select((
            people::handle,
            people::display_name,
            people::waiting_since.assume_not_null(),
        ))
        .load(conn)
        .await
}
