//! The parts of a story as rows: read whole, written whole.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use crate::db::Conn;
use crate::db::ids::StoryId;
use crate::db::schema::{challenges, story_links, story_practices, tips, transitions};
use crate::stories::content::{self, Content, LinkKind};

#[derive(Clone, Debug, HasQuery, Insertable)]
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

#[derive(Clone, Debug, HasQuery, Insertable)]
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

#[derive(Clone, Debug, HasQuery, Insertable)]
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

#[derive(Clone, Debug, HasQuery, Insertable)]
#[diesel(table_name = tips)]
pub struct Tip {
    pub story_id: StoryId,
    pub position: i16,
    pub audience: Option<String>,
    pub text_md: String,
    pub text_html: String,
}

#[derive(Clone, Debug, HasQuery, Insertable)]
#[diesel(table_name = story_links)]
pub struct Link {
    pub story_id: StoryId,
    pub position: i16,
    pub kind: LinkKind,
    pub url: String,
    pub title: String,
}

#[derive(Clone, Debug, Default)]
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

    /// The parts of a document, not rendered yet.
    pub fn of(content: &Content, story_id: StoryId) -> Self {
        Self {
            transitions: content
                .transitions
                .iter()
                .zip(0..)
                .map(|it| transition(story_id, it))
                .collect(),
            challenges: content
                .challenges
                .iter()
                .zip(0..)
                .map(|it| challenge(story_id, it))
                .collect(),
            practices: content
                .practices
                .iter()
                .zip(0..)
                .map(|it| practice(story_id, it))
                .collect(),
            tips: content
                .tips
                .iter()
                .zip(0..)
                .map(|it| tip(story_id, it))
                .collect(),
            links: content
                .links
                .iter()
                .zip(0..)
                .map(|it| link(story_id, it))
                .collect(),
        }
    }

    /// The document that made them; what stands beside the parts is empty.
    pub fn content(&self) -> Content {
        Content {
            transitions: self.transitions.iter().map(Transition::content).collect(),
            challenges: self.challenges.iter().map(Challenge::content).collect(),
            practices: self.practices.iter().map(Practice::content).collect(),
            tips: self.tips.iter().map(Tip::content).collect(),
            links: self.links.iter().map(Link::content).collect(),
            ..Content::default()
        }
    }
}

fn transition(story_id: StoryId, (part, position): (&content::Transition, i16)) -> Transition {
    Transition {
        story_id,
        position,
        from_role: part.from_role.clone(),
        to_role: part.to_role.clone(),
        title: part.title.clone(),
        organisation: part.organisation.clone(),
        started_on: part.started_on.clone(),
        route: part.route.clone(),
        scope: part.scope.clone(),
        story_md: part.story_md.clone(),
        story_html: String::new(),
    }
}

impl Transition {
    fn content(&self) -> content::Transition {
        content::Transition {
            from_role: self.from_role.clone(),
            to_role: self.to_role.clone(),
            title: self.title.clone(),
            organisation: self.organisation.clone(),
            started_on: self.started_on.clone(),
            route: self.route.clone(),
            scope: self.scope.clone(),
            story_md: self.story_md.clone(),
        }
    }
}

fn challenge(story_id: StoryId, (part, position): (&content::Challenge, i16)) -> Challenge {
    Challenge {
        story_id,
        position,
        kind: part.kind.clone(),
        faced_md: part.faced_md.clone(),
        faced_html: String::new(),
        approach: part.approach.clone(),
        response_md: part.response_md.clone(),
        response_html: String::new(),
        hindsight_md: part.hindsight_md.clone(),
        hindsight_html: part.hindsight_md.as_ref().map(|_| String::new()),
    }
}

impl Challenge {
    fn content(&self) -> content::Challenge {
        content::Challenge {
            kind: self.kind.clone(),
            faced_md: self.faced_md.clone(),
            approach: self.approach.clone(),
            response_md: self.response_md.clone(),
            hindsight_md: self.hindsight_md.clone(),
        }
    }
}

fn practice(story_id: StoryId, (part, position): (&content::Practice, i16)) -> Practice {
    Practice {
        story_id,
        position,
        practice: part.practice.clone(),
        applied_to: part.applied_to.clone(),
        how_md: part.how_md.clone(),
        how_html: String::new(),
        indicator: part.indicator.clone(),
        caveat_md: part.caveat_md.clone(),
        caveat_html: part.caveat_md.as_ref().map(|_| String::new()),
    }
}

impl Practice {
    fn content(&self) -> content::Practice {
        content::Practice {
            practice: self.practice.clone(),
            applied_to: self.applied_to.clone(),
            how_md: self.how_md.clone(),
            indicator: self.indicator.clone(),
            caveat_md: self.caveat_md.clone(),
        }
    }
}

fn tip(story_id: StoryId, (part, position): (&content::Tip, i16)) -> Tip {
    Tip {
        story_id,
        position,
        audience: part.audience.clone(),
        text_md: part.text_md.clone(),
        text_html: String::new(),
    }
}

impl Tip {
    fn content(&self) -> content::Tip {
        content::Tip {
            audience: self.audience.clone(),
            text_md: self.text_md.clone(),
        }
    }
}

fn link(story_id: StoryId, (part, position): (&content::Link, i16)) -> Link {
    Link {
        story_id,
        position,
        kind: part.kind,
        url: part.url.clone(),
        title: part.title.clone(),
    }
}

impl Link {
    fn content(&self) -> content::Link {
        content::Link {
            kind: self.kind,
            url: self.url.clone(),
            title: self.title.clone(),
        }
    }
}
