//! Asking for stamps: all requests that wait at the same time, in one query.
//!
//! A query costs about the same whether it asks for the stamps of one page or of twenty, and more than all
//! else that a kept page needs. While one is on its way, the requests that come in wait for the next one, so
//! each answer is compared with what the database said after it was asked for.
//!
//! Of all that anyone may open there is one stamp. While it is the one at which an answer was found to be good,
//! nothing else is asked about that answer.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

use diesel::prelude::*;
use diesel_async::{RunQueryDsl, SimpleAsyncConnection};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::sync::oneshot;
use tokio::time::{Instant, sleep_until};
use uuid::Uuid;

use crate::db::schema::list_stamps;
use crate::db::{self, Conn, Pool};
use crate::stories::stamps::changed::Changed;
use crate::stories::stamps::{Of, Sources};

/// The most answers that one query asks about.
const TOGETHER: usize = 256;

/// How long after one question the next is asked, where several wait: the fewer questions, the less each request
/// costs. Beside what the way to a reader takes it is nothing.
const APART: Duration = Duration::from_millis(1);

/// Who waits longer is answered without what was kept.
const PATIENCE: Duration = Duration::from_secs(5);

/// The way to the stamps, for the requests of all threads.
pub struct Stamps {
    asks: UnboundedSender<Ask>,
}

struct Ask {
    about: Arc<Sources>,
    reply: oneshot::Sender<bool>,
}

/// Stamps by key.
type Lists = HashMap<String, i64>;

impl Stamps {
    /// Asks from the thread that calls this, which should have little else to do: no request waits for
    /// another one's page.
    pub fn new(pool: Pool) -> Self {
        let (asks, asked) = unbounded_channel();
        tokio::spawn(answer_all(pool, asked));
        Self { asks }
    }

    /// Whether all that an answer was made of is as it was. `false` as well where nobody could tell.
    pub async fn are_those_of(&self, sources: &Arc<Sources>) -> bool {
        let (reply, told) = oneshot::channel();
        let about = Arc::clone(sources);
        self.asks.send(Ask { about, reply }).is_ok() && told.await.unwrap_or(false)
    }
}

async fn answer_all(pool: Pool, mut asks: UnboundedReceiver<Ask>) {
    let mut conn = None;
    let mut next = Instant::now();
    loop {
        let together = together(&mut asks, next).await;
        if together.is_empty() {
            return;
        }
        next = Instant::now();
        // Who comes alone does not wait.
        if together.len() > 1 {
            next += APART;
        }
        let told = tokio::time::timeout(PATIENCE, tell(&pool, &mut conn, &together)).await;
        let told = told.unwrap_or_else(|_| Err(anyhow::anyhow!("no answer in time")));
        if let Err(err) = &told {
            tracing::warn!("the stamps of kept answers could not be read: {err:#}");
            conn = None;
        }
        for ask in together {
            let is_so = told.as_ref().is_ok_and(|it| it.are_those_of(&ask.about));
            // Who asked may have gone.
            let _ = ask.reply.send(is_so);
        }
    }
}

/// Those who wait now, and whoever is about to ask. Empty where nobody ever will.
async fn together(asks: &mut UnboundedReceiver<Ask>, from: Instant) -> Vec<Ask> {
    let mut together = Vec::new();
    asks.recv_many(&mut together, TOGETHER).await;
    // A timer that is over may still wait for the next tick.
    if Instant::now() < from {
        sleep_until(from).await;
    }
    tokio::task::yield_now().await;
    while together.len() < TOGETHER
        && let Ok(ask) = asks.try_recv()
    {
        together.push(ask);
    }
    together
}

/// The key that is stamped with each change of what anyone may open.
const ALL: &str = "*";

/// What the database said.
#[derive(Default)]
struct Told {
    all: Option<i64>,
    changed: HashSet<Uuid>,
    lists: Lists,
}

impl Told {
    /// Whether nothing at all has changed since these were found to be as they were.
    fn is_known(&self, sources: &Sources) -> bool {
        self.all.is_some_and(|it| sources.are_good_at(it))
    }

    fn are_those_of(&self, sources: &Sources) -> bool {
        if self.is_known(sources) {
            return true;
        }
        let are_the_same = match &sources.of {
            Of::Stories(them) => {
                self.changed.is_empty() || them.iter().all(|it| !self.changed.contains(&it.0))
            }
            Of::List(keys) => keys.iter().any(|it| newest(&it.0, &self.lists) == it.1),
        };
        if let Some(all) = self.all.filter(|_| are_the_same) {
            sources.found_good_at(all);
        }
        are_the_same
    }
}

async fn tell(pool: &Pool, kept: &mut Option<Conn>, asks: &[Ask]) -> anyhow::Result<Told> {
    let conn = match kept {
        Some(conn) => conn,
        None => kept.insert(connect(pool).await?),
    };
    let mut told = Told {
        // Before all else: what changes from now on has another one.
        all: lists(conn, vec![ALL.to_owned()]).await?.remove(ALL),
        ..Told::default()
    };
    let (mut stories, mut keys) = (Vec::new(), Vec::new());
    for ask in asks.iter().filter(|it| !told.is_known(&it.about)) {
        match &ask.about.of {
            Of::Stories(them) => stories.extend_from_slice(them),
            Of::List(groups) => keys.extend(groups.iter().flat_map(|it| it.0.iter().cloned())),
        }
    }
    if !stories.is_empty() {
        let changed = Changed::among(stories).load(conn).await?;
        told.changed = changed.into_iter().collect();
    }
    if !keys.is_empty() {
        told.lists = lists(conn, keys).await?;
    }
    Ok(told)
}

/// A connection beside the pool. Its few statements take lists of any length, of
/// which PostgreSQL would plan each anew.
async fn connect(pool: &Pool) -> anyhow::Result<Conn> {
    let mut conn = db::beside(pool).await?;
    conn.batch_execute("set plan_cache_mode = force_generic_plan")
        .await?;
    Ok(conn)
}

/// The stamps of lists.
pub(super) async fn lists(conn: &mut Conn, mut keys: Vec<String>) -> QueryResult<Lists> {
    keys.sort_unstable();
    keys.dedup();
    let found: Vec<(String, i64)> = list_stamps::table
        .filter(list_stamps::key.eq_any(keys))
        .load(conn)
        .await?;
    Ok(found.into_iter().collect())
}

/// What nobody ever changed has no stamp yet.
pub(super) fn newest(keys: &[String], stamps: &Lists) -> i64 {
    let stamps = keys.iter().map(|it| stamps.get(it).copied().unwrap_or(0));
    stamps.max().unwrap_or(0)
}
