//! Taking a census: one pass over each table that stories tell with.

use std::collections::HashMap;

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{Nullable, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use futures_util::TryStreamExt;
use uuid::Uuid;

use crate::catalog::{Catalog, Kind};
use crate::db::Conn;
use crate::db::ids::StoryId;
use crate::db::schema::{challenges, stories, tips, transitions};
use crate::i18n::Language;
use crate::stories::census::table::{Census, Step, index, number};
use crate::stories::gate;
use crate::stories::path::road;

type Row = (
    StoryId,
    Option<Uuid>,
    Language,
    Vec<String>,
    Vec<String>,
    Vec<String>,
    Vec<String>,
);

struct Taking<'c> {
    catalog: &'c Catalog,
    census: Census,
    numbers: HashMap<StoryId, u32>,
    people: HashMap<Uuid, u32>,
    steps: HashMap<(String, String), u32>,
    /// Beside each story its last step that leads to somewhere one may want to go, and where in the story it stands.
    ends: Vec<Option<(i16, u32)>>,
}

/// `stamp` is that of everything public, asked for before. What is published while the census is taken may
/// be in it or not.
pub(super) async fn take(conn: &mut Conn, stamp: i64, catalog: &Catalog) -> QueryResult<Census> {
    let mut taking = Taking {
        catalog,
        census: Census {
            stamp,
            ..Census::default()
        },
        numbers: HashMap::new(),
        people: HashMap::new(),
        steps: HashMap::new(),
        ends: Vec::new(),
    };
    taking.stories(conn).await?;
    taking.steps(conn).await?;
    taking.challenges(conn).await?;
    taking.tips(conn).await?;
    Ok(taking.done().merged(catalog))
}

impl Taking<'_> {
    async fn stories(&mut self, conn: &mut Conn) -> QueryResult<()> {
        // Whom an anonymous story is of, does not leave the database.
        let author =
            sql::<Nullable<SqlUuid>>("case stories.byline when 'named' then stories.author_id end");
        let mut rows = stories::table
            .filter(gate::listed())
            .order((stories::listed_at.desc(), stories::id.desc()))
            .select((
                stories::id,
                author,
                stories::language,
                stories::path,
                stories::reached,
                stories::practices,
                stories::challenges,
            ))
            .load_stream::<Row>(conn)
            .await?;
        while let Some(row) = rows.try_next().await? {
            self.story(row);
        }
        Ok(())
    }

    fn story(&mut self, row: Row) {
        let (id, author, language, path, reached, practices, challenges) = row;
        let n = number(self.census.len());
        self.numbers.insert(id, n);
        self.census.ids.push(id.0);
        self.ends.push(None);
        let person = self.person(author, n);
        self.census.persons.push(person);
        self.census.put("language", language.as_str(), n);
        let lists = [
            ("to", reached),
            ("practice", practices),
            ("challenge", challenges),
        ];
        for (name, values) in lists {
            for value in values {
                self.census.put(name, &value, n);
            }
        }
        self.path(&path, n);
    }

    /// What leads from each of its roles to a later one; see [`Path`].
    ///
    /// [`Path`]: crate::stories::path::Path
    fn path(&mut self, path: &[String], story: u32) {
        for (n, from) in path.iter().enumerate() {
            let later = path.get(n + 1..).unwrap_or_default();
            if !later.is_empty() {
                self.census.put("from", from, story);
            }
            for to in later {
                self.census.put("road", &road(from, to), story);
            }
        }
    }

    /// Authors have even numbers, anonymous stories odd ones.
    fn person(&mut self, author: Option<Uuid>, story: u32) -> u32 {
        let Some(author) = author else {
            return story * 2 + 1;
        };
        self.census.named.insert(story);
        let next = number(self.people.len());
        let n = *self.people.entry(author).or_insert(next);
        if n == next {
            self.census.authors.push(author);
        }
        n * 2
    }

    async fn steps(&mut self, conn: &mut Conn) -> QueryResult<()> {
        let mut rows = transitions::table
            .inner_join(stories::table.on(stories::id.eq(transitions::story_id)))
            .filter(gate::listed())
            .filter(transitions::from_role.ne(transitions::to_role))
            .select((
                transitions::story_id,
                transitions::position,
                transitions::from_role.assume_not_null(),
                transitions::to_role.assume_not_null(),
            ))
            .load_stream::<(StoryId, i16, String, String)>(conn)
            .await?;
        while let Some((story, position, from, to)) = rows.try_next().await? {
            if let Some(n) = self.numbers.get(&story).copied() {
                self.step((from, to), position, n);
            }
        }
        Ok(())
    }

    fn step(&mut self, step: (String, String), position: i16, story: u32) {
        let role = self.catalog.find(Kind::Role, &step.1);
        let is_waypoint = role.is_some_and(|it| it.waypoint);
        let steps = &mut self.census.steps;
        let place = *self.steps.entry(step).or_insert_with_key(|(from, to)| {
            steps.push(Step {
                from: from.clone(),
                to: to.clone(),
                ..Step::default()
            });
            number(steps.len() - 1)
        });
        if let Some(step) = self.census.steps.get_mut(index(place)) {
            step.stories.insert(story);
        }
        if let Some(end) = self.ends.get_mut(index(story))
            && !is_waypoint
        {
            *end = (*end).max(Some((position, place)));
        }
    }

    fn done(mut self) -> Census {
        for (story, end) in (0..).zip(self.ends) {
            let step = end.and_then(|it| self.census.steps.get_mut(index(it.1)));
            if let Some(step) = step {
                step.ending.insert(story);
            }
        }
        self.census
    }

    async fn challenges(&mut self, conn: &mut Conn) -> QueryResult<()> {
        let mut rows = challenges::table
            .inner_join(stories::table.on(stories::id.eq(challenges::story_id)))
            .filter(gate::listed())
            .filter(challenges::kind.is_not_null())
            .filter(challenges::approach.is_not_null())
            .select((
                challenges::story_id,
                challenges::kind.assume_not_null(),
                challenges::approach.assume_not_null(),
            ))
            .load_stream::<(StoryId, String, String)>(conn)
            .await?;
        while let Some((story, kind, approach)) = rows.try_next().await? {
            if let Some(n) = self.numbers.get(&story).copied() {
                self.census.put("met", &format!("{kind} {approach}"), n);
            }
        }
        Ok(())
    }

    async fn tips(&mut self, conn: &mut Conn) -> QueryResult<()> {
        let mut rows = tips::table
            .inner_join(stories::table.on(stories::id.eq(tips::story_id)))
            .filter(gate::listed())
            .filter(tips::audience.is_not_null())
            .select((tips::story_id, tips::audience.assume_not_null()))
            .load_stream::<(StoryId, String)>(conn)
            .await?;
        while let Some((story, audience)) = rows.try_next().await? {
            if let Some(n) = self.numbers.get(&story).copied() {
                self.census.put("tip", &audience, n);
            }
        }
        Ok(())
    }
}
