//! Asking for a link by mail. Who asks learns nothing: whose the address is, and whether anybody's, the job
//! finds out that sends the mail.

use std::net::IpAddr;

use diesel::QueryResult;
use diesel_async::AsyncConnection;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::access::addresses::own::owner;
use crate::access::join::Admission;
use crate::access::known_browser::is_known;
use crate::access::return_to::ReturnTo;
use crate::db::Conn;
use crate::db::ids::{InvitationId, PersonId};
use crate::error::Result;
use crate::i18n::Language;
use crate::mail::allowance::{Counted, Source, take};
use crate::mail::{Address, Kind, NewLetter, letter};

/// What somebody wants of a link.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Asked {
    return_to: String,
    /// The one that the page spoke, for somebody new.
    pub language: Language,
    /// Whether somebody new may join.
    pub may_join: bool,
    invitation: Option<Uuid>,
    /// Whether the person of the address has signed in from the browser that asks.
    #[serde(default)]
    by_known: bool,
}

/// Who asks, as far as it counts.
#[derive(Clone, Copy, Debug)]
pub struct Asker<'a> {
    /// `None` where callers are not counted.
    pub network: Option<IpAddr>,
    /// By which their browser is known; see `known_browser`.
    pub mark: Option<&'a str>,
}

impl Asked {
    pub fn new(return_to: &ReturnTo, language: Language, admission: Admission) -> Self {
        Self {
            return_to: return_to.as_str().to_owned(),
            language,
            may_join: admission.is_open(),
            invitation: admission.invitation.map(|it| it.0),
            by_known: false,
        }
    }

    /// As what a mail counts that lets somebody in.
    pub(super) fn letting_in(&self, person: PersonId) -> Counted<'static> {
        match self.by_known {
            true => Counted::LettingInKnown(person),
            false => Counted::LettingIn(person),
        }
    }

    pub fn return_to(&self) -> ReturnTo {
        ReturnTo::parse(&self.return_to)
    }

    pub fn invitation(&self) -> Option<InvitationId> {
        self.invitation.map(InvitationId)
    }
}

/// Has a link sent, unless the address got as many within the hour as it may; that is not told either. The
/// database is asked the same whether anybody has the address or not.
pub async fn ask_for_link(
    conn: &mut Conn,
    address: &Address,
    asked: Asked,
    asker: Asker<'_>,
) -> Result<()> {
    conn.transaction(async |conn| {
        let owner = owner(conn, address.as_str()).await?.map(|it| it.person);
        let by_known = is_known(conn, owner, asker.mark).await?;
        let counted = match by_known {
            true => Counted::ToKnown(address),
            false => Counted::To(address),
        };
        if !take(conn, counted).await? {
            return Ok(());
        }
        let reaches =
            asked.may_join && may_reach(conn, owner.is_some(), source(&asked, asker)).await?;
        let asked = Asked {
            may_join: reaches,
            by_known,
            ..asked
        };
        let letter = NewLetter {
            person: None,
            address: address.as_str(),
            kind: Kind::SignIn,
            details: &serde_json::to_value(asked).map_err(anyhow::Error::from)?,
        };
        letter::write(conn, letter).await?;
        Ok(())
    })
    .await
}

/// What the mails to strangers are counted by. An invitation lets one person in from wherever they are.
fn source(asked: &Asked, asker: Asker<'_>) -> Option<Source> {
    let network = asker.network.map(Source::Network);
    asked.invitation().map(Source::Invitation).or(network)
}

/// Whether one more mail may go to an address that nobody has. A letter is written all the same, which then goes
/// to nobody: else the time of the answer would tell whose address it is.
async fn may_reach(
    conn: &mut Conn,
    is_somebody: bool,
    source: Option<Source>,
) -> QueryResult<bool> {
    let counted = |is_somebody: bool, source: Source| match is_somebody {
        true => Counted::ToMembers(source),
        false => Counted::ToStrangers(source),
    };
    let within = match source {
        Some(source) => take(conn, counted(is_somebody, source)).await?,
        None => true,
    };
    // Who has asked too often does not use up what others may ask for.
    let all = counted(is_somebody || !within, Source::Anywhere);
    Ok(take(conn, all).await? && within)
}
