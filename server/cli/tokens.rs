//! `guidepost tokens`: API tokens without a browser.

use anyhow::Context;
use clap::Subcommand;
use diesel::OptionalExtension;
use time::macros::format_description;
use time::{Date, Duration, OffsetDateTime};

use crate::access::Scope;
use crate::access::create_token::create_token;
use crate::cli::database::with_conn;
use crate::cli::in_words;
use crate::cli::say::say;
use crate::config::Config;
use crate::people::{Handle, Person};

#[derive(Debug, Subcommand)]
pub enum Tokens {
    /// Make a token and print it, once
    Create {
        /// Whose token
        handle: Handle,
        /// What it allows; may be repeated: stories:write, profile:write, follows:write, feed:read,
        /// mentoring, webhooks, moderation
        #[arg(long = "scope", required = true)]
        scopes: Vec<Scope>,
        /// What it is for
        #[arg(long, default_value = "command line")]
        name: String,
        /// When it expires: a day such as 2027-01-31, or a number of days such as 90d
        #[arg(long, value_parser = expiry)]
        expires: Option<OffsetDateTime>,
    },
}

pub async fn run(config: &Config, command: Tokens) -> anyhow::Result<()> {
    let Tokens::Create {
        handle,
        scopes,
        name,
        expires,
    } = command;
    let secret = with_conn(config, async |conn| {
        let person = Person::by_handle(conn, &handle).await.optional()?;
        let person = person.with_context(|| format!("there is nobody called {handle}"))?;
        create_token(conn, person.id, &name, &scopes, expires)
            .await
            .map_err(in_words)
    })
    .await?;
    say(secret.reveal());
    Ok(())
}

pub(super) fn expiry(text: &str) -> Result<OffsetDateTime, String> {
    let now = OffsetDateTime::now_utc();
    let days = text.strip_suffix('d').and_then(|it| it.parse::<u16>().ok());
    let at = match days {
        Some(days) => now.checked_add(Duration::days(days.into())),
        None => Date::parse(text, format_description!("[year]-[month]-[day]"))
            .ok()
            .map(|it| it.midnight().assume_utc()),
    };
    match at {
        Some(at) if at > now => Ok(at),
        Some(_) => Err("that is in the past".to_owned()),
        None => Err("must be a day such as 2027-01-31, or a number of days such as 90d".to_owned()),
    }
}
