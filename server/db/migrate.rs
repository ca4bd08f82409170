//! The schema, brought up to date at start by one server at a time.

use anyhow::{Context, bail};
use diesel::migration::{Migration, MigrationSource, MigrationVersion};
use diesel::pg::Pg;
use diesel_async::{AsyncMigrationHarness, SimpleAsyncConnection};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use crate::db::{Conn, connect};

pub const MIGRATIONS: EmbeddedMigrations = embed_migrations!();

/// Key of the advisory lock: the letters "guidepst" as a number.
const LOCK: i64 = 0x6775_6964_6570_7374;

/// Applies what is missing. Returns the names of the migrations that were applied.
///
/// # Errors
/// When the database holds a migration that this program does not know: it is then older than the
/// schema and must not touch it.
pub async fn migrate(url: &str) -> anyhow::Result<Vec<String>> {
    with_harness(url, |harness| {
        refuse_newer_schema(harness)?;
        let applied = harness.run_pending_migrations(MIGRATIONS);
        Ok(applied
            .map_err(broken)?
            .iter()
            .map(ToString::to_string)
            .collect())
    })
    .await
}

/// The names of the migrations that are not applied yet.
pub async fn pending(url: &str) -> anyhow::Result<Vec<String>> {
    with_harness(url, |harness| {
        refuse_newer_schema(harness)?;
        let pending = harness.pending_migrations(MIGRATIONS).map_err(broken)?;
        Ok(pending.iter().map(|it| it.name().to_string()).collect())
    })
    .await
}

/// Takes every migration back, newest first: the test of each `down.sql`.
pub async fn revert_all(url: &str) -> anyhow::Result<()> {
    with_harness(url, |harness| {
        harness.revert_all_migrations(MIGRATIONS).map_err(broken)?;
        Ok(())
    })
    .await
}

type Harness = AsyncMigrationHarness<Conn>;

/// Runs `work` on a connection that holds the lock.
async fn with_harness<T: Send + 'static>(
    url: &str,
    work: impl FnOnce(&mut Harness) -> anyhow::Result<T> + Send + 'static,
) -> anyhow::Result<T> {
    let url = url.to_owned();
    // The harness blocks in place, which actix's single-threaded runtime does not allow.
    let run = move || {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()?;
        runtime.block_on(async move {
            let mut conn = connect(&url).await?;
            conn.batch_execute(&format!("select pg_advisory_lock({LOCK})"))
                .await
                .context("wait for another server that migrates")?;
            work(&mut Harness::new(conn))
        })
    };
    tokio::task::spawn_blocking(run).await?
}

fn refuse_newer_schema(harness: &mut Harness) -> anyhow::Result<()> {
    let known: Vec<MigrationVersion<'_>> = MigrationSource::<Pg>::migrations(&MIGRATIONS)
        .map_err(broken)?
        .iter()
        .map(|it| Migration::<Pg>::name(it).version().as_owned())
        .collect();
    let applied = harness.applied_migrations().map_err(broken)?;
    if let Some(newer) = applied.iter().find(|it| !known.contains(it)) {
        bail!(
            "the database was made by a newer Guidepost (it holds migration {newer}, which this \
             program does not know); start the newer program, or restore a backup of this version"
        );
    }
    Ok(())
}

fn broken(err: Box<dyn std::error::Error + Send + Sync>) -> anyhow::Error {
    anyhow::anyhow!(err).context("bring the schema up to date")
}
