//! `guidepost generate`: a large made-up community, for load tests. The same seed gives the same rows.

mod career;
mod dice;
mod people;
mod phrases;
mod story;

use std::ops::Range;
use std::sync::Arc;
use std::thread::available_parallelism;

use anyhow::bail;
use clap::Args;
use clap::value_parser;
use diesel::QueryDsl;
use diesel_async::{AsyncConnection, RunQueryDsl, SimpleAsyncConnection};
use futures_util::{Stream, StreamExt, stream};
use tokio::task::spawn_blocking;

use crate::catalog::Catalog;
use crate::cli::database::with_conn;
use crate::cli::generate::career::Words;
use crate::cli::generate::dice::Dice;
use crate::cli::generate::people::Author;
use crate::cli::generate::phrases::Phrases;
use crate::cli::in_words;
use crate::cli::progress::progress;
use crate::cli::say::say;
use crate::config::Config;
use crate::db::Conn;
use crate::db::schema::people as people_table;
use crate::i18n::Language;
use crate::{people as people_room, stories};

#[derive(Args, Clone, Copy, Debug)]
pub struct Generate {
    /// How many stories
    #[arg(long, default_value_t = 100_000, value_parser = value_parser!(u32).range(0..=10_000_000))]
    pub stories: u32,

    /// How many people; some write often, most once, some never
    #[arg(long, default_value_t = 30_000, value_parser = value_parser!(u32).range(1..=10_000_000))]
    pub people: u32,

    /// Another seed makes another community
    #[arg(long, default_value_t = 1)]
    pub seed: u64,

    /// Add it to the people who are there already
    #[arg(long)]
    pub add: bool,
}

/// How many rows of the largest tables one statement writes.
const BATCH: u32 = 250;

pub async fn run(config: &Config, options: &Generate) -> anyhow::Result<()> {
    with_conn(config, async |conn| generate(conn, options).await).await?;
    say(&format!(
        "made {} people and {} stories",
        options.people, options.stories
    ));
    Ok(())
}

/// All of it or nothing.
///
/// # Errors
/// On a database that has people, unless they are to be among them.
pub async fn generate(conn: &mut Conn, options: &Generate) -> anyhow::Result<()> {
    let catalog = Catalog::load(conn).await?;
    let world = Arc::new(World::new(catalog, options)?);
    conn.transaction(async |conn| {
        let present: i64 = people_table::table.count().get_result(conn).await?;
        if present > 0 && !options.add {
            bail!("this database has people already; --add puts the made-up ones among them");
        }
        fill(conn, &world, options).await
    })
    .await?;
    // The planner must know at once what is there, and the lists' indexes must be in order.
    conn.batch_execute("vacuum (analyze)").await?;
    Ok(())
}

async fn fill(conn: &mut Conn, world: &Arc<World>, options: &Generate) -> anyhow::Result<()> {
    let bar = progress("people", options.people.into());
    let mut batches = made(world, options.people, people::settle);
    while let Some(batch) = batches.next().await {
        let batch = batch?;
        people_room::insert::insert(conn, &batch)
            .await
            .map_err(in_words)?;
        bar.inc(BATCH.into());
    }
    bar.finish();
    // One stamp for each list at the end, in the place of one for each story that comes into it.
    conn.batch_execute("alter table stories disable trigger stories_stamp_lists")
        .await?;
    let bar = progress("stories", options.stories.into());
    let mut batches = made(world, options.stories, story::finish);
    while let Some(batch) = batches.next().await {
        let batch = batch?;
        stories::insert::insert(conn, &batch)
            .await
            .map_err(in_words)?;
        bar.inc(BATCH.into());
    }
    bar.finish();
    conn.batch_execute(
        "alter table stories enable trigger stories_stamp_lists;
         select stamp_lists(array(select distinct unnest(list_keys(stories)) from stories))",
    )
    .await?;
    Ok(())
}

/// Batches of what is made of the numbers below `n`, in order, made on all processors ahead of their use.
fn made<T: Send + 'static>(
    world: &Arc<World>,
    n: u32,
    make: fn(&World, u32) -> anyhow::Result<T>,
) -> impl Stream<Item = anyhow::Result<Vec<T>>> {
    let ahead = available_parallelism().map_or(1, usize::from) + 1;
    let world = Arc::clone(world);
    stream::iter(batches(n))
        .map(move |batch| {
            let world = Arc::clone(&world);
            spawn_blocking(move || batch.map(|n| make(&world, n)).collect())
        })
        .buffered(ahead)
        .map(|made| made?)
}

fn batches(n: u32) -> impl Iterator<Item = Range<u32>> {
    let starts = (0..n).step_by(usize::try_from(BATCH).unwrap_or(1));
    starts.map(move |start| start..n.min(start.saturating_add(BATCH)))
}

/// What all people and stories are made of.
struct World {
    seed: u64,
    people: u32,
    catalog: Catalog,
    words: Words,
    japanese: Phrases,
    english: Phrases,
}

impl World {
    fn new(catalog: Catalog, options: &Generate) -> anyhow::Result<Self> {
        Ok(Self {
            seed: options.seed,
            people: options.people,
            words: Words::of(&catalog),
            catalog,
            japanese: Phrases::of(Language::Japanese)?,
            english: Phrases::of(Language::English)?,
        })
    }

    fn phrases(&self, language: Language) -> &Phrases {
        match language {
            Language::Japanese => &self.japanese,
            Language::English => &self.english,
        }
    }

    /// Seven in ten tell a story once; what is left is told by a tenth, and mostly by a few of them.
    fn author_of(&self, story: u32, dice: &mut Dice) -> Author {
        let tellers = (self.people / 10 * 7).max(1);
        let n = if story < tellers {
            story
        } else {
            dice.low_below((self.people / 10).max(1))
        };
        Author::nth(self.seed, n).0
    }
}
