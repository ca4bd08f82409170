//! Who signs people in: GitHub by OAuth 2.0, all others by OpenID Connect.
//!
//! Nothing is asked of a provider before somebody wants to come that way, so that one that is down
//! stops nobody but its own.

mod github;
mod http;
mod openid;
mod proven;
mod standing;

use oauth2::http::StatusCode;
use url::Url;

use crate::access::providers::github::GitHub;
use crate::access::providers::http::Http;
use crate::access::providers::openid::OpenId;
use crate::access::providers::standing::Standing;
use crate::config::providers::{Keys, Provider as Configured};

pub use proven::Proven;

/// All that are configured, those with a mistake in their variables too.
#[derive(Debug)]
pub struct Providers {
    list: Vec<Provider>,
    http: Http,
}

#[derive(Debug)]
pub struct Provider {
    /// Its word in addresses.
    pub id: String,
    /// What people read.
    pub label: String,
    peer: Result<Peer, String>,
    standing: Standing,
}

#[derive(Debug)]
enum Peer {
    GitHub(Box<GitHub>),
    OpenId(Box<OpenId>),
}

/// Why a provider signs nobody in.
#[derive(Clone, Debug)]
pub enum Trouble {
    /// It does not answer, or does not know us: nobody comes this way for now.
    Down(String),
    /// What came back is not to be believed, this time.
    Refused(String),
}

/// Where to send a browser, and what to keep until it comes back.
pub struct Departure {
    pub url: Url,
    pub state: String,
    /// Empty where the protocol has none.
    pub nonce: String,
    pub pkce_verifier: String,
}

/// What came back, and what was kept.
pub struct Return {
    pub code: String,
    pub nonce: String,
    pub pkce_verifier: String,
    /// Who says that it sent the browser back (RFC 9207).
    pub issuer: Option<String>,
}

impl Providers {
    pub fn new(configured: Vec<Configured>) -> Self {
        Self {
            list: configured.into_iter().map(Provider::new).collect(),
            http: Http::default(),
        }
    }

    pub fn none() -> Self {
        Self::new(Vec::new())
    }

    pub fn all(&self) -> &[Provider] {
        &self.list
    }

    pub fn find(&self, id: &str) -> Option<&Provider> {
        self.list.iter().find(|it| it.id == id)
    }

    /// Who vouches, for each that is configured without a mistake.
    pub fn vouchers(&self) -> Vec<&str> {
        self.list.iter().filter_map(Provider::voucher).collect()
    }

    /// What people read of who vouches; the address itself where it is configured no longer.
    pub fn label_of<'l>(&'l self, voucher: &'l str) -> &'l str {
        let found = self.list.iter().find(|it| it.voucher() == Some(voucher));
        found.map_or(voucher, |it| it.label.as_str())
    }

    /// How each stands, asked at the same time.
    pub async fn standings(&self) -> Vec<(&Provider, Result<(), String>)> {
        let asked = self
            .list
            .iter()
            .map(async |it| (it, it.standing(&self.http).await));
        futures_util::future::join_all(asked).await
    }

    /// The way to a provider. `callback` is the whole address that it sends the browser back to.
    pub async fn begin(&self, provider: &Provider, callback: &str) -> Result<Departure, Trouble> {
        let begun = match &provider.peer {
            Ok(Peer::GitHub(peer)) => peer.begin(callback),
            Ok(Peer::OpenId(peer)) => peer.begin(&self.http, callback).await,
            Err(why) => Err(Trouble::Down(why.clone())),
        };
        provider.note(begun).await
    }

    /// Who came back.
    pub async fn finish(
        &self,
        provider: &Provider,
        callback: &str,
        back: Return,
    ) -> Result<Proven, Trouble> {
        let proven = match &provider.peer {
            Ok(Peer::GitHub(peer)) => peer.finish(&self.http, callback, back).await,
            Ok(Peer::OpenId(peer)) => peer.finish(&self.http, callback, back).await,
            Err(why) => Err(Trouble::Down(why.clone())),
        };
        provider.note(proven).await
    }
}

impl Provider {
    fn new(configured: Configured) -> Self {
        let peer = configured.keys.and_then(|keys| match keys {
            Keys::GitHub { site, client } => {
                GitHub::new(site, client).map(|it| Peer::GitHub(Box::new(it)))
            }
            Keys::OpenId { issuer, client } => {
                OpenId::new(issuer, client).map(|it| Peer::OpenId(Box::new(it)))
            }
        });
        Self {
            id: configured.id,
            label: configured.label,
            peer,
            standing: Standing::default(),
        }
    }

    /// The key of who vouches; `None` where there is a mistake in the configuration.
    pub fn voucher(&self) -> Option<&str> {
        match self.peer.as_ref().ok()? {
            Peer::GitHub(peer) => Some(&peer.site),
            Peer::OpenId(peer) => Some(peer.issuer.as_str()),
        }
    }

    /// What is wrong with its variables.
    pub fn mistake(&self) -> Option<&str> {
        self.peer.as_ref().err().map(String::as_str)
    }

    async fn standing(&self, http: &Http) -> Result<(), String> {
        match &self.peer {
            Ok(Peer::GitHub(peer)) => self.standing.of(peer.look(http)).await,
            Ok(Peer::OpenId(peer)) => self.standing.of(peer.look(http)).await,
            Err(why) => Err(why.clone()),
        }
    }

    /// What somebody met on their way the next ones are told before they set out.
    async fn note<T>(&self, met: Result<T, Trouble>) -> Result<T, Trouble> {
        match &met {
            Ok(_) => {}
            Err(Trouble::Refused(why)) => self.log("a sign-in was refused", why),
            Err(Trouble::Down(why)) => {
                self.log("a provider signs nobody in", why);
                self.standing.note(why).await;
            }
        }
        met
    }

    fn log(&self, what: &str, why: &str) {
        tracing::warn!(provider = %self.id, %why, "{what}");
    }
}

impl Trouble {
    fn of_status(status: StatusCode, url: &str) -> Self {
        let told = format!("{url} answered {status}");
        match status.is_server_error() || status.is_redirection() {
            true => Self::Down(told),
            false => Self::Refused(told),
        }
    }
}
