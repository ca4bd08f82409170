//! `guidepost jobs`: the jobs that failed too often, and another try for them.

use anyhow::bail;
use clap::Subcommand;
use time::macros::format_description;

use crate::cli::database::with_conn;
use crate::cli::say::say;
use crate::config::Config;
use crate::db::Conn;
use crate::jobs::{self, Dead};

/// More than these do not help to find the cause.
const SHOWN: i64 = 20;

#[derive(Debug, Subcommand)]
pub enum JobsCommand {
    /// List the dead jobs, the last to die first, 20 at most
    List,
    /// Try a dead job again, or all of them
    Retry {
        /// Its number in the list
        id: Option<i64>,
    },
}

pub async fn run(config: &Config, command: JobsCommand) -> anyhow::Result<()> {
    with_conn(config, async |conn| match command {
        JobsCommand::List => tell_dead(conn).await,
        JobsCommand::Retry { id } => retry(conn, id).await,
    })
    .await
}

/// A line for each dead job.
pub async fn tell_dead(conn: &mut Conn) -> anyhow::Result<()> {
    for job in jobs::dead(conn, SHOWN).await? {
        say(&line(&job)?);
    }
    Ok(())
}

async fn retry(conn: &mut Conn, id: Option<i64>) -> anyhow::Result<()> {
    let n_retried = jobs::retry(conn, id).await?;
    match id {
        Some(id) if n_retried == 0 => bail!("there is no dead job {id} to retry"),
        _ => say(&format!("jobs to be tried again: {n_retried}")),
    }
    Ok(())
}

fn line(job: &Dead) -> anyhow::Result<String> {
    let form = format_description!("[year]-[month]-[day] [hour]:[minute] UTC");
    let died = job.died_at.map(|it| it.format(form)).transpose()?;
    let error = job.last_error.as_deref().unwrap_or("without an error");
    Ok(format!(
        "job {}: {}, dead since {} after {} attempts: {}",
        job.id,
        job.kind,
        died.unwrap_or_default(),
        job.attempts,
        error.replace('\n', " "),
    ))
}
