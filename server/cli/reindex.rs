//! `guidepost reindex`: the search index, built anew from the database.

use anyhow::anyhow;

use crate::cli::database::with_conn;
use crate::cli::progress::progress;
use crate::cli::say::say;
use crate::config::Config;
use crate::search::{self, Failure, Trouble};

/// Beside a running server, too: it goes over to the new index as soon as that is whole.
pub async fn run(config: &Config) -> anyhow::Result<()> {
    let engine = search::embedded(config.search_dir());
    let bar = progress("stories", 0);
    let n = with_conn(config, async |conn| {
        let told = |done, all| {
            bar.set_length(all);
            bar.set_position(done);
        };
        let done = search::reindex(conn, &*engine, told).await;
        done.map_err(|trouble| match trouble {
            Trouble::Index(Failure::Locked) => anyhow!("the search index is being built already"),
            trouble => trouble.into(),
        })
    })
    .await?;
    bar.finish();
    say(&format!("indexed {n} stories"));
    Ok(())
}
