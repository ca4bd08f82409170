//! What the stories that reach a role say together: challenges, practices, tips.

use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Nullable, Text};
use diesel_async::RunQueryDsl;

use crate::catalog::{Catalog, Kind};
use crate::db::Conn;
use crate::stories::gate;

/// A kind of challenge met on the way to a role, with one approach to it.
#[derive(Clone, Debug, QueryableByName)]
pub struct Met {
    #[diesel(sql_type = Text)]
    pub kind: String,
    #[diesel(sql_type = Nullable<Text>)]
    pub approach: Option<String>,
    #[diesel(sql_type = BigInt)]
    pub stories: i64,
}

/// A practice that was of use in a role: how many stories say so, and what the newest one did with it.
#[derive(Clone, Debug, QueryableByName)]
pub struct Used {
    #[diesel(sql_type = Text)]
    pub practice: String,
    #[diesel(sql_type = BigInt)]
    pub stories: i64,
    #[diesel(sql_type = Text)]
    pub applied_to: String,
    #[diesel(sql_type = Text)]
    pub slug: String,
    #[diesel(sql_type = Text)]
    pub title: String,
    #[diesel(sql_type = Text)]
    pub language: String,
}

/// A piece of advice and the story that gives it.
#[derive(Clone, Debug, QueryableByName)]
pub struct Advice {
    #[diesel(sql_type = Text)]
    pub audience: String,
    #[diesel(sql_type = Text)]
    pub html: String,
    #[diesel(sql_type = Text)]
    pub slug: String,
    #[diesel(sql_type = Text)]
    pub title: String,
    #[diesel(sql_type = Text)]
    pub language: String,
}

/// How many tips for one audience stand in a digest.
const TIPS: i64 = 3;

/// Challenges by frequency, each with its approaches by frequency.
pub async fn challenges(conn: &mut Conn, catalog: &Catalog, role: &str) -> QueryResult<Vec<Met>> {
    let sql = format!(
        "select challenges.kind, challenges.approach, count(distinct stories.id) as stories \
         from stories join challenges on challenges.story_id = stories.id \
         where {} and stories.reached && $1 and challenges.kind is not null \
         group by 1, 2 order by 3 desc, 1, 2",
        gate::LISTED
    );
    diesel::sql_query(sql)
        .bind::<Array<Text>, _>(catalog.family(Kind::Role, role))
        .load(conn)
        .await
}

/// Practices by frequency.
pub async fn practices(conn: &mut Conn, catalog: &Catalog, role: &str) -> QueryResult<Vec<Used>> {
    let sql = format!(
        "select distinct on (uses.practice) uses.practice, counted.stories, uses.applied_to, \
             stories.slug, stories.title, stories.language \
         from stories join story_practices as uses on uses.story_id = stories.id \
         join (select told.practice, count(distinct stories.id) as stories \
               from stories join story_practices as told on told.story_id = stories.id \
               where {0} and stories.reached && $1 group by 1) as counted \
             on counted.practice = uses.practice \
         where {0} and stories.reached && $1 \
         order by uses.practice, stories.listed_at desc, stories.id, uses.position",
        gate::LISTED
    );
    let mut used: Vec<Used> = diesel::sql_query(sql)
        .bind::<Array<Text>, _>(catalog.family(Kind::Role, role))
        .load(conn)
        .await?;
    used.sort_by(|a, b| {
        b.stories
            .cmp(&a.stories)
            .then_with(|| a.practice.cmp(&b.practice))
    });
    Ok(used)
}

/// The newest tips for each audience, one of each story.
pub async fn tips(conn: &mut Conn, catalog: &Catalog, role: &str) -> QueryResult<Vec<Advice>> {
    let sql = format!(
        "select audience, html, slug, title, language from ( \
             select tips.audience, tips.text_html as html, stories.slug, stories.title, stories.language, \
                 row_number() over (partition by tips.audience order by stories.listed_at desc, stories.id) as place \
             from stories join tips on tips.story_id = stories.id \
             where {} and stories.reached && $1 and tips.audience is not null \
                 and tips.position = (select min(first.position) from tips as first \
                     where first.story_id = tips.story_id and first.audience = tips.audience) \
         ) as placed where place <= {TIPS} order by audience, place",
        gate::LISTED
    );
    diesel::sql_query(sql)
        .bind::<Array<Text>, _>(catalog.family(Kind::Role, role))
        .load(conn)
        .await
}
