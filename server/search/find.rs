//! Finding stories: the index says which, the gate which of them may be shown; without an index PostgreSQL does both.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Arc, PoisonError, RwLock};

use uuid::Uuid;

use crate::catalog::Catalog;
use crate::db::ids::StoryId;
use crate::db::{Conn, Pool};
use crate::error::Result;
use crate::search::engine::{Engine, Facets, Found, Highlight, Hit, Nearest, Request};
use crate::search::gone;
use crate::search::plain;
use crate::search::standing::Standing;
use crate::search::tantivy::Embedded;
use crate::search::vocabulary::Vocabulary;
use crate::search::wish::Wish;
use crate::stories::card::Card;
use crate::stories::list;

/// How the answers name PostgreSQL where it has to do without an index.
pub const PLAIN: &str = "postgresql";

pub const SEARCHES: &str = "guidepost_searches_total";

/// Search as this process has it: an index, how it stands, and the names of the day.
pub struct Search {
    pub engine: Arc<dyn Engine>,
    pub standing: Arc<Standing>,
    pool: Pool,
    /// Of the edition of the catalogue that it was made of.
    vocabulary: RwLock<Option<(u64, Arc<Vocabulary>)>>,
}

/// What was found, as it may be shown.
#[derive(Clone, Debug)]
pub struct Answer {
    pub items: Vec<Item>,
    pub total: usize,
    pub facets: Facets,
    pub did_you_mean: Option<String>,
    pub nearest: Nearest,
    pub engine: &'static str,
}

#[derive(Clone, Debug)]
pub struct Item {
    pub card: Card,
    pub highlights: Vec<Highlight>,
}

/// The index in this folder, not opened yet.
pub fn embedded(folder: PathBuf) -> Arc<dyn Engine> {
    Arc::new(Embedded::at(folder))
}

impl Search {
    pub fn new(engine: Arc<dyn Engine>, pool: Pool) -> Self {
        Self {
            engine,
            standing: Arc::default(),
            pool,
            vocabulary: RwLock::default(),
        }
    }

    /// On an index of our own, in this folder; it is opened by whoever tends it.
    pub fn embedded(folder: PathBuf, pool: Pool) -> Self {
        Self::new(embedded(folder), pool)
    }

    /// No connection is held while the index is asked: other pages must not wait for searches.
    pub async fn find(&self, catalog: &Catalog, wish: &Wish) -> Result<Answer> {
        let vocabulary = self.vocabulary(catalog);
        let found = match self.gone().await? {
            Some(gone) => self.ask(catalog, wish, &vocabulary, gone).await,
            None => None,
        };
        let mut conn = self.pool.get().await?;
        let answer = match found {
            Some(found) => self.shown(&mut conn, found).await?,
            None => plainly(&mut conn, catalog, wish, &vocabulary).await?,
        };
        metrics::counter!(SEARCHES, "engine" => answer.engine).increment(1);
        Ok(answer)
    }

    /// What the index has yet to hear of. None where it is not to be asked.
    async fn gone(&self) -> Result<Option<Vec<Uuid>>> {
        let known = self.standing.known();
        let Some(heard) = known.heard.filter(|_| known.is_good()) else {
            return Ok(None);
        };
        let mut conn = self.pool.get().await?;
        Ok(gone::gone(&mut conn, heard).await?)
    }

    /// None where the index fails: the reader is answered all the same.
    async fn ask(
        &self,
        catalog: &Catalog,
        wish: &Wish,
        vocabulary: &Arc<Vocabulary>,
        gone: Vec<Uuid>,
    ) -> Option<Found> {
        let request = Request {
            text: wish.text.clone(),
            filters: wish.filters(catalog),
            sort: wish.sort,
            reader: wish.reader,
            limit: wish.limit.into(),
            offset: wish.offset,
            vocabulary: Arc::clone(vocabulary),
            gone,
        };
        match self.engine.search(request).await {
            Ok(found) => Some(found),
            Err(failure) => {
                tracing::warn!(%failure, "a search is answered without the index");
                self.standing.suspect();
                None
            }
        }
    }

    /// The hits pass the gate once more: the index may not have heard yet of what is gone.
    async fn shown(&self, conn: &mut Conn, found: Found) -> Result<Answer> {
        let ids: Vec<StoryId> = found.hits.iter().map(|it| StoryId(it.id)).collect();
        let cards = list::these(conn, &ids).await?;
        let n_gone = ids.len() - cards.len();
        let mut hits: HashMap<Uuid, Hit> = found.hits.into_iter().map(|it| (it.id, it)).collect();
        let item = |card: Card| {
            let hit = hits.remove(&card.row.id.0);
            // What was written before the last change may not be meant to be read any more.
            let is_current = |it: &Hit| it.version == card.row.stamp;
            let highlights = hit.filter(is_current).map(|it| it.highlights);
            Item {
                highlights: highlights.unwrap_or_default(),
                card,
            }
        };
        Ok(Answer {
            items: cards.into_iter().map(item).collect(),
            total: found.total.saturating_sub(n_gone),
            facets: found.facets,
            did_you_mean: found.did_you_mean,
            nearest: found.nearest,
            engine: self.engine.name(),
        })
    }

    /// The names of the catalogue, made once for each edition.
    fn vocabulary(&self, catalog: &Catalog) -> Arc<Vocabulary> {
        let edition = catalog.edition();
        let known = self
            .vocabulary
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        if let Some((of, vocabulary)) = known
            && of == edition
        {
            return vocabulary;
        }
        let vocabulary = Arc::new(Vocabulary::of(catalog));
        let mut place = self
            .vocabulary
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        *place = Some((edition, Arc::clone(&vocabulary)));
        vocabulary
    }
}

async fn plainly(
    conn: &mut Conn,
    catalog: &Catalog,
    wish: &Wish,
    vocabulary: &Vocabulary,
) -> Result<Answer> {
    let (cards, total) = plain::find(conn, wish, catalog, vocabulary).await?;
    let item = |card| Item {
        card,
        highlights: Vec::new(),
    };
    Ok(Answer {
        items: cards.into_iter().map(item).collect(),
        total,
        facets: Facets::default(),
        did_you_mean: None,
        nearest: Nearest::default(),
        engine: PLAIN,
    })
}
