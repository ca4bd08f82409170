//! How the queue stands, in figures.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Double};
use diesel_async::RunQueryDsl;

use crate::db::Conn;

#[derive(Clone, Copy, Debug, PartialEq, QueryableByName)]
pub struct Figures {
    /// Due, and nobody has them yet.
    #[diesel(sql_type = BigInt)]
    pub ready: i64,
    #[diesel(sql_type = BigInt)]
    pub running: i64,
    #[diesel(sql_type = BigInt)]
    pub dead: i64,
    /// How long the one that has been ready for longest has waited, in seconds; 0 without any.
    #[diesel(sql_type = Double)]
    pub oldest_ready: f64,
}

impl Figures {
    pub async fn of(conn: &mut Conn) -> QueryResult<Self> {
        diesel::sql_query(
            "select count(*) filter (where is_ready) as ready, \
                 count(*) filter (where locked_by is not null) as running, \
                 count(*) filter (where died_at is not null) as dead, \
                 coalesce(extract(epoch from now() - min(run_at) filter (where is_ready)), 0)::float8 \
                     as oldest_ready \
             from jobs, lateral (select died_at is null and locked_by is null and run_at <= now() \
                 as is_ready) as this",
        )
        .get_result(conn)
        .await
    }
}
