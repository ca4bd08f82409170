//! Handing a mail over: to a mail server, or to the outbox of one's own machine.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use anyhow::{anyhow, bail};
use lettre::AsyncTransport;
use lettre::transport::smtp::Error as SmtpError;
use metrics::counter;
use tokio::time::timeout;
use url::Url;

use crate::config::mail::Smtp;
use crate::db::ids::PersonId;
use crate::db::{Conn, Pool};
use crate::mail::{Message, kept};

pub const SENT: &str = "guidepost_mails_sent_total";
pub const FAILED: &str = "guidepost_mails_failed_total";

/// How long a mail server may take, from the first word to the last. The transaction of the job lasts
/// as long, and holds back the readers of events.
const PATIENCE: Duration = Duration::from_secs(10);

/// How long a server that was silent is left alone: each who waits for it holds up the other jobs.
const LEFT_ALONE: Duration = Duration::from_secs(30);

/// How this server sends mail.
#[derive(Clone, Debug)]
pub enum Mail {
    /// Not at all: no page speaks of it.
    None,
    /// Kept on one's own machine, to be read there by whoever the local sign-in admits.
    Kept,
    Smtp(Box<Smtp>),
    /// Not at all, because of a mistake in the variables; what it is.
    Mistaken(String),
}

impl Mail {
    /// `is_local`: on one's own machine, where the local sign-in is.
    pub fn of(configured: Option<Result<Smtp, String>>, is_local: bool) -> Self {
        match configured {
            Some(Ok(smtp)) => Self::Smtp(Box::new(smtp)),
            Some(Err(mistake)) => Self::Mistaken(mistake),
            None if is_local => Self::Kept,
            None => Self::None,
        }
    }

    /// Whether a mail gets anywhere.
    pub const fn is_sent(&self) -> bool {
        matches!(self, Self::Kept | Self::Smtp(_))
    }

    pub const fn is_kept(&self) -> bool {
        matches!(self, Self::Kept)
    }

    pub fn mistake(&self) -> Option<&str> {
        match self {
            Self::Mistaken(mistake) => Some(mistake),
            _ => None,
        }
    }
}

/// What the job that sends mails needs: a way to send, a pool for what must stand before it is sent, and the
/// address that links begin with.
#[derive(Clone)]
pub struct Post {
    pub mail: Mail,
    pub pool: Pool,
    base: String,
    silence: Silence,
}

/// When the mail server was last waited for in vain.
#[derive(Clone, Default)]
struct Silence(Arc<Mutex<Option<Instant>>>);

impl Post {
    pub fn new(mail: Mail, pool: Pool, base: &Url) -> Self {
        let base = base.as_str().trim_end_matches('/').to_owned();
        Self {
            mail,
            pool,
            base,
            silence: Silence::default(),
        }
    }

    /// The whole address of a path.
    pub fn to(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }

    /// Sends, or keeps in the job's transaction. What failed may be tried again.
    ///
    /// # Errors
    /// What a mail server answered is told by its number alone: it may repeat what was sent.
    pub async fn send(
        &self,
        conn: &mut Conn,
        person: Option<PersonId>,
        message: &Message,
    ) -> anyhow::Result<()> {
        let sent = match &self.mail {
            Mail::Kept => Ok(kept::keep(conn, person, message).await?),
            Mail::Smtp(smtp) => self.silence.unless(hand_over(smtp, message)).await,
            Mail::None | Mail::Mistaken(_) => bail!("this server sends no mail"),
        };
        match &sent {
            Ok(()) => counter!(SENT).increment(1),
            Err(_) => counter!(FAILED).increment(1),
        }
        sent
    }
}

impl Silence {
    async fn unless(
        &self,
        sending: impl Future<Output = anyhow::Result<()>>,
    ) -> anyhow::Result<()> {
        if self.since().is_some_and(|it| it.elapsed() < LEFT_ALONE) {
            bail!("the mail server was silent a moment ago, and is left alone");
        }
        match timeout(PATIENCE, sending).await {
            Ok(sent) => sent,
            Err(_) => {
                *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now());
                bail!("the mail server took longer than {} s", PATIENCE.as_secs())
            }
        }
    }

    fn since(&self) -> Option<Instant> {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

async fn hand_over(smtp: &Smtp, message: &Message) -> anyhow::Result<()> {
    let transport = smtp.transport().map_err(|err| anyhow!(told(&err)))?;
    let wire = message.wire(&smtp.from)?;
    match transport.send(wire).await {
        Ok(_) => Ok(()),
        Err(err) => bail!("{}", told(&err)),
    }
}

/// Without what the server said.
fn told(err: &SmtpError) -> String {
    match err.status() {
        Some(code) => format!("the mail server answered {code}"),
        None if err.is_response() => "the mail server's answer can not be read".to_owned(),
        None => format!("the mail server can not be spoken with: {err}"),
    }
}

/// Whether a mail server answers and lets us in. Nothing is sent.
///
/// # Errors
/// Why not, in words for its operator.
pub async fn look(smtp: &Smtp) -> Result<(), String> {
    let transport = smtp.transport().map_err(|err| err.to_string())?;
    match timeout(PATIENCE, transport.test_connection()).await {
        Ok(Ok(true)) => Ok(()),
        Ok(Ok(false)) => Err("it hung up".to_owned()),
        Ok(Err(err)) => Err(err.to_string()),
        Err(_) => Err(format!("it took longer than {} s", PATIENCE.as_secs())),
    }
}
