//! Relevance, measured on the judged set: `cargo test --test guidepost relevance -- --nocapture` shows it.

#![expect(
    clippy::print_stdout,
    reason = "the figures are for whoever asks to see them"
)]

use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::sync::Arc;

use guidepost::search::tantivy::{Embedded, Rebuild};
use guidepost::search::{Request, Sort, Vocabulary};
use uuid::Uuid;

use super::measure::{Means, Measures, measures, table};
use super::set::{Query, Set};

/// All that is returned.
const LIMIT: usize = 1000;

struct Trial {
    set: Set,
    engine: Embedded,
    vocabulary: Arc<Vocabulary>,
    ids: HashMap<Uuid, String>,
    _folder: tempfile::TempDir,
}

impl Trial {
    fn of(folder: &Path, vocabulary: Arc<Vocabulary>) -> Self {
        let set = Set::read(folder);
        let root = tempfile::tempdir().unwrap();
        let mut ids = HashMap::new();
        let rebuild = Rebuild::at(root.path()).unwrap();
        let mut documents = Vec::new();
        for (n, story) in set.stories.iter().enumerate() {
            assert_ne!(story.author.is_some(), story.anonymous, "{}", story.id);
            let document = story.document(n);
            ids.insert(document.id, story.id.clone());
            documents.push(document);
        }
        rebuild.add_now(&documents).unwrap();
        rebuild.finish_now("0").unwrap();
        Self {
            set,
            engine: Embedded::open(root.path()).unwrap(),
            vocabulary,
            ids,
            _folder: root,
        }
    }

    fn answer(&self, query: &Query) -> Vec<String> {
        let found = self.engine.search_now(&Request {
            text: query.text.clone(),
            filters: query.filters(&self.vocabulary),
            sort: Sort::Relevance,
            reader: None,
            limit: LIMIT,
            offset: 0,
            vocabulary: Arc::clone(&self.vocabulary),
            gone: Vec::new(),
        });
        let found = found.unwrap();
        assert_eq!(found.total, found.hits.len(), "{}", query.text);
        found
            .hits
            .iter()
            .map(|it| self.ids[&it.id].clone())
            .collect()
    }
}

/// The floors of the figures that are promised.
pub fn run(folder: &Path, vocabulary: Vocabulary) {
    let trial = Trial::of(folder, Arc::new(vocabulary));
    let mut by_kind: BTreeMap<String, Vec<Measures>> = BTreeMap::new();
    let mut not_nothing = Vec::new();
    let mut n_nothing = 0;
    for query in &trial.set.queries {
        let found = trial.answer(query);
        if query.relevant.is_empty() {
            n_nothing += 1;
            if !found.is_empty() {
                not_nothing.push(format!("{} -> {found:?}", query.text));
            }
            continue;
        }
        let one = measures(&found, &query.relevant);
        println!(
            "{:14} ndcg {:.2} recall {:.2} mrr {:.2} precision {:.2} {} -> {}",
            query.kind,
            one.ndcg,
            one.recall,
            one.reciprocal_rank,
            one.precision,
            query.text,
            shown(&found, query)
        );
        by_kind.entry(query.kind.clone()).or_default().push(one);
    }
    println!("{}", table(&by_kind));
    println!(
        "{} of {n_nothing} that must find nothing find something",
        not_nothing.len()
    );
    for it in &not_nothing {
        println!("  {it}");
    }
    let all: Vec<Measures> = by_kind.into_values().flatten().collect();
    let means = Means::of(&all);
    assert!(means.ndcg >= 0.87 && means.recall >= 0.87, "{means}");
    assert!(
        means.reciprocal_rank >= 0.95 && means.precision >= 0.65,
        "{means}"
    );
    assert!(not_nothing.is_empty(), "{not_nothing:?}");
}

/// What was found with its grades, and what was missed.
fn shown(found: &[String], query: &Query) -> String {
    let grade = |it: &String| query.relevant.get(it).copied().unwrap_or(0);
    let hits: Vec<String> = found
        .iter()
        .take(25)
        .map(|it| format!("{it}:{}", grade(it)))
        .collect();
    let mut missed: Vec<String> = query
        .relevant
        .iter()
        .filter(|it| !found.contains(it.0))
        .map(|(id, grade)| format!("{id}:{grade}"))
        .collect();
    missed.sort_unstable();
    format!("{} missed {}", hits.join(" "), missed.join(" "))
}
