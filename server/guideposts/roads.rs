//! The roles just before and just after a role, by the people who walked there.

use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Text};
use diesel_async::RunQueryDsl;

use crate::catalog::{Catalog, Kind};
use crate::db::Conn;
use crate::stories::gate;

/// A neighbouring role and how many people took that step.
#[derive(Clone, Debug, Eq, PartialEq, QueryableByName)]
pub struct Road {
    #[diesel(sql_type = Text)]
    pub role: String,
    #[diesel(sql_type = BigInt)]
    pub people: i64,
}

/// One career told twice is one person; each anonymous story is a person of its own, since nobody
/// may learn that two of them have the same author.
pub(super) const PERSON: &str =
    "case stories.byline when 'named' then stories.author_id else stories.id end";

/// The roles from which people came, most travelled first.
pub async fn leading_to(conn: &mut Conn, catalog: &Catalog, role: &str) -> QueryResult<Vec<Road>> {
    steps(conn, catalog, role, "from_role", "to_role").await
}

/// The roles to which people went on, most travelled first.
pub async fn going_on(conn: &mut Conn, catalog: &Catalog, role: &str) -> QueryResult<Vec<Road>> {
    steps(conn, catalog, role, "to_role", "from_role").await
}

async fn steps(
    conn: &mut Conn,
    catalog: &Catalog,
    role: &str,
    shown: &'static str,
    fixed: &'static str,
) -> QueryResult<Vec<Road>> {
    let sql = format!(
        "select coalesce(roles.merged_into, roles.slug) as role, count(distinct {PERSON}) as people \
         from transitions join stories on stories.id = transitions.story_id \
         join roles on roles.slug = transitions.{shown} \
         where {} and transitions.{fixed} = any($1) and transitions.{shown} <> all($1) \
         group by 1 order by 2 desc, 1",
        gate::LISTED
    );
    diesel::sql_query(sql)
        .bind::<Array<Text>, _>(catalog.family(Kind::Role, role))
        .load(conn)
        .await
}
