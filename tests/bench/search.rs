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
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{Index, IndexReader, ReloadPolicy, Searcher, Term};

#[derive(Parser)]
struct Cost {
    /// A copy of a folder of search indexes: nobody else may write to it
    index: PathBuf,
    /// A file with a query in each line: the language, the words, the name of a filter and its value, with tabs
    /// between them
    queries: PathBuf,
    /// How often each query is asked
    #[arg(long, default_value_t = 15)]
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
    let [searches, terms, best] = by_turns(&cost, &queries, &vocabulary)?;
    let first = first(&cost, &queries, &vocabulary)?;
    println!(
        r#"{{"search_ms": {:.4}, "first_ms": {:.4}, "term_ms": {:.4}, "best_ms": {:.4}, "found": {}}}"#,
        searches.ms(),
        first.ms(),
        terms.ms(),
        best.ms(),
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
    /// So many times the same, after it was done once to fill the caches.
    fn count(&mut self, times: u32, ask: impl Fn() -> anyhow::Result<usize>) -> anyhow::Result<()> {
        self.found += ask()?;
        let before = now()?;
        for _ in 0..times {
            ask()?;
        }
        self.used += now()?.saturating_sub(before);
        self.n += times;
        Ok(())
    }

    fn ms(&self) -> f64 {
        self.used.as_secs_f64() * 1000.0 / f64::from(self.n)
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

/// The engine, and the library as it is used everywhere with the files mapped into memory: the best stories for one
/// word by BM25 and how many there are, as a search tells too; and the best alone, for which it reads hardly anything.
///
/// Query by query, so that other work on the machine meets them alike.
fn by_turns(
    cost: &Cost,
    queries: &[Query],
    vocabulary: &Arc<Vocabulary>,
) -> anyhow::Result<[Cpu; 3]> {
    let engine = Embedded::open(&cost.index)?;
    let (searcher, text) = library(&cost.index)?;
    let best = || TopDocs::with_limit(PAGE).order_by_score();
    let [mut searches, mut counted, mut best_alone] = <[Cpu; 3]>::default();
    for query in queries {
        let request = request(query, vocabulary);
        searches.count(cost.times, || Ok(engine.search_now(&request)?.total))?;
        for word in cut::cut(&query.words, query.language) {
            let term = Term::from_field_text(text, &word.stem);
            let term = TermQuery::new(term, IndexRecordOption::WithFreqs);
            counted.count(cost.times, || {
                Ok(searcher.search(&term, &(best(), Count))?.1)
            })?;
            best_alone.count(cost.times, || Ok(searcher.search(&term, &best())?.len()))?;
        }
    }
    Ok([searches, counted, best_alone])
}

/// A reader of the index that knows nothing of Guidepost, and the field with all words.
fn library(index: &Path) -> anyhow::Result<(Searcher, Field)> {
    let folder = fs::read_to_string(index.join("current"))?;
    let index = Index::open_in_dir(index.join(folder.trim()))?;
    let text = index.schema().get_field("text")?;
    let reader: IndexReader = index
        .reader_builder()
        .reload_policy(ReloadPolicy::Manual)
        .try_into()?;
    Ok((reader.searcher(), text))
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
