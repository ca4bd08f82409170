//! The commands of the program, one file each.

mod catalog;
pub mod database;
mod doctor;
pub mod generate;
mod jobs;
mod logging;
mod memory;
mod migrate;
mod people;
mod progress;
mod reindex;
pub mod sample;
mod say;
mod serve;
mod tokens;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::cli::say::complain;
use crate::config::{self, Config, Serve};
use crate::error::Error;
use crate::i18n::{Language, Words};

/// Guidepost: career paths of site reliability engineers as structured stories.
#[derive(Debug, Parser)]
#[command(name = "guidepost", version, about)]
struct Cli {
    #[command(flatten)]
    config: Config,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the site (the default)
    Serve(Serve),
    /// Bring the database's schema up to date
    Migrate,
    /// Say what is configured, reachable and missing
    Doctor(config::Serve),
    /// Build the search index anew from the database; the one in use is asked meanwhile
    Reindex,
    /// Load the sample community into a database without stories
    Sample,
    /// Fill a database with a large made-up community, for load tests
    Generate(generate::Generate),
    /// People
    #[command(subcommand)]
    People(people::People),
    /// API tokens
    #[command(subcommand)]
    Tokens(tokens::Tokens),
    /// Jobs that failed too often
    #[command(subcommand)]
    Jobs(jobs::JobsCommand),
    /// Roles, practices and the other lists
    #[command(subcommand)]
    Catalog(catalog::CatalogCommand),
}

pub async fn run() -> ExitCode {
    memory::sparingly();
    let cli = parse();
    if let Err(err) = logging::init(&cli.config) {
        complain(&err);
        return ExitCode::FAILURE;
    }
    let config = &cli.config;
    let done = match cli.command.unwrap_or(Command::Migrate) {
        Command::Serve(options) => serve::run(config, &options).await,
        Command::Migrate => migrate::run(config).await,
        Command::Doctor(options) => doctor::run(config, &options).await,
        Command::Reindex => reindex::run(config).await,
        Command::Sample => sample::run(config).await,
        Command::Generate(options) => generate::run(config, &options).await,
        Command::People(command) => people::run(config, command).await,
        Command::Tokens(command) => tokens::run(config, command).await,
        Command::Jobs(command) => jobs::run(config, command).await,
        Command::Catalog(command) => catalog::run(config, command).await,
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(err) => {
            complain(&err);
            ExitCode::FAILURE
        }
    }
}

/// Without a command it is `serve`, with all its options.
fn parse() -> Cli {
    let cli = Cli::try_parse();
    match cli {
        Ok(cli) if cli.command.is_some() => cli,
        Ok(_) => Cli::parse_from(std::env::args_os().chain(["serve".into()])),
        Err(first) => match Cli::try_parse_from(with_serve()) {
            Ok(cli) => cli,
            Err(_) => first.exit(),
        },
    }
}

/// `guidepost --listen …` means `guidepost serve --listen …`.
fn with_serve() -> Vec<std::ffi::OsString> {
    let mut args: Vec<_> = std::env::args_os().collect();
    args.insert(1.min(args.len()), "serve".into());
    args
}

/// An error of a use case in the words of the command line.
fn in_words(err: Error) -> anyhow::Error {
    let words = Words(Language::English);
    match err {
        Error::Internal(cause) | Error::Unavailable(cause) => anyhow::anyhow!("{cause:#}"),
        Error::Invalid(faults) => {
            let line = |it: &crate::error::Fault| {
                let key = format!("fault-{}", it.code.replace('_', "-"));
                let nearest = match it.nearest.as_slice() {
                    [] => String::new(),
                    nearest => words.fill("fault-nearest", &[("nearest", nearest.join(", "))]),
                };
                format!("{}: {}{nearest}", it.pointer, words.fill(&key, &it.params))
            };
            anyhow::anyhow!(faults.iter().map(line).collect::<Vec<_>>().join("\n"))
        }
        err => anyhow::anyhow!(words.get(&format!("problem-{}", crate::web::problem::code(&err)))),
    }
}
