//! Telling a person by mail what happened to their account: a browser that is new to it, and other ways in.
//! Nothing is said to whom no verified address is known.

use diesel::QueryResult;
use serde_json::json;

use crate::access::addresses::own::verified;
use crate::db::Conn;
use crate::db::ids::PersonId;
use crate::mail::{Kind, NewLetter, letter};
use crate::named_values;

named_values! {
    /// What a notice tells of.
    pub enum What {
        /// A sign-in from a browser that nobody has signed in to this account from.
        NewBrowser = "new-browser",
        IdentityAdded = "identity-added",
        IdentityRemoved = "identity-removed",
        AddressAdded = "address-added",
        AddressRemoved = "address-removed",
        /// An operator made a one-time way in.
        SignInLinkMade = "sign-in-link-made",
        PasskeyAdded = "passkey-added",
        PasskeyRemoved = "passkey-removed",
        RecoveryCodesMade = "recovery-codes-made",
        RecoveryCodeUsed = "recovery-code-used",
    }
}

/// Tells every verified address, once the transaction is committed.
///
/// Call it inside that of the change; before an address is removed, so that it hears of it, too. `which` is
/// the address, the [`account`] or the device that it is about, else empty.
pub async fn ways_changed(
    conn: &mut Conn,
    person: PersonId,
    what: What,
    which: &str,
) -> QueryResult<()> {
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

/// An account elsewhere, on one line whatever it is called there: `github.com, octo-cat`.
pub fn account(provider: &str, name: &str) -> String {
    let site = provider.split_once("://").map_or(provider, |it| it.1);
    let told = match name {
        "" => site.to_owned(),
        name => format!("{site}, {name}"),
    };
    let line = told.chars().map(|c| if c.is_control() { ' ' } else { c });
    line.collect()
}
