//! How many stories stand behind each entry of the catalogue.

use std::collections::HashMap;

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use diesel_async::RunQueryDsl;

use crate::catalog::Kind;
use crate::db::Conn;
use crate::stories::gate;

/// Stories by slug; merged slugs are counted with their successor.
#[derive(Clone, Debug, Default)]
pub struct Counts(HashMap<String, i64>);

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = Text)]
    slug: String,
    #[diesel(sql_type = BigInt)]
    n: i64,
}

impl Counts {
    /// Stories that reach each role.
    pub async fn of_roles(conn: &mut Conn) -> QueryResult<Self> {
        Self::of(conn, Kind::Role, "reached").await
    }

    pub async fn of_practices(conn: &mut Conn) -> QueryResult<Self> {
        Self::of(conn, Kind::Practice, "practices").await
    }

    pub async fn of_challenges(conn: &mut Conn) -> QueryResult<Self> {
        Self::of(conn, Kind::Challenge, "challenges").await
    }

    pub fn get(&self, slug: &str) -> i64 {
        self.0.get(slug).copied().unwrap_or_default()
    }

    async fn of(conn: &mut Conn, kind: Kind, column: &'static str) -> QueryResult<Self> {
        let sql = format!(
            "select coalesce(list.merged_into, list.slug) as slug, count(distinct stories.id) as n \
             from stories cross join unnest(stories.{column}) as told (slug) \
             join {} as list on list.slug = told.slug \
             where {} group by 1",
            kind.table(),
            gate::LISTED
        );
        let counts: Vec<Count> = diesel::sql_query(sql).load(conn).await?;
        Ok(Self(counts.into_iter().map(|it| (it.slug, it.n)).collect()))
    }
}
