//! A server whose index is tended, as `guidepost serve` has it.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use guidepost::access::{LocalSignIn, Ways};
use guidepost::db;
use guidepost::search::Search;
use guidepost::worker::{Stop, indexing};
use serde_json::Value;
use tempfile::TempDir;
use tokio::task::JoinHandle;

use crate::support::postgres::new_database;
use crate::support::{Client, LIMITS, TestApp, options};

const PATIENCE: Duration = Duration::from_secs(90);

pub struct Searching {
    pub app: TestApp,
    pub search: Arc<Search>,
    /// Where the index lies.
    pub folder: PathBuf,
    tending: Option<(Stop, JoinHandle<()>)>,
    #[expect(dead_code, reason = "it is taken away when this ends")]
    root: Option<TempDir>,
}

impl Searching {
    pub async fn start() -> Self {
        let mut searching = Self::untended().await;
        searching.tend();
        searching.up_to_date().await;
        searching
    }

    /// Nobody opens or makes an index.
    pub async fn untended() -> Self {
        Self::over(new_database().await)
    }

    /// Another server over this database, with an index of its own.
    pub fn over(database: String) -> Self {
        let root = tempfile::tempdir().unwrap();
        let searching = Self::over_with(database, root.path().join("search"));
        Self {
            root: Some(root),
            ..searching
        }
    }

    /// A server over this database with its index in this folder.
    pub fn over_with(database: String, folder: PathBuf) -> Self {
        let pool = db::pool(&database, LIMITS).unwrap();
        let search = Arc::new(Search::embedded(folder.clone(), pool));
        let options = options();
        let ways = Ways::locally(LocalSignIn::of(None, &options), &options);
        Self {
            app: TestApp::with_search(database, &options, ways, Arc::clone(&search)),
            search,
            folder,
            tending: None,
            root: None,
        }
    }

    pub fn tend(&mut self) {
        let stop = Stop::default();
        let task = indexing::start(&self.app.database, &self.search, stop.clone());
        self.tending = Some((stop, task));
    }

    /// From here on the index learns of nothing.
    pub async fn stop_tending(&mut self) {
        let (stop, task) = self.tending.take().unwrap();
        stop.within(Duration::ZERO);
        task.await.unwrap();
    }

    /// Waits until all is in the index that has happened.
    pub async fn up_to_date(&self) {
        self.app.all_is_told().await;
        let now = Instant::now();
        let is_up = || self.search.standing.known().up_to_date >= Some(now);
        while !is_up() {
            let known = self.search.standing.known();
            assert!(now.elapsed() < PATIENCE, "{known:?}");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    pub async fn found(&self, query: &str) -> Value {
        found(&self.app.stranger(), query).await
    }

    pub async fn titles(&self, words: &str) -> Vec<String> {
        titles(&self.found(&asking(words)).await)
    }
}

pub async fn found(client: &Client, query: &str) -> Value {
    client.json(&format!("/api/v1/search?{query}")).await
}

/// The query of an address that asks for these words.
pub fn asking(words: &str) -> String {
    url::form_urlencoded::Serializer::new(String::new())
        .append_pair("q", words)
        .finish()
}

pub fn titles(found: &Value) -> Vec<String> {
    let items = found["items"].as_array().unwrap().iter();
    items
        .map(|it| it["title"].as_str().unwrap().to_owned())
        .collect()
}
