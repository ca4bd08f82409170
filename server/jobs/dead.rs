//! Jobs that failed too often, kept for somebody to look at.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use time::OffsetDateTime;

use crate::db::Conn;
use crate::db::schema::jobs;

#[derive(Clone, Debug, Queryable)]
pub struct Dead {
    pub id: i64,
    pub kind: String,
    pub attempts: i16,
    pub last_error: Option<String>,
    pub died_at: Option<OffsetDateTime>,
}

/// The dead jobs, the last to die first.
pub async fn dead(conn: &mut Conn, limit: i64) -> QueryResult<Vec<Dead>> {
    jobs::table
        .filter(jobs::died_at.is_not_null())
        .order((jobs::died_at.desc(), jobs::id.desc()))
        .limit(limit)
        .select((
            jobs::id,
            jobs::kind,
            jobs::attempts,
            jobs::last_error,
            jobs::died_at,
        ))
        .load(conn)
        .await
}
