//! How many stories stand behind each value to which a list could be narrowed.
//!
//! A value is counted as the list would be if it stood in the place of what is chosen in the same
//! facet, so that what a reader follows holds as many stories as it said.

use std::collections::HashMap;

use diesel::dsl::sql;
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::sql_types::{Array, BigInt, Bool, Text, Uuid};
use diesel_async::RunQueryDsl;

use crate::catalog::{Catalog, Kind};
use crate::db::Conn;
use crate::db::schema::stories;
use crate::error::Result;
use crate::i18n::Language;
use crate::stories::filter::{Choice, Filter};
use crate::stories::list;

/// No value is counted further than this: it is told as "so many or more".
pub const COUNTED: i64 = 1000;

/// Stories by value, as it stands in the address.
#[derive(Clone, Debug, Default)]
pub struct Counts(HashMap<String, i64>);

impl Counts {
    pub fn get(&self, value: &str) -> i64 {
        self.0.get(value).copied().unwrap_or_default()
    }
}

#[derive(Clone, Debug, Default)]
pub struct Facets {
    /// Roles and tracks.
    pub from: Counts,
    pub to: Counts,
    pub challenges: Counts,
    pub practices: Counts,
    pub languages: Counts,
}

impl Facets {
    /// All of them: one query for each facet.
    pub async fn of(conn: &mut Conn, catalog: &Catalog, filter: &Filter) -> Result<Self> {
        Ok(Self {
            from: departures(conn, catalog, filter).await?,
            to: destinations(conn, catalog, filter).await?,
            challenges: challenges(conn, catalog, filter).await?,
            practices: practices(conn, catalog, filter).await?,
            languages: languages(conn, filter).await?,
        })
    }
}

pub async fn departures(conn: &mut Conn, catalog: &Catalog, filter: &Filter) -> Result<Counts> {
    let choices = Choice::roles_and_tracks(catalog);
    let rest = Filter {
        from: None,
        to: None,
        ..filter.clone()
    };
    match &filter.to {
        Some(to) => {
            let roads = |it: &Choice| (it.value.clone(), list::roads(it, to));
            count(conn, &rest, ON_ROADS, choices.iter().map(roads)).await
        }
        None => count(conn, &rest, DEPARTED, choices.into_iter().map(pair)).await,
    }
}

pub async fn destinations(conn: &mut Conn, catalog: &Catalog, filter: &Filter) -> Result<Counts> {
    let choices = Choice::roles_and_tracks(catalog);
    let rest = Filter {
        from: None,
        to: None,
        ..filter.clone()
    };
    match &filter.from {
        Some(from) => {
            let roads = |it: &Choice| (it.value.clone(), list::roads(from, it));
            count(conn, &rest, ON_ROADS, choices.iter().map(roads)).await
        }
        None => count(conn, &rest, REACHED, choices.into_iter().map(pair)).await,
    }
}

pub async fn challenges(conn: &mut Conn, catalog: &Catalog, filter: &Filter) -> Result<Counts> {
    let rest = Filter {
        challenges: Vec::new(),
        ..filter.clone()
    };
    let choices = Choice::offered(catalog, Kind::Challenge);
    count(conn, &rest, MET, choices.into_iter().map(pair)).await
}

pub async fn practices(conn: &mut Conn, catalog: &Catalog, filter: &Filter) -> Result<Counts> {
    let rest = Filter {
        practices: Vec::new(),
        ..filter.clone()
    };
    let choices = Choice::offered(catalog, Kind::Practice);
    count(conn, &rest, USED, choices.into_iter().map(pair)).await
}

pub async fn languages(conn: &mut Conn, filter: &Filter) -> Result<Counts> {
    let rest = Filter {
        language: None,
        ..filter.clone()
    };
    let names = Language::NAMES.iter().map(|it| (*it).to_owned());
    let values = names.map(|it| (it.clone(), vec![it]));
    count(conn, &rest, WRITTEN_IN, values).await
}

const DEPARTED: &str = "stories.departed && told.slugs";
const REACHED: &str = "stories.reached && told.slugs";
const ON_ROADS: &str = "stories.roads && told.slugs";
const MET: &str = "stories.challenges && told.slugs";
const USED: &str = "stories.practices && told.slugs";
const WRITTEN_IN: &str = "stories.language = any(told.slugs)";

fn pair(choice: Choice) -> (String, Vec<String>) {
    (choice.value, choice.slugs)
}

async fn count(
    conn: &mut Conn,
    rest: &Filter,
    condition: &str,
    values: impl Iterator<Item = (String, Vec<String>)>,
) -> Result<Counts> {
    let (mut names, mut slugs) = (Vec::new(), Vec::new());
    for (value, meaning) in values {
        for slug in meaning {
            names.push(value.clone());
            slugs.push(slug);
        }
    }
    let each = list::narrowed(conn, rest)
        .await?
        .filter(sql::<Bool>(condition))
        .select(stories::id)
        .limit(COUNTED);
    let counting = Counting { names, slugs, each };
    let counts: Vec<(String, i64)> = counting.load(conn).await?;
    Ok(Counts(counts.into_iter().collect()))
}

/// One query for all values: each looks for its stories until there are enough.
struct Counting<'q> {
    /// Beside each slug the value that it means.
    names: Vec<String>,
    slugs: Vec<String>,
    each: stories::BoxedQuery<'q, Pg, Uuid>,
}

impl QueryFragment<Pg> for Counting<'_> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql("select told.name, (select count(*) from (");
        QueryFragment::<Pg>::walk_ast(&self.each, out.reborrow())?;
        out.push_sql(") as found) from (select name, array_agg(slug) as slugs from unnest(");
        out.push_bind_param::<Array<Text>, _>(&self.names)?;
        out.push_sql(", ");
        out.push_bind_param::<Array<Text>, _>(&self.slugs)?;
        out.push_sql(") as pair (name, slug) group by name) as told");
        Ok(())
    }
}

impl Query for Counting<'_> {
    type SqlType = (Text, BigInt);
}

impl QueryId for Counting<'_> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}
