//! Joining: whom a provider or a mailbox has vouched for gets an account, if they may have one.

use diesel_async::AsyncConnection;

use crate::access::newcomer::Newcomer;
use crate::access::session::Issued;
use crate::access::sign_in::{Browser, sign_in};
use crate::access::{addresses, identity, invitation};
use crate::config::Registration;
use crate::db::Conn;
use crate::db::ids::{InvitationId, PersonId};
use crate::error::{Error, Result};
use crate::people::add::{NewPerson, add};

/// By which rule somebody joins, and with which invitation.
#[derive(Clone, Copy, Debug)]
pub struct Admission {
    pub registration: Registration,
    pub invitation: Option<InvitationId>,
}

impl Admission {
    /// Whether they may join at all.
    pub fn is_open(self) -> bool {
        self.registration != Registration::Invite || self.invitation.is_some()
    }

    /// Whether they are seen only after a moderator has said so.
    pub fn waits(self) -> bool {
        self.registration == Registration::Approval && self.invitation.is_none()
    }

    /// # Errors
    /// `not_invited`.
    pub(super) fn admit(self, person: NewPerson) -> Result<NewPerson> {
        if !self.is_open() {
            return Err(Error::Conflict("not_invited"));
        }
        let waits = self.waits();
        Ok(NewPerson { waits, ..person })
    }

    /// Makes the account and uses the invitation up, in the transaction in which they join.
    ///
    /// # Errors
    /// `invitation_used`; what [`add`] says of the person.
    pub(super) async fn add(self, conn: &mut Conn, person: NewPerson) -> Result<PersonId> {
        let person = add(conn, person).await?;
        if let Some(invited) = self.invitation {
            invitation::redeem(conn, invited, person).await?;
        }
        Ok(person)
    }
}

/// Makes the account with its identity or address, uses the invitation up, and signs in; all of it or nothing.
///
/// # Errors
/// [`Error::NotFound`] when the newcomer has joined before; `not_invited` and `invitation_used`;
/// `identity_taken` and `address_taken` when somebody else added it meanwhile; what [`add`] says of the person.
pub async fn join(
    conn: &mut Conn,
    newcomer: &Newcomer,
    person: NewPerson,
    admission: Admission,
    browser: Browser<'_>,
) -> Result<Issued> {
    let person = admission.admit(person)?;
    conn.transaction(async |conn| {
        if !newcomer.arrives(conn).await? {
            return Err(Error::NotFound);
        }
        let person = admission.add(conn, person).await?;
        let issued = sign_in(conn, person, browser).await?;
        // Afterwards, so that nobody is told of their own first browser.
        let proven = newcomer.proven();
        match proven.mailbox() {
            Some(address) => addresses::own::claim(conn, person, address).await?,
            None => identity::add(conn, person, &proven).await?,
        }
        Ok(issued)
    })
    .await
}
