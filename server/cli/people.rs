//! `guidepost people`: accounts without a browser, and a way in for them.

use anyhow::{Context, bail};
use clap::Subcommand;
use diesel::OptionalExtension;
use time::OffsetDateTime;

use crate::access::invitation::invite;
use crate::access::pages::sign_in_link::PATH;
use crate::access::secret::Secret;
use crate::access::sign_in_link::make_link_by_operator;
use crate::cli::database::with_conn;
use crate::cli::in_words;
use crate::cli::say::say;
use crate::cli::tokens::expiry;
use crate::config::{Config, PublicAddress};
use crate::db::Conn;
use crate::error::Error;
use crate::i18n::Language;
use crate::people::add::{NewPerson, add};
use crate::people::{Handle, Person, waiting};
use crate::safety::approve::approve_by_operator;
use crate::safety::judge::lift_by_operator;

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
    /// Make a link that lets one person join, once, and print it
    Invite {
        /// When it expires: a day such as 2027-01-31, or a number of days such as 7d
        #[arg(long, default_value = "14d", value_parser = expiry)]
        expires: OffsetDateTime,
        #[command(flatten)]
        address: PublicAddress,
    },
    /// Approve an account that waits
    Approve {
        /// Whose account
        handle: Handle,
    },
    /// Lift the suspension of an account. It stands in the moderators' log
    Lift {
        /// Whose account
        handle: Handle,
        /// Why, for the log
        #[arg(long)]
        reason: String,
    },
    /// List the accounts that wait for approval, the longest first
    Waiting,
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
            let done = async |conn: &mut Conn| add(conn, person).await.map_err(in_words);
            with_conn(config, done).await?;
            say(&format!("added {handle}"));
        }
        People::SignInLink { handle, address } => {
            let done = async |conn: &mut Conn| link(conn, &handle).await;
            let secret = with_conn(config, done).await?;
            say(&address.to(&format!("{PATH}?key={}", secret.reveal())));
        }
        People::Invite { expires, address } => {
            let done = async |conn: &mut Conn| invite(conn, expires).await.map_err(in_words);
            let secret = with_conn(config, done).await?;
            say(&address.to(&format!("/join?invite={}", secret.reveal())));
        }
        People::Approve { handle } => {
            let done =
                async |conn: &mut Conn| approve_by_operator(conn, &handle).await.map_err(in_words);
            if !with_conn(config, done).await? {
                bail!("nobody called {handle} waits for approval");
            }
            say(&format!("approved {handle}"));
        }
        People::Lift { handle, reason } => {
            let done = async |conn: &mut Conn| lift(conn, &handle, &reason).await;
            with_conn(config, done).await?;
            say(&format!("lifted the suspension of {handle}"));
        }
        People::Waiting => {
            let done = async |conn: &mut Conn| Ok(waiting::all(conn).await?);
            for (handle, name, since) in with_conn(config, done).await? {
                say(&format!("{handle}\t{}\t{name}", since.date()));
            }
        }
    }
    Ok(())
}

async fn named(conn: &mut Conn, handle: &Handle) -> anyhow::Result<Person> {
    let person = Person::by_handle(conn, handle).await.optional()?;
    person.with_context(|| format!("there is nobody called {handle}"))
}

async fn link(conn: &mut Conn, handle: &Handle) -> anyhow::Result<Secret> {
    let person = named(conn, handle).await?;
    let made = make_link_by_operator(conn, person.id).await;
    made.map_err(in_words)
}

async fn lift(conn: &mut Conn, handle: &Handle, reason: &str) -> anyhow::Result<()> {
    let person = named(conn, handle).await?;
    match lift_by_operator(conn, person.id, reason).await {
        Err(Error::Conflict("wrong_status")) => bail!("{handle} is not suspended"),
        done => done.map_err(in_words),
    }
}
