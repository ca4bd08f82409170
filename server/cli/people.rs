//! `guidepost people`: accounts without a browser, and a way in for them.

use anyhow::Context;
use clap::Subcommand;
use diesel::OptionalExtension;

use crate::access::pages::sign_in_link::PATH;
use crate::access::sign_in_link::make_link;
use crate::cli::database::with_conn;
use crate::cli::in_words;
use crate::cli::say::say;
use crate::config::{Config, PublicAddress};
use crate::i18n::Language;
use crate::people::add::{NewPerson, add};
use crate::people::{Handle, Person};

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
    /// Print a link by which somebody signs in: once, within 15 minutes. The link before it ends
    SignInLink {
        /// Who signs in
        handle: Handle,
        #[command(flatten)]
        address: PublicAddress,
    },
}

pub async fn run(config: &Config, command: People) -> anyhow::Result<()> {
    match command {
        People::Add {
            handle,
            name,
            language,
            moderator,
        } => {
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
        }
        People::SignInLink { handle, address } => {
            let secret = with_conn(config, async |conn| {
                let person = Person::by_handle(conn, &handle).await.optional()?;
                let person = person.with_context(|| format!("there is nobody called {handle}"))?;
                make_link(conn, person.id).await.map_err(in_words)
            })
            .await?;
            let base = address.base_url();
            let base = base.as_str().trim_end_matches('/');
            say(&format!("{base}{PATH}?key={}", secret.reveal()));
        }
    }
    Ok(())
}
