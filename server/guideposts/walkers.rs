//! The people who made the move to a role, each with the newest of their stories that tells of it.

use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Text, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use crate::catalog::{Catalog, Kind};
use crate::db::Conn;
use crate::db::ids::StoryId;
use crate::error::Result;
use crate::stories::card::Card;
use crate::stories::{gate, list};

#[derive(QueryableByName)]
struct Told {
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
}

/// Only those who show their names; who wrote anonymously walks here unseen.
pub async fn walkers(
    conn: &mut Conn,
    catalog: &Catalog,
    role: &str,
    most: u8,
) -> Result<Vec<Card>> {
    let sql = format!(
        "select id from ( \
             select distinct on (stories.author_id) stories.id, stories.listed_at from stories \
             where {} and stories.reached && $1 \
             order by stories.author_id, stories.listed_at desc, stories.id) as newest \
         order by listed_at desc, id limit $2",
        gate::LISTED_BY_NAME
    );
    let told: Vec<Told> = diesel::sql_query(sql)
        .bind::<Array<Text>, _>(catalog.family(Kind::Role, role))
        .bind::<BigInt, _>(i64::from(most))
        .load(conn)
        .await?;
    let ids: Vec<StoryId> = told.into_iter().map(|it| StoryId(it.id)).collect();
    list::these(conn, &ids).await
}
