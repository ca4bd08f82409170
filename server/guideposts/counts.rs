//! How many stories stand behind each entry of the catalogue.

use std::collections::HashMap;

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use diesel_async::RunQueryDsl;

use crate::catalog::{Catalog, Kind};
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
    pub async fn of_roles(conn: &mut Conn, catalog: &Catalog) -> QueryResult<Self> {
        Self::of(conn, catalog, Kind::Role, "reached").await
    }

    pub async fn of_practices(conn: &mut Conn, catalog: &Catalog) -> QueryResult<Self> {
        Self::of(conn, catalog, Kind::Practice, "practices").await
    }

    pub async fn of_challenges(conn: &mut Conn, catalog: &Catalog) -> QueryResult<Self> {
        Self::of(conn, catalog, Kind::Challenge, "challenges").await
    }

    pub fn get(&self, slug: &str) -> i64 {
        self.0.get(slug).copied().unwrap_or_default()
    }

    async fn of(
        conn: &mut Conn,
        catalog: &Catalog,
        kind: Kind,
        column: &'static str,
    ) -> QueryResult<Self> {
        let sql = format!(
            "select told.slug, count(*) as n from stories, unnest(stories.{column}) as told (slug) \
             where {} group by told.slug",
            gate::LISTED
        );
        let counts: Vec<Count> = diesel::sql_query(sql).load(conn).await?;
        let mut by_slug = HashMap::new();
        for it in counts {
            *by_slug
                .entry(catalog.current(kind, &it.slug).to_owned())
                .or_default() += it.n;
        }
        Ok(Self(by_slug))
    }
}
