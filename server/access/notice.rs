//! Telling a person by mail what happened to their account: a browser that is new to it, and other ways in.
//! Nothing is said to whom no verified address is known.

use diesel::QueryResult;
use serde_json::json;

use crate::access::addresses::own::verified;
use crate::db::Conn;
use crate::db::ids::PersonId;
use crate::mail::{Kind, NewLetter, letter};
use crate::named_values;

/// How the ways into an account changed.
#[derive(Clone, Copy, Debug)]
pub enum Change<'c> {
    /// Who vouches, and what the account is called there.
    IdentityAdded(&'c str, &'c str),
    IdentityRemoved(&'c str, &'c str),
    AddressAdded(&'c str),
    AddressRemoved(&'c str),
    /// An operator made a one-time way in.
    SignInLinkMade,
    PasskeyAdded,
    PasskeyRemoved,
    RecoveryCodesMade,
}

named_values! {
    /// What a notice tells of.
    pub enum What {
        NewBrowser = "new-browser",
        IdentityAdded = "identity-added",
        IdentityRemoved = "identity-removed",
        AddressAdded = "address-added",
        AddressRemoved = "address-removed",
        SignInLinkMade = "sign-in-link-made",
        PasskeyAdded = "passkey-added",
        PasskeyRemoved = "passkey-removed",
        RecoveryCodesMade = "recovery-codes-made",
    }
}

/// Tells every verified address, once the transaction is committed. Call it inside that of the change; before
/// an address is removed, so that it hears of it, too.
pub async fn ways_changed(
    conn: &mut Conn,
    person: PersonId,
    change: Change<'_>,
) -> QueryResult<()> {
    let (what, which) = change.told();
    notify(conn, person, what, &which).await
}

/// Tells of a sign-in from a browser that nobody has signed in to this account from.
pub(super) async fn new_browser(
    conn: &mut Conn,
    person: PersonId,
    device: &str,
) -> QueryResult<()> {
    notify(conn, person, What::NewBrowser, device).await
}

async fn notify(conn: &mut Conn, person: PersonId, what: What, which: &str) -> QueryResult<()> {
    for address in verified(conn, person).await? {
        let notice = NewLetter {
            person: Some(person),
            address: &address,
            kind: Kind::Notice,
            details: &json!({ "what": what, "which": which }),
        };
        letter::write(conn, notice).await?;
    }
    Ok(())
}

impl Change<'_> {
    fn told(self) -> (What, String) {
        match self {
            Self::IdentityAdded(by, name) => (What::IdentityAdded, account(by, name)),
            Self::IdentityRemoved(by, name) => (What::IdentityRemoved, account(by, name)),
            Self::AddressAdded(address) => (What::AddressAdded, address.to_owned()),
            Self::AddressRemoved(address) => (What::AddressRemoved, address.to_owned()),
            Self::SignInLinkMade => (What::SignInLinkMade, String::new()),
            Self::PasskeyAdded => (What::PasskeyAdded, String::new()),
            Self::PasskeyRemoved => (What::PasskeyRemoved, String::new()),
            Self::RecoveryCodesMade => (What::RecoveryCodesMade, String::new()),
        }
    }
}

/// An account elsewhere, on one line whatever it is called there: `github.com, octo-cat`.
fn account(provider: &str, name: &str) -> String {
    let site = provider.split_once("://").map_or(provider, |it| it.1);
    let told = match name {
        "" => site.to_owned(),
        name => format!("{site}, {name}"),
    };
    let line = told.chars().map(|c| if c.is_control() { ' ' } else { c });
    line.collect()
}
