//! What a search costs in the engine, beside the library's own query for one word on the same index.

#![expect(clippy::print_stdout, reason = "the figures are what it is for")]

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use clap::Parser;
use guidepost::catalog::Catalog;
use guidepost::cli::database::with_conn;
use guidepost::config::Config;
use guidepost::i18n::Language;
use guidepost::search::tantivy::Embedded;
use guidepost::search::words::cut;
use guidepost::search::{Filters, Request, Sort, Vocabulary};
use tantivy::collector::{Count, TopDocs};
use tantivy::query::TermQuery;
use tantivy::schema::IndexRecordOption;
use tantivy::{Index, IndexReader, ReloadPolicy, Term};

#[derive(Parser)]
struct Cost {
    /// A copy of a folder of search indexes: nobody else may write to it
    index: PathBuf,
    /// A file with a query in each line: the language, the words, the name of a filter and its value, with tabs
    /// between them
    queries: PathBuf,
    /// How often each query is asked
    #[arg(long, default_value_t = 5)]
    times: u32,
    #[command(flatten)]
    config: Config,
}

/// How many stories are asked for, as on a page of results.
const PAGE: usize = 20;

struct Query {
    language: Language,
    words: String,
    filters: Filters,
}

fn main() -> anyhow::Result<()> {
    let cost = Cost::parse();
    let queries = fs::read_to_string(&cost.queries)?;
    let queries: Option<Vec<Query>> = queries.lines().map(query).collect();
    let queries = queries.context("four fields a line, with a filter that is known")?;
    let catalog = actix_web::rt::System::new().block_on(with_conn(&cost.config, async |conn| {
        Ok(Catalog::load(conn).await?)
    }))?;
    let vocabulary = Arc::new(Vocabulary::of(&catalog));
    let [terms, best] = bare(&cost.index, &queries, cost.times)?;
    let searches = searches(&cost, &queries, &vocabulary)?;
    let first = first(&cost, &queries, &vocabulary)?;
    let ms = |of: &Cpu| of.used.as_secs_f64() * 1000.0 / f64::from(of.n);
    println!(
        r#"{{"search_ms": {:.4}, "first_ms": {:.4}, "term_ms": {:.4}, "best_ms": {:.4}, "found": {}}}"#,
        ms(&searches),
        ms(&first),
        ms(&terms),
        ms(&best),
        searches.found
    );
    Ok(())
}

fn query(line: &str) -> Option<Query> {
    let mut fields = line.split('\t').map(str::to_owned);
    let (language, words) = (fields.next()?, fields.next()?);
    let (name, value) = (fields.next()?, fields.next()?);
    let mut filters = Filters::default();
    match name.as_str() {
        "to" => filters.to.push(vec![value]),
        "from" => filters.from.push(vec![value]),
        "practice" => filters.practices.push(value),
        "challenge" => filters.challenges.push(value),
        "language" => filters.language = Language::parse(&value),
        _ => return None,
    }
    Some(Query {
        language: Language::parse(&language)?,
        words,
        filters,
    })
}

/// CPU time of this thread alone.
#[derive(Default)]
struct Cpu {
    used: Duration,
    n: u32,
    found: usize,
}

impl Cpu {
    /// Of each of them so many times, after it was done once to fill the caches.
    fn of<T>(
        all: &[T],
        times: u32,
        ask: impl Fn(&T) -> anyhow::Result<usize>,
    ) -> anyhow::Result<Self> {
        let mut cpu = Self::default();
        for it in all {
            cpu.found += ask(it)?;
            let before = now()?;
            for _ in 0..times {
                ask(it)?;
            }
            cpu.used += now()?.saturating_sub(before);
            cpu.n += times;
        }
        Ok(cpu)
    }
}

fn now() -> anyhow::Result<Duration> {
    let said = fs::read_to_string("/proc/thread-self/schedstat")?;
    let nanos = said
        .split(' ')
        .next()
        .context("nanoseconds on a processor")?;
    Ok(Duration::from_nanos(nanos.parse()?))
}

fn searches(cost: &Cost, queries: &[Query], vocabulary: &Arc<Vocabulary>) -> anyhow::Result<Cpu> {
    let engine = Embedded::open(&cost.index)?;
    Cpu::of(queries, cost.times, |it| {
        Ok(engine.search_now(&request(it, vocabulary))?.total)
    })
}

/// So many of the queries are asked of an index that was opened just now.
const FIRST: usize = 8;

/// Of an index that has nothing at hand yet.
fn first(cost: &Cost, queries: &[Query], vocabulary: &Arc<Vocabulary>) -> anyhow::Result<Cpu> {
    let mut cpu = Cpu::default();
    for it in queries.iter().take(FIRST) {
        let engine = Embedded::open(&cost.index)?;
        let request = request(it, vocabulary);
        let before = now()?;
        cpu.found += engine.search_now(&request)?.total;
        cpu.used += now()?.saturating_sub(before);
        cpu.n += 1;
    }
    Ok(cpu)
}

fn request(query: &Query, vocabulary: &Arc<Vocabulary>) -> Request {
    Request {
        text: query.words.clone(),
        filters: query.filters.clone(),
        sort: Sort::Relevance,
        reader: Some(query.language),
        limit: PAGE,
        offset: 0,
        vocabulary: Arc::clone(vocabulary),
        gone: Vec::new(),
    }
}

/// The library as it is used everywhere, the files mapped into memory: the best stories for one word by BM25 and how
/// many there are, as a search tells too; and the best alone, for which it reads hardly anything.
fn bare(index: &Path, queries: &[Query], times: u32) -> anyhow::Result<[Cpu; 2]> {
    let folder = fs::read_to_string(index.join("current"))?;
    let index = Index::open_in_dir(index.join(folder.trim()))?;
    let text = index.schema().get_field("text")?;
    let reader: IndexReader = index
        .reader_builder()
        .reload_policy(ReloadPolicy::Manual)
        .try_into()?;
    let searcher = reader.searcher();
    let words = |it: &Query| cut::cut(&it.words, it.language);
    let terms = queries.iter().flat_map(words).map(|it| {
        let term = Term::from_field_text(text, &it.stem);
        TermQuery::new(term, IndexRecordOption::WithFreqs)
    });
    let terms: Vec<TermQuery> = terms.collect();
    let best = || TopDocs::with_limit(PAGE).order_by_score();
    let counted = Cpu::of(&terms, times, |it| {
        Ok(searcher.search(it, &(best(), Count))?.1)
    })?;
    let best = Cpu::of(&terms, times, |it| Ok(searcher.search(it, &best())?.len()))?;
    Ok([counted, best])
}
