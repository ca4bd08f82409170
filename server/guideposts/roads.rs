//! The roles just before and just after a role, by the people who walked there.

use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Text};
use diesel_async::RunQueryDsl;

use crate::catalog::{Catalog, Kind};
use crate::db::Conn;
use crate::stories::gate;

/// A neighbouring role and how many people took that step.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Road {
    pub role: String,
    pub people: i64,
}

/// One career told twice is one person; each anonymous story is a person of its own, since nobody
/// may learn that two of them have the same author.
const PERSON: &str = "case stories.byline when 'named' then stories.author_id else stories.id end";

#[derive(QueryableByName)]
struct Step {
    #[diesel(sql_type = Text)]
    role: String,
    #[diesel(sql_type = BigInt)]
    people: i64,
}

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
        "select transitions.{shown} as role, count(distinct {PERSON}) as people \
         from transitions join stories on stories.id = transitions.story_id \
         where {} and transitions.{fixed} = any($1) and transitions.{shown} <> all($1) \
         group by 1 order by 2 desc, 1",
        gate::LISTED
    );
    let family = catalog.family(Kind::Role, role);
    let steps: Vec<Step> = diesel::sql_query(sql)
        .bind::<Array<Text>, _>(family)
        .load(conn)
        .await?;
    let mut roads: Vec<Road> = Vec::new();
    for it in steps {
        let role = catalog.current(Kind::Role, &it.role);
        match roads.iter_mut().find(|road| road.role == role) {
            Some(road) => road.people += it.people,
            None => roads.push(Road {
                role: role.to_owned(),
                people: it.people,
            }),
        }
    }
    Ok(roads)
}
