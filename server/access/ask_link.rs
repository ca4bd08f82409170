//! Asking for a link by mail. Who asks learns nothing: whose the address is, and whether anybody's, the job
//! finds out that sends the mail.

use diesel_async::AsyncConnection;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::access::join::Admission;
use crate::access::return_to::ReturnTo;
use crate::db::Conn;
use crate::db::ids::InvitationId;
use crate::error::Result;
use crate::i18n::Language;
use crate::mail::allowance::{Counted, take};
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
}

impl Asked {
    pub fn new(return_to: &ReturnTo, language: Language, admission: Admission) -> Self {
        Self {
            return_to: return_to.as_str().to_owned(),
            language,
            may_join: admission.is_open(),
            invitation: admission.invitation.map(|it| it.0),
        }
    }

    pub fn return_to(&self) -> ReturnTo {
        ReturnTo::parse(&self.return_to)
    }

    pub fn invitation(&self) -> Option<InvitationId> {
        self.invitation.map(InvitationId)
    }
}

/// Has a link sent, unless the address got as many within the hour as it may; that is not told either.
pub async fn ask_for_link(conn: &mut Conn, address: &Address, asked: &Asked) -> Result<()> {
    let details = serde_json::to_value(asked).map_err(anyhow::Error::from)?;
    conn.transaction(async |conn| {
        if take(conn, Counted::To(address)).await? {
            let letter = NewLetter {
                person: None,
                address: address.as_str(),
                kind: Kind::SignIn,
                details: &details,
            };
            letter::write(conn, letter).await?;
        }
        Ok(())
    })
    .await
}
