//! Joining: whom a provider or a mailbox has vouched for gets an account, if they may have one.

use diesel_async::AsyncConnection;

use crate::access::newcomer::Newcomer;
use crate::access::session::Issued;
use crate::access::sign_in::{Browser, sign_in};
use crate::access::{addresses, identity, invitation};
use crate::config::Registration;
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::people::add::{NewPerson, add};

/// Makes the account with its identity or address, uses the invitation up, and signs in; all of it or nothing.
///
/// # Errors
/// [`Error::NotFound`] when the newcomer has joined before; `not_invited` and `invitation_used`;
/// `identity_taken` and `address_taken` when somebody else added it meanwhile; what [`add`] says of the person.
pub async fn join(
    conn: &mut Conn,
    newcomer: &Newcomer,
    person: NewPerson,
    registration: Registration,
    browser: Browser<'_>,
) -> Result<Issued> {
    let is_invited = newcomer.invitation.is_some();
    if registration == Registration::Invite && !is_invited {
        return Err(Error::Conflict("not_invited"));
    }
    let person = NewPerson {
        waits: registration == Registration::Approval && !is_invited,
        ..person
    };
    conn.transaction(async |conn| {
        if !newcomer.arrives(conn).await? {
            return Err(Error::NotFound);
        }
        let person = add(conn, person).await?;
        if let Some(invited) = newcomer.invitation {
            invitation::redeem(conn, invited, person).await?;
        }
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
