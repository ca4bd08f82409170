//! What the stories that reach a role say together: challenges, practices, tips.

use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Bool, Nullable, Text};
use diesel_async::RunQueryDsl;

use crate::catalog::{Catalog, Kind};
use crate::db::Conn;
use crate::i18n::Language;
use crate::stories::gate;

/// A kind of challenge met on the way to a role, with one approach to it or with all of them.
#[derive(Clone, Debug, QueryableByName)]
pub struct Met {
    #[diesel(sql_type = Text)]
    pub kind: String,
    #[diesel(sql_type = Nullable<Text>)]
    pub approach: Option<String>,
    /// Whether it counts the stories of the kind, whatever the approach.
    #[diesel(sql_type = Bool)]
    pub is_total: bool,
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

/// Challenges by frequency, then their approaches by frequency.
pub async fn challenges(conn: &mut Conn, catalog: &Catalog, role: &str) -> QueryResult<Vec<Met>> {
    let sql = format!(
        "select told.kind, told.approach, grouping(told.approach) = 1 as is_total, \
             count(distinct told.story_id) as stories \
         from (select stories.id as story_id, coalesce(kinds.merged_into, kinds.slug) as kind, \
                   coalesce(ways.merged_into, ways.slug) as approach \
               from stories join challenges on challenges.story_id = stories.id \
               join challenge_kinds as kinds on kinds.slug = challenges.kind \
               left join approaches as ways on ways.slug = challenges.approach \
               where {} and stories.reached && $1) as told \
         group by grouping sets ((told.kind), (told.kind, told.approach)) \
         order by is_total desc, stories desc, told.kind, told.approach",
        gate::LISTED
    );
    diesel::sql_query(sql)
        .bind::<Array<Text>, _>(catalog.family(Kind::Role, role))
        .load(conn)
        .await
}

/// Practices by frequency, each told by a story in the reader's language where there is one.
///
/// As for tips, what is chosen from is narrow enough to stand in indexes; texts are read of the chosen alone.
pub async fn practices(
    conn: &mut Conn,
    catalog: &Catalog,
    role: &str,
    language: Language,
) -> QueryResult<Vec<Used>> {
    let sql = format!(
        "with told as materialized (select stories.id, stories.language, stories.listed_at, uses.position, \
                 coalesce(list.merged_into, list.slug) as practice \
             from stories join story_practices as uses on uses.story_id = stories.id \
             join practices as list on list.slug = uses.practice \
             where {} and stories.reached && $1), \
         counts as (select practice, count(distinct id) as stories from told group by practice), \
         newest as (select distinct on (practice) practice, id, position from told \
             order by practice, language <> $2, listed_at desc, id, position) \
         select newest.practice, counts.stories, uses.applied_to, stories.slug, stories.title, stories.language \
         from newest join counts on counts.practice = newest.practice \
         join stories on stories.id = newest.id \
         join story_practices as uses on uses.story_id = newest.id and uses.position = newest.position",
        gate::LISTED
    );
    let mut used: Vec<Used> = diesel::sql_query(sql)
        .bind::<Array<Text>, _>(catalog.family(Kind::Role, role))
        .bind::<Text, _>(language.as_str())
        .load(conn)
        .await?;
    used.sort_by(|a, b| {
        b.stories
            .cmp(&a.stories)
            .then_with(|| a.practice.cmp(&b.practice))
    });
    Ok(used)
}

/// The newest tips for each audience, one of each story, in the reader's language first.
pub async fn tips(
    conn: &mut Conn,
    catalog: &Catalog,
    role: &str,
    language: Language,
) -> QueryResult<Vec<Advice>> {
    let sql = format!(
        "select placed.audience, told.html, told.slug, told.title, told.language from ( \
             select audience, id, position, row_number() over (partition by audience \
                 order by language <> $2, listed_at desc, id) as place \
             from (select tips.audience, stories.id, stories.language, stories.listed_at, \
                       min(tips.position) as position \
                   from stories join tips on tips.story_id = stories.id \
                   where {} and stories.reached && $1 and tips.audience is not null \
                   group by tips.audience, stories.id, stories.language, stories.listed_at) as first \
         ) as placed cross join lateral ( \
             select tips.text_html as html, stories.slug, stories.title, stories.language \
             from tips join stories on stories.id = tips.story_id \
             where tips.story_id = placed.id and tips.position = placed.position limit 1) as told \
         where placed.place <= {TIPS} order by placed.audience, placed.place",
        gate::LISTED
    );
    diesel::sql_query(sql)
        .bind::<Array<Text>, _>(catalog.family(Kind::Role, role))
        .bind::<Text, _>(language.as_str())
        .load(conn)
        .await
}
