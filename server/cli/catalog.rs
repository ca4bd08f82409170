//! `guidepost catalog`: keeping the lists that stories are compared by.

use clap::Subcommand;

use crate::catalog::add::NewEntry;
use crate::catalog::{Kind, add, merge, rename, retire};
use crate::cli::database::with_conn;
use crate::cli::in_words;
use crate::cli::say::say;
use crate::config::Config;

#[derive(Debug, Subcommand)]
pub enum CatalogCommand {
    /// Add an entry at the end of its list
    Add {
        /// track, role, practice, challenge, approach, route, scope or audience
        kind: Kind,
        /// 2 to 50 letters a-z, digits or hyphens; it never changes
        slug: String,
        /// Its Japanese name
        #[arg(long)]
        ja: String,
        /// Its English name
        #[arg(long)]
        en: String,
        /// The track, for a role
        #[arg(long, required_if_eq("kind", "role"))]
        track: Option<String>,
        /// What people call it besides; may be repeated
        #[arg(long = "alias")]
        aliases: Vec<String>,
    },
    /// Give an entry other names; its slug stays
    #[command(group(clap::ArgGroup::new("names").required(true).multiple(true)))]
    Rename {
        /// The list that it stands in
        kind: Kind,
        /// The entry
        slug: String,
        /// Its new Japanese name
        #[arg(long, group = "names")]
        ja: Option<String>,
        /// Its new English name
        #[arg(long, group = "names")]
        en: Option<String>,
    },
    /// Let an entry mean another one from now on
    Merge {
        /// The list that both stand in
        kind: Kind,
        /// The entry that goes
        slug: String,
        /// Its successor
        into: String,
    },
    /// Offer an entry no longer; stories keep it
    Retire {
        /// The list that it stands in
        kind: Kind,
        /// The entry
        slug: String,
    },
}

pub async fn run(config: &Config, command: CatalogCommand) -> anyhow::Result<()> {
    let done = with_conn(config, async |conn| {
        let done = match command {
            CatalogCommand::Add {
                kind,
                slug,
                ja,
                en,
                track,
                aliases,
            } => {
                let entry = NewEntry {
                    slug: slug.clone(),
                    ja,
                    en,
                    track,
                    aliases,
                };
                add::add(conn, kind, entry)
                    .await
                    .map(|()| format!("added {kind} {slug}"))
            }
            CatalogCommand::Rename { kind, slug, ja, en } => {
                let renamed = rename::rename(conn, kind, &slug, ja.as_deref(), en.as_deref()).await;
                renamed.map(|()| format!("renamed {kind} {slug}"))
            }
            CatalogCommand::Merge { kind, slug, into } => {
                let merged = merge::merge(conn, kind, &slug, &into).await;
                merged.map(|()| format!("{kind} {slug} now means {into}"))
            }
            CatalogCommand::Retire { kind, slug } => retire::retire(conn, kind, &slug)
                .await
                .map(|()| format!("retired {kind} {slug}")),
        };
        done.map_err(in_words)
    })
    .await?;
    say(&done);
    Ok(())
}
