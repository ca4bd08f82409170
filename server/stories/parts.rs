//! The parts of a story as rows: read whole, written whole.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use crate::db::Conn;
use crate::db::ids::StoryId;
use crate::db::schema::{challenges, story_links, story_practices, tips, transitions};
use crate::stories::content::LinkKind;

#[derive(Clone, Debug, Eq, HasQuery, Insertable, PartialEq)]
#[diesel(table_name = transitions)]
pub struct Transition {
    pub story_id: StoryId,
    pub position: i16,
    pub from_role: Option<String>,
    pub to_role: Option<String>,
    pub title: Option<String>,
    pub organisation: Option<String>,
    pub started_on: Option<String>,
    pub route: Option<String>,
    pub scope: Option<String>,
    pub story_md: String,
    pub story_html: String,
}

#[derive(Clone, Debug, Eq, HasQuery, Insertable, PartialEq)]
#[diesel(table_name = challenges)]
pub struct Challenge {
    pub story_id: StoryId,
    pub position: i16,
    pub kind: Option<String>,
    pub faced_md: String,
    pub faced_html: String,
    pub approach: Option<String>,
    pub response_md: String,
    pub response_html: String,
    pub hindsight_md: Option<String>,
    pub hindsight_html: Option<String>,
}

#[derive(Clone, Debug, Eq, HasQuery, Insertable, PartialEq)]
#[diesel(table_name = story_practices)]
pub struct Practice {
    pub story_id: StoryId,
    pub position: i16,
    pub practice: Option<String>,
    pub applied_to: String,
    pub how_md: String,
    pub how_html: String,
    pub indicator: Option<String>,
    pub caveat_md: Option<String>,
    pub caveat_html: Option<String>,
}

#[derive(Clone, Debug, Eq, HasQuery, Insertable, PartialEq)]
#[diesel(table_name = tips)]
pub struct Tip {
    pub story_id: StoryId,
    pub position: i16,
    pub audience: Option<String>,
    pub text_md: String,
    pub text_html: String,
}

#[derive(Clone, Debug, Eq, HasQuery, Insertable, PartialEq)]
#[diesel(table_name = story_links)]
pub struct Link {
    pub story_id: StoryId,
    pub position: i16,
    pub kind: LinkKind,
    pub url: String,
    pub title: String,
}

#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Parts {
    pub transitions: Vec<Transition>,
    pub challenges: Vec<Challenge>,
    pub practices: Vec<Practice>,
    pub tips: Vec<Tip>,
    pub links: Vec<Link>,
}

impl Parts {
    pub async fn load(conn: &mut Conn, story: StoryId) -> QueryResult<Self> {
        Ok(Self {
            transitions: Transition::query()
                .filter(transitions::story_id.eq(story))
                .order(transitions::position)
                .load(conn)
                .await?,
            challenges: Challenge::query()
                .filter(challenges::story_id.eq(story))
                .order(challenges::position)
                .load(conn)
                .await?,
            practices: Practice::query()
                .filter(story_practices::story_id.eq(story))
                .order(story_practices::position)
                .load(conn)
                .await?,
            tips: Tip::query()
                .filter(tips::story_id.eq(story))
                .order(tips::position)
                .load(conn)
                .await?,
            links: Link::query()
                .filter(story_links::story_id.eq(story))
                .order(story_links::position)
                .load(conn)
                .await?,
        })
    }

    /// Writes them where none are. Inside the transaction of whoever saves.
    pub async fn insert(&self, conn: &mut Conn) -> QueryResult<()> {
        diesel::insert_into(transitions::table)
            .values(&self.transitions)
            .execute(conn)
            .await?;
        diesel::insert_into(challenges::table)
            .values(&self.challenges)
            .execute(conn)
            .await?;
        diesel::insert_into(story_practices::table)
            .values(&self.practices)
            .execute(conn)
            .await?;
        diesel::insert_into(tips::table)
            .values(&self.tips)
            .execute(conn)
            .await?;
        diesel::insert_into(story_links::table)
            .values(&self.links)
            .execute(conn)
            .await?;
        Ok(())
    }

    /// Writes them in the place of those that are there.
    pub async fn replace(&self, conn: &mut Conn, story: StoryId) -> QueryResult<()> {
        diesel::delete(transitions::table.filter(transitions::story_id.eq(story)))
            .execute(conn)
            .await?;
        diesel::delete(challenges::table.filter(challenges::story_id.eq(story)))
            .execute(conn)
            .await?;
        diesel::delete(story_practices::table.filter(story_practices::story_id.eq(story)))
            .execute(conn)
            .await?;
        diesel::delete(tips::table.filter(tips::story_id.eq(story)))
            .execute(conn)
            .await?;
        diesel::delete(story_links::table.filter(story_links::story_id.eq(story)))
            .execute(conn)
            .await?;
        self.insert(conn).await
    }
}
