//! Finding without an index: stories whose title, summary or author has the words, or that hold a value which is
//! called so. Plain, and right as long as PostgreSQL is.

use diesel::pg::Pg;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use crate::catalog::{Catalog, Kind};
use crate::db::Conn;
use crate::db::ids::StoryId;
use crate::db::schema::{people, stories};
use crate::error::Result;
use crate::people::Handle;
use crate::search::engine::FURTHEST;
use crate::search::query::{Typed, parse};
use crate::search::vocabulary::Vocabulary;
use crate::search::wish::Wish;
use crate::stories::card::Card;
use crate::stories::content::Byline;
use crate::stories::filter::{Choice, Filter};
use crate::stories::list;

/// More words than these are not looked for: each of them is looked for in every story.
const MOST_WORDS: usize = 8;

type Boxed<'q> = stories::BoxedQuery<'q, Pg>;

/// What is looked for.
struct Plainly {
    filter: Filter,
    words: Vec<String>,
    without: Vec<String>,
}

/// The newest stories that have all the words, and how many there are of them, up to [`FURTHEST`]: each word is
/// looked for in every story, so that is done once.
pub async fn find(
    conn: &mut Conn,
    wish: &Wish,
    catalog: &Catalog,
    vocabulary: &Vocabulary,
) -> Result<(Vec<Card>, usize)> {
    let plainly = Plainly::of(conn, wish, catalog, vocabulary).await?;
    let matching = plainly.matching(conn, catalog, vocabulary).await?;
    let found: Vec<StoryId> = matching
        .select(stories::id)
        .order((stories::listed_at.desc(), stories::id.desc()))
        .limit(i64::try_from(FURTHEST).unwrap_or(i64::MAX))
        .load(conn)
        .await?;
    let shown = found.iter().skip(wish.offset).take(wish.limit.into());
    let shown: Vec<StoryId> = shown.copied().collect();
    Ok((list::these(conn, &shown).await?, found.len()))
}

impl Plainly {
    async fn of(
        conn: &mut Conn,
        wish: &Wish,
        catalog: &Catalog,
        vocabulary: &Vocabulary,
    ) -> QueryResult<Self> {
        let typed = parse(&wish.text, vocabulary);
        let words = typed.words.split_whitespace().map(str::to_owned);
        let mut plainly = Self {
            filter: wish.filter.clone(),
            words: words.chain(typed.phrases.iter().cloned()).collect(),
            without: typed.excluded.clone(),
        };
        plainly.narrow(&typed, catalog);
        for author in &typed.authors {
            match Handle::parse(author) {
                Ok(handle) if list::knows_all(conn, std::slice::from_ref(&handle)).await? => {
                    plainly.filter.authors.push(handle);
                }
                _ => plainly.words.push(author.clone()),
            }
        }
        plainly.words.truncate(MOST_WORDS);
        Ok(plainly)
    }

    /// What stands beside the box comes before what was typed into it.
    fn narrow(&mut self, typed: &Typed, catalog: &Catalog) {
        let filters = &typed.filters;
        let role = |groups: &[Vec<String>]| {
            let group = groups.first()?;
            Some(choice(catalog, Kind::Role, group))
        };
        let each = |kind, slugs: &[String]| -> Vec<Choice> {
            let slugs = slugs.iter().map(std::slice::from_ref);
            slugs.map(|it| choice(catalog, kind, it)).collect()
        };
        let filter = &mut self.filter;
        filter.to = filter.to.take().or_else(|| role(&filters.to));
        filter.from = filter.from.take().or_else(|| role(&filters.from));
        filter
            .practices
            .extend(each(Kind::Practice, &filters.practices));
        filter
            .challenges
            .extend(each(Kind::Challenge, &filters.challenges));
        filter.language = filter.language.or(filters.language);
    }

    async fn matching<'q>(
        &'q self,
        conn: &mut Conn,
        catalog: &Catalog,
        vocabulary: &Vocabulary,
    ) -> Result<Boxed<'q>> {
        let mut query = list::narrowed(conn, &self.filter).await?;
        for word in &self.words {
            query = query.filter(has(word).or(holds(word, catalog, vocabulary)));
        }
        for word in &self.without {
            query = query.filter(diesel::dsl::not(
                has(word).or(holds(word, catalog, vocabulary)),
            ));
        }
        Ok(query)
    }
}

fn choice(catalog: &Catalog, kind: Kind, slugs: &[String]) -> Choice {
    let families = slugs.iter().flat_map(|it| catalog.family(kind, it));
    Choice {
        value: slugs.first().cloned().unwrap_or_default(),
        slugs: families.map(str::to_owned).collect(),
    }
}

type Condition = Box<dyn BoxableExpression<stories::table, Pg, SqlType = diesel::sql_types::Bool>>;

/// Whether the word stands in what is shown of the story in a list.
fn has(word: &str) -> Condition {
    let escaped: String = word
        .chars()
        .flat_map(|it| {
            let escape = matches!(it, '%' | '_' | '\\').then_some('\\');
            escape.into_iter().chain([it])
        })
        .collect();
    let pattern = format!("%{escaped}%");
    let author = people::table
        .filter(people::id.eq(stories::author_id))
        .filter(
            people::display_name
                .ilike(pattern.clone())
                .or(people::handle.ilike(pattern.clone())),
        );
    let is_named = stories::byline.eq(Byline::Named);
    Box::new(
        stories::title
            .ilike(pattern.clone())
            .or(stories::summary.ilike(pattern))
            .or(is_named.and(diesel::dsl::exists(author))),
    )
}

/// Whether the story holds a value that is called so.
fn holds(word: &str, catalog: &Catalog, vocabulary: &Vocabulary) -> Condition {
    let called = |kind| {
        let entries = vocabulary.called(&[kind], word).into_iter();
        let families = entries.flat_map(|it| catalog.family(kind, &it.slug));
        families.map(str::to_owned).collect::<Vec<String>>()
    };
    let roles = called(Kind::Role);
    Box::new(
        stories::reached
            .overlaps_with(roles.clone())
            .or(stories::departed.overlaps_with(roles))
            .or(stories::practices.overlaps_with(called(Kind::Practice)))
            .or(stories::challenges.overlaps_with(called(Kind::Challenge))),
    )
}
