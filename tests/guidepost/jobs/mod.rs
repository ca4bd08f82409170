//! Work that is done later: once, in time, and however often servers are killed.

mod dead;
mod failing;
mod killed;
mod running;
mod several;
mod stopping;
mod tidying;

use std::time::{Duration, Instant};

use diesel::QueryableByName;
use diesel::sql_types::{BigInt, Integer, Text};
use diesel_async::{RunQueryDsl, SimpleAsyncConnection};
use futures_util::FutureExt;
use guidepost::db::{self, Conn};
use guidepost::jobs::{self, Handlers};
use guidepost::worker::jobs::{Jobs, start};
use serde_json::{Value, json};
use time::OffsetDateTime;

use crate::support::postgres::new_database;

/// Sooner than a sleeping worker would look at the queue by itself.
const SOON: Duration = Duration::from_secs(25);
const PATIENCE: Duration = Duration::from_secs(90);

/// A database with a queue, and a table that jobs write their number into.
struct Queue {
    database: String,
    conn: Conn,
}

impl Queue {
    async fn new() -> Self {
        Self::of(new_database().await).await
    }

    async fn of(database: String) -> Self {
        let mut conn = db::connect(&database).await.unwrap();
        conn.batch_execute("create table effects (n int not null, at timestamptz not null)")
            .await
            .unwrap();
        Self { database, conn }
    }

    async fn enqueue(&mut self, kind: &'static str, n: i32) {
        self.enqueue_at(kind, n, OffsetDateTime::now_utc()).await;
    }

    async fn enqueue_at(&mut self, kind: &'static str, n: i32, at: OffsetDateTime) {
        jobs::enqueue(&mut self.conn, kind, &json!(n), at)
            .await
            .unwrap();
    }

    /// Workers as one server has them.
    fn worker(&self, handlers: Handlers) -> Jobs {
        start(&self.database, &handlers)
    }

    /// The numbers that jobs wrote, in order.
    async fn effects(&mut self) -> Vec<i32> {
        #[derive(QueryableByName)]
        struct Effect {
            #[diesel(sql_type = Integer)]
            n: i32,
        }
        let found: Vec<Effect> = diesel::sql_query("select n from effects order by n")
            .load(&mut self.conn)
            .await
            .unwrap();
        found.into_iter().map(|it| it.n).collect()
    }

    async fn n(&mut self, what: &str) -> i64 {
        count(&mut self.conn, what).await
    }

    /// Waits until the jobs have written these numbers, each as often as it stands here.
    async fn has(&mut self, effects: &[i32], patience: Duration) {
        let begun = Instant::now();
        loop {
            let found = self.effects().await;
            if found == effects {
                return;
            }
            assert!(begun.elapsed() < patience, "{found:?}");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Waits until the database says so.
    async fn until(&mut self, what: &str) {
        let begun = Instant::now();
        while self.n(what).await == 0 {
            assert!(begun.elapsed() < PATIENCE, "never: {what}");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Waits until every job is done.
    async fn is_empty(&mut self) {
        self.until("(select where not exists (select from jobs)) as it")
            .await;
    }

    async fn sql(&mut self, sql: &str) {
        self.conn.batch_execute(sql).await.unwrap();
    }

    /// As if the pauses between the attempts were over.
    async fn skip_pauses(&mut self) {
        self.sql("update jobs set run_at = now() where died_at is null and locked_by is null; select pg_notify('guidepost_jobs', '')")
            .await;
    }

    async fn last_error(&mut self) -> String {
        #[derive(QueryableByName)]
        struct Failed {
            #[diesel(sql_type = Text)]
            last_error: String,
        }
        let found: Failed = diesel::sql_query("select last_error from jobs")
            .get_result(&mut self.conn)
            .await
            .unwrap();
        found.last_error
    }
}

/// How many rows there are of `what`: a table, and a condition if there is one.
async fn count(conn: &mut Conn, what: &str) -> i64 {
    #[derive(QueryableByName)]
    struct Count {
        #[diesel(sql_type = BigInt)]
        n: i64,
    }
    let found: Count = diesel::sql_query(format!("select count(*) as n from {what}"))
        .get_result(conn)
        .await
        .unwrap();
    found.n
}

/// `note` writes the number of its payload.
fn notes() -> Handlers {
    Handlers::new().on("note", |conn, payload| note(conn, payload).boxed())
}

async fn note(conn: &mut Conn, payload: &Value) -> anyhow::Result<()> {
    let n = i32::try_from(payload.as_i64().unwrap())?;
    diesel::sql_query("insert into effects values ($1, clock_timestamp())")
        .bind::<Integer, _>(n)
        .execute(conn)
        .await?;
    Ok(())
}
