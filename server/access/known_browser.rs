//! Browsers from which a person has signed in before. A browser is one as long as it keeps a cookie: another
//! program, a private window and a cleared one are new.

use diesel::dsl::exists;
use diesel::prelude::*;
use diesel::sql_types::{Binary, Bool, Timestamptz, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use crate::access::notice::{What, ways_changed};
use crate::access::secret::hash;
use crate::access::sign_in::Browser;
use crate::db::Conn;
use crate::db::ids::PersonId;
use crate::db::schema::known_browsers as known;

/// As long as browsers keep a cookie that is not renewed.
pub const LASTS: Duration = Duration::days(400);

/// Notes that this browser signs a person in, and tells them where it is new.
pub(super) async fn meet(
    conn: &mut Conn,
    person: PersonId,
    browser: Browser<'_>,
) -> QueryResult<()> {
    let is_new = match browser.mark {
        Some(mark) => remember(conn, person, mark).await?,
        None => true,
    };
    match is_new {
        true => ways_changed(conn, person, What::NewBrowser, browser.device).await,
        false => Ok(()),
    }
}

/// Whether this person has signed in from a browser. Asked for nobody and without a mark, too, it takes as long.
pub(super) async fn is_known(
    conn: &mut Conn,
    person: Option<PersonId>,
    mark: Option<&str>,
) -> QueryResult<bool> {
    let person = person.unwrap_or(PersonId(Uuid::nil()));
    let known = known::table.filter(known::person_id.eq(person));
    let known = known.filter(known::hash.eq(hash_of(person, mark.unwrap_or_default())));
    let known = known.filter(known::expires_at.gt(OffsetDateTime::now_utc()));
    diesel::select(exists(known)).get_result(conn).await
}

fn hash_of(person: PersonId, mark: &str) -> Vec<u8> {
    hash(&format!("{} {mark}", person.0))
}

/// Whether it was unknown.
async fn remember(conn: &mut Conn, person: PersonId, mark: &str) -> QueryResult<bool> {
    #[derive(QueryableByName)]
    struct Met {
        #[diesel(sql_type = Bool)]
        is_new: bool,
    }
    let met: Met = diesel::sql_query(
        "insert into known_browsers as known (person_id, hash, expires_at) values ($1, $2, $3) \
         on conflict (person_id, hash) do update set expires_at = excluded.expires_at \
         returning known.xmax = 0 as is_new",
    )
    .bind::<SqlUuid, _>(person.0)
    .bind::<Binary, _>(hash_of(person, mark))
    .bind::<Timestamptz, _>(OffsetDateTime::now_utc() + LASTS)
    .get_result(conn)
    .await?;
    Ok(met.is_new)
}
