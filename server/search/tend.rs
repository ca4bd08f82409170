//! Tending an index: it is brought up to date, checked where it is suspected, and rebuilt where it must be.

use std::sync::Arc;
use std::time::{Duration, Instant};

use diesel::QueryResult;
use time::OffsetDateTime;

use crate::db::Conn;
use crate::search::catch_up::{self, Caught};
use crate::search::engine::{Engine, Failure};
use crate::search::find::Search;
use crate::search::mark::Mark;
use crate::search::reindex::reindex;
use crate::search::standing::Standing;
use crate::search::trouble::Trouble;

/// How long after nothing had happened one looks again.
const PAUSE: Duration = Duration::from_millis(250);

/// After the first failure and after many.
const FIRST_PAUSE: Duration = Duration::from_secs(1);
const LONGEST_PAUSE: Duration = Duration::from_secs(60);

pub struct Tending {
    engine: Arc<dyn Engine>,
    standing: Arc<Standing>,
    /// Whether it is known that the index continues to the database.
    is_followed: bool,
    /// What was found when it was checked.
    damage: Option<String>,
    /// Failures since something went well.
    failures: u32,
}

impl Tending {
    pub fn new(search: &Search) -> Self {
        Self {
            engine: Arc::clone(&search.engine),
            standing: Arc::clone(&search.standing),
            is_followed: false,
            damage: None,
            failures: 0,
        }
    }

    /// One step, and how long to wait before the next. An index that can not be tended is told of and tried
    /// again; only the database's own failures are returned.
    pub async fn step(&mut self, conn: &mut Conn) -> QueryResult<Duration> {
        let mut done = match self.damage.take() {
            Some(damage) => Err(Trouble::to_be_rebuilt(&damage)),
            None => self.catch_up(conn).await,
        };
        if let Err(Trouble::Index(Failure::ToBeRebuilt(reason))) = done {
            done = self.rebuild(conn, &reason).await;
        }
        match done {
            Ok(pause) => {
                self.well();
                Ok(pause)
            }
            Err(Trouble::Database(error)) => Err(error),
            Err(Trouble::Index(Failure::OutOfStep)) => {
                self.is_followed = false;
                Ok(Duration::ZERO)
            }
            Err(trouble) => Ok(self.ill(&trouble)),
        }
    }

    /// Finds out whether what is suspected is true; then the next step rebuilds it.
    pub async fn check(&mut self) {
        if let Err(Failure::ToBeRebuilt(damage)) = self.engine.verify().await {
            self.damage = Some(damage);
            self.standing.learn(|it| it.up_to_date = None);
        }
    }

    async fn catch_up(&mut self, conn: &mut Conn) -> Result<Duration, Trouble> {
        let position = self.engine.position().await?;
        let mark = Mark::parse(&position)
            .ok_or_else(|| Trouble::to_be_rebuilt("its position means nothing"))?;
        // What was not followed from its beginning is looked at first.
        if !self.is_followed {
            if !mark.is_continued_by(conn).await? {
                return Err(Trouble::to_be_rebuilt(
                    "it does not continue to this database",
                ));
            }
            self.measure().await;
        }
        self.standing.learn(|it| it.heard = Some(mark.position));
        let began = Instant::now();
        let caught = catch_up::step(conn, &*self.engine, &mark).await?;
        self.is_followed = true;
        Ok(match caught {
            Caught::Up => {
                self.up_to_date(began);
                PAUSE
            }
            Caught::Batch { since } => {
                if let Some(before) = began.checked_sub(age(since)) {
                    self.up_to_date(before);
                }
                self.measure().await;
                Duration::ZERO
            }
        })
    }

    async fn rebuild(&mut self, conn: &mut Conn, reason: &str) -> Result<Duration, Trouble> {
        self.is_followed = false;
        let began = Instant::now();
        let stories = reindex(conn, &*self.engine, |_, _| ()).await?;
        // It was begun a moment ago. Where all events have gone, no mark could tell.
        self.is_followed = true;
        self.engine.position().await?;
        self.measure().await;
        tracing::info!(reason, stories, took = ?began.elapsed(), "the search index is rebuilt");
        Ok(Duration::ZERO)
    }

    fn up_to_date(&self, at: Instant) {
        self.standing.learn(|it| {
            it.up_to_date = Some(it.up_to_date.map_or(at, |known| known.max(at)));
        });
    }

    async fn measure(&self) {
        if let Ok(figures) = self.engine.figures().await {
            self.standing.learn(|it| it.figures = figures);
        }
    }

    fn well(&mut self) {
        if std::mem::take(&mut self.failures) > 0 {
            tracing::info!("the search index is tended again");
        }
        self.standing.learn(|it| it.trouble = None);
    }

    fn ill(&mut self, trouble: &Trouble) -> Duration {
        if self.failures == 0 {
            tracing::warn!(%trouble, "the search index can not be brought up to date; it is tried again");
        }
        let pause = FIRST_PAUSE * 2_u32.saturating_pow(self.failures.min(6));
        self.failures = self.failures.saturating_add(1);
        self.standing.learn(|it| {
            it.trouble = Some(trouble.to_string());
            it.failures += 1;
        });
        pause.min(LONGEST_PAUSE)
    }
}

fn age(since: OffsetDateTime) -> Duration {
    Duration::try_from(OffsetDateTime::now_utc() - since).unwrap_or_default()
}
