//! `guidepost migrate`: the schema up to date.

use crate::cli::database::Database;
use crate::cli::say::say;
use crate::config::Config;
use crate::db;

pub async fn run(config: &Config) -> anyhow::Result<()> {
    let database = Database::open(config).await?;
    let migrated = db::migrate(&database.url).await;
    database.close().await?;
    let applied = migrated?;
    for migration in &applied {
        say(&format!("applied {migration}"));
    }
    if applied.is_empty() {
        say("the schema is up to date");
    }
    Ok(())
}
