//! Roads that few have taken, each with a story that tells of it.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use crate::db::Conn;
use crate::db::ids::StoryId;
use crate::error::Result;
use crate::guideposts::roads::PERSON;
use crate::stories::card::Card;
use crate::stories::{gate, list};

#[derive(QueryableByName)]
struct Rare {
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
}

/// Stories that end with the steps which the fewest people took, to the roles which the fewest
/// reached; the newest of equals first, and one for each role.
pub async fn byways(conn: &mut Conn, most: u8) -> Result<Vec<Card>> {
    let sql = format!(
        "with steps as ( \
             select stories.id, stories.listed_at, {PERSON} as person, transitions.position, \
                 coalesce(before.merged_into, before.slug) as from_role, \
                 coalesce(after.merged_into, after.slug) as to_role \
             from transitions join stories on stories.id = transitions.story_id \
             join roles as before on before.slug = transitions.from_role \
             join roles as after on after.slug = transitions.to_role \
             where {} and not after.waypoint and transitions.from_role <> transitions.to_role), \
         travelled as (select from_role, to_role, count(distinct person) as people from steps group by 1, 2), \
         reached as (select to_role, count(distinct person) as people from steps group by 1), \
         ends as (select distinct on (id) * from steps order by id, position desc), \
         rarest as ( \
             select distinct on (to_role) ends.id, travelled.people as on_it, reached.people as at_its_end, ends.listed_at \
             from ends join travelled using (from_role, to_role) join reached using (to_role) \
             order by to_role, travelled.people, ends.listed_at desc, ends.id) \
         select id from rarest order by on_it, at_its_end, listed_at desc, id limit $1",
        gate::LISTED
    );
    let rare: Vec<Rare> = diesel::sql_query(sql)
        .bind::<BigInt, _>(i64::from(most))
        .load(conn)
        .await?;
    let ids: Vec<StoryId> = rare.into_iter().map(|it| StoryId(it.id)).collect();
    list::these(conn, &ids).await
}
