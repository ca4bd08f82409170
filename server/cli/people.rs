//! `guidepost people`: accounts without a browser.

use clap::Subcommand;

use crate::cli::database::with_conn;
use crate::cli::in_words;
use crate::cli::say::say;
use crate::config::Config;
use crate::i18n::Language;
use crate::people::Handle;
use crate::people::add::{NewPerson, add};

#[derive(Debug, Subcommand)]
pub enum People {
    /// Make an account
    Add {
        /// 3 to 30 letters a-z, digits or hyphens; never given out again
        handle: Handle,
        /// The name to show; the handle where it is left out
        #[arg(long, default_value = "")]
        name: String,
        /// The language of the interface, and of stories that do not say theirs: ja or en
        #[arg(long, default_value = "ja")]
        language: Language,
        /// May moderate
        #[arg(long)]
        moderator: bool,
    },
}

pub async fn run(config: &Config, command: People) -> anyhow::Result<()> {
    let People::Add {
        handle,
        name,
        language,
        moderator,
    } = command;
    let person = NewPerson {
        display_name: name,
        language,
        moderator,
        ..NewPerson::named(handle.clone())
    };
    with_conn(config, async |conn| {
        add(conn, person).await.map_err(in_words)
    })
    .await?;
    say(&format!("added {handle}"));
    Ok(())
}
