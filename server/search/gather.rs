//! Stories as search indexes them, read from the database: only what may be listed, and of an anonymous one nothing
//! of its author.

use std::collections::HashMap;

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use time::OffsetDateTime;

use crate::catalog::{Catalog, Kind};
use crate::db::Conn;
use crate::db::ids::{PersonId, StoryId};
use crate::db::schema::{challenges, people, stories, story_practices, tips, transitions};
use crate::i18n::Language;
use crate::search::document::{Author, Document, Values};
use crate::stories::content::Byline;
use crate::stories::gate;
use crate::stories::manuscript::each_once;
use crate::text::plain::plain;

#[derive(HasQuery)]
#[diesel(table_name = stories)]
struct Row {
    id: StoryId,
    author_id: PersonId,
    language: Language,
    title: String,
    summary: String,
    byline: Byline,
    reflection_md: String,
    reached: Vec<String>,
    departed: Vec<String>,
    roads: Vec<String>,
    practices: Vec<String>,
    challenges: Vec<String>,
    listed_at: Option<OffsetDateTime>,
    stamp: i64,
}

/// Those of these stories that may be listed.
pub async fn these(
    conn: &mut Conn,
    catalog: &Catalog,
    ids: &[StoryId],
) -> QueryResult<Vec<Document>> {
    let rows = Row::query()
        .filter(gate::listed())
        .filter(stories::id.eq_any(ids))
        .load(conn)
        .await?;
    documents(conn, catalog, rows).await
}

/// Listed stories in the order of their ids, from behind `after` on.
pub async fn page(
    conn: &mut Conn,
    catalog: &Catalog,
    after: Option<StoryId>,
    limit: i64,
) -> QueryResult<Vec<Document>> {
    let mut query = Row::query().filter(gate::listed()).into_boxed();
    if let Some(after) = after {
        query = query.filter(stories::id.gt(after));
    }
    let rows = query.order(stories::id).limit(limit).load(conn).await?;
    documents(conn, catalog, rows).await
}

/// How many stories may be listed.
pub async fn count(conn: &mut Conn) -> QueryResult<i64> {
    let listed = stories::table.filter(gate::listed());
    listed.count().get_result(conn).await
}

async fn documents(
    conn: &mut Conn,
    catalog: &Catalog,
    rows: Vec<Row>,
) -> QueryResult<Vec<Document>> {
    let mut authors = authors(conn, &rows).await?;
    let ids: Vec<StoryId> = rows.iter().map(|it| it.id).collect();
    let mut told = Told::of(conn, &ids).await?;
    let document = |row: Row| {
        let author = authors.get_mut(&row.author_id).cloned();
        let author = author.filter(|_| gate::shows_author(row.byline));
        let told = told.0.remove(&row.id).unwrap_or_default();
        row.document(catalog, author, told)
    };
    Ok(rows.into_iter().map(document).collect())
}

/// The authors of those that show one.
async fn authors(conn: &mut Conn, rows: &[Row]) -> QueryResult<HashMap<PersonId, Author>> {
    let named = rows.iter().filter(|it| gate::shows_author(it.byline));
    let ids: Vec<PersonId> = named.map(|it| it.author_id).collect();
    let found: Vec<(PersonId, String, String)> = people::table
        .filter(people::id.eq_any(ids))
        .select((people::id, people::handle, people::display_name))
        .load(conn)
        .await?;
    let author = |(id, handle, display_name)| {
        let author = Author {
            handle,
            display_name,
        };
        (id, author)
    };
    Ok(found.into_iter().map(author).collect())
}

/// The texts of a story's parts and the values that stand in them alone.
#[derive(Default)]
struct Texts {
    /// Markdown.
    texts: Vec<String>,
    approaches: Vec<String>,
    routes: Vec<String>,
}

struct Told(HashMap<StoryId, Texts>);

impl Told {
    async fn of(conn: &mut Conn, ids: &[StoryId]) -> QueryResult<Self> {
        let mut told = Self(HashMap::new());
        told.transitions(conn, ids).await?;
        told.challenges(conn, ids).await?;
        told.practices(conn, ids).await?;
        told.tips(conn, ids).await?;
        Ok(told)
    }

    fn add(&mut self, story: StoryId, texts: impl IntoIterator<Item = Option<String>>) {
        let texts = texts.into_iter().flatten().filter(|it| !it.is_empty());
        self.0.entry(story).or_default().texts.extend(texts);
    }

    async fn transitions(&mut self, conn: &mut Conn, ids: &[StoryId]) -> QueryResult<()> {
        use transitions::{organisation, position, route, story_id, story_md, title};
        type Found = (
            StoryId,
            Option<String>,
            Option<String>,
            Option<String>,
            String,
        );
        let found: Vec<Found> = transitions::table
            .filter(story_id.eq_any(ids))
            .order((story_id, position))
            .select((story_id, title, organisation, route, story_md))
            .load(conn)
            .await?;
        for (id, called, at, way, text) in found {
            self.add(id, [called, at, Some(text)]);
            self.0.entry(id).or_default().routes.extend(way);
        }
        Ok(())
    }

    async fn challenges(&mut self, conn: &mut Conn, ids: &[StoryId]) -> QueryResult<()> {
        use challenges::{approach, faced_md, hindsight_md, position, response_md, story_id};
        type Found = (StoryId, Option<String>, String, String, Option<String>);
        let found: Vec<Found> = challenges::table
            .filter(story_id.eq_any(ids))
            .order((story_id, position))
            .select((story_id, approach, faced_md, response_md, hindsight_md))
            .load(conn)
            .await?;
        for (id, how, faced, response, hindsight) in found {
            self.add(id, [Some(faced), Some(response), hindsight]);
            self.0.entry(id).or_default().approaches.extend(how);
        }
        Ok(())
    }

    async fn practices(&mut self, conn: &mut Conn, ids: &[StoryId]) -> QueryResult<()> {
        use story_practices::{applied_to, caveat_md, how_md, indicator, position, story_id};
        type Found = (StoryId, String, String, Option<String>, Option<String>);
        let found: Vec<Found> = story_practices::table
            .filter(story_id.eq_any(ids))
            .order((story_id, position))
            .select((story_id, applied_to, how_md, indicator, caveat_md))
            .load(conn)
            .await?;
        for (id, to, how, seen_by, caveat) in found {
            self.add(id, [Some(to), Some(how), seen_by, caveat]);
        }
        Ok(())
    }

    async fn tips(&mut self, conn: &mut Conn, ids: &[StoryId]) -> QueryResult<()> {
        use tips::{position, story_id, text_md};
        let found: Vec<(StoryId, String)> = tips::table
            .filter(story_id.eq_any(ids))
            .order((story_id, position))
            .select((story_id, text_md))
            .load(conn)
            .await?;
        for (id, text) in found {
            self.add(id, [Some(text)]);
        }
        Ok(())
    }
}

impl Row {
    fn document(self, catalog: &Catalog, author: Option<Author>, told: Texts) -> Document {
        let current = |kind, slugs: &[String]| {
            let slugs = slugs.iter().map(|it| catalog.current(kind, it).to_owned());
            each_once(slugs)
        };
        let road = |it: &String| {
            let (from, to) = it.split_once('>')?;
            let role = |it| catalog.current(Kind::Role, it).to_owned();
            Some((role(from), role(to)))
        };
        let texts = told.texts.iter().chain([&self.reflection_md]);
        let texts = texts.map(|it| plain(it));
        Document {
            id: self.id.0,
            version: self.stamp,
            language: self.language,
            body: texts.filter(|it| !it.is_empty()).collect(),
            values: Values {
                reached: current(Kind::Role, &self.reached),
                departed: current(Kind::Role, &self.departed),
                roads: each_once(self.roads.iter().filter_map(road)),
                practices: current(Kind::Practice, &self.practices),
                challenges: current(Kind::Challenge, &self.challenges),
                approaches: current(Kind::Approach, &told.approaches),
                routes: current(Kind::Route, &told.routes),
            },
            author,
            listed_at: self.listed_at.map_or(0, OffsetDateTime::unix_timestamp),
            helpful: 0,
            title: self.title,
            summary: self.summary,
        }
    }
}
