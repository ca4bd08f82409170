//! `guidepost sample`: a community to begin with, written for this project.

use std::collections::HashMap;

use anyhow::{Context, bail};
use diesel::prelude::*;
use diesel_async::{AsyncConnection, RunQueryDsl};
use rust_embed::Embed;
use serde::Deserialize;
use time::{Duration, OffsetDateTime};

use crate::catalog::Catalog;
use crate::cli::database::with_conn;
use crate::cli::in_words;
use crate::cli::say::say;
use crate::config::Config;
use crate::db::Conn;
use crate::db::ids::{PersonId, StoryId};
use crate::db::schema::stories;
use crate::i18n::Language;
use crate::people::Handle;
use crate::people::add::{NewPerson, add};
use crate::stories::content::Content;
use crate::stories::{create, publish};

#[derive(Embed)]
#[folder = "server/cli/sample"]
struct Files;

#[derive(Deserialize)]
struct People {
    person: Vec<SamplePerson>,
}

#[derive(Deserialize)]
struct SamplePerson {
    handle: String,
    display_name: String,
    bio_md: String,
    language: Language,
    time_zone: String,
}

#[derive(Deserialize)]
struct SampleStory {
    author: String,
    #[serde(with = "time::serde::rfc3339")]
    published: OffsetDateTime,
    #[serde(flatten)]
    content: Content,
}

/// How long before its publication a sample story was begun.
const WRITTEN_IN: Duration = Duration::days(9);

pub async fn run(config: &Config) -> anyhow::Result<()> {
    let (n_people, n_stories) = with_conn(config, load).await?;
    say(&format!(
        "loaded the sample community: {n_people} people, {n_stories} stories"
    ));
    Ok(())
}

/// All of it or nothing.
///
/// # Errors
/// On a database that has stories: the sample must not mix with a community's own.
pub async fn load(conn: &mut Conn) -> anyhow::Result<(usize, usize)> {
    conn.transaction(async |conn| {
        diesel::sql_query("lock table stories in share row exclusive mode")
            .execute(conn)
            .await?;
        let present: i64 = stories::table.count().get_result(conn).await?;
        if present > 0 {
            bail!("this database has stories already; the sample is for an empty one");
        }
        let people = add_people(conn).await?;
        let catalog = Catalog::load(conn).await?;
        let mut n_stories = 0;
        for name in Files::iter().filter(|it| it.starts_with("stories/")) {
            let story: SampleStory = read(&name)?;
            let author = people
                .get(&story.author)
                .with_context(|| format!("{name}: no such person"))?;
            tell(conn, &catalog, *author, story)
                .await
                .with_context(|| format!("in {name}"))?;
            n_stories += 1;
        }
        Ok((people.len(), n_stories))
    })
    .await
}

async fn add_people(conn: &mut Conn) -> anyhow::Result<HashMap<String, PersonId>> {
    let people: People = read("people.toml")?;
    let mut ids = HashMap::new();
    for it in people.person {
        let handle = Handle::parse(&it.handle)
            .ok()
            .with_context(|| format!("`{}` is no handle", it.handle))?;
        let person = NewPerson {
            display_name: it.display_name,
            bio_md: it.bio_md,
            language: it.language,
            time_zone: it.time_zone,
            ..NewPerson::named(handle)
        };
        let added = add(conn, person).await.map_err(in_words);
        let id = added.with_context(|| format!("add the sample's {}", it.handle))?;
        ids.insert(it.handle, id);
    }
    Ok(ids)
}

async fn tell(
    conn: &mut Conn,
    catalog: &Catalog,
    author: PersonId,
    story: SampleStory,
) -> anyhow::Result<StoryId> {
    let at = story.published;
    let id = create::create(conn, catalog, author, story.content)
        .await
        .map_err(in_words)?;
    publish::publish(conn, author, id, 1, at)
        .await
        .map_err(in_words)?;
    diesel::update(stories::table.find(id))
        .set(stories::created_at.eq(at - WRITTEN_IN))
        .execute(conn)
        .await?;
    Ok(id)
}

fn read<T: for<'de> Deserialize<'de>>(name: &str) -> anyhow::Result<T> {
    let file = Files::get(name).with_context(|| format!("the sample lacks {name}"))?;
    let text = std::str::from_utf8(&file.data)?;
    toml::from_str(text).with_context(|| format!("in {name}"))
}
