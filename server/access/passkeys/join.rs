//! Joining with a passkey alone: the account exists when the passkey was made, and not before.

use diesel::dsl::exists;
use diesel::prelude::*;
use diesel_async::{AsyncConnection, RunQueryDsl};

use crate::access::join::Admission;
use crate::access::passkeys::add::{made, resident, start};
use crate::access::passkeys::ceremony::{self, Errand, Question};
use crate::access::passkeys::passkey::insert;
use crate::access::passkeys::{RelyingParty, Reply};
use crate::access::session::Issued;
use crate::access::sign_in::{Browser, sign_in};
use crate::db::Conn;
use crate::db::schema::handles;
use crate::error::{Error, Result};
use crate::people::add::NewPerson;

/// Somebody new, and by which rule they join.
#[derive(Clone, Debug)]
pub struct Joiner<'j> {
    pub person: NewPerson,
    pub admission: Admission,
    /// What their passkey is called.
    pub passkey: &'j str,
}

/// What the browser is asked to make. Nothing is promised: the handle may be taken meanwhile.
///
/// # Errors
/// As [`may_join`].
pub async fn begin(
    conn: &mut Conn,
    party: &RelyingParty,
    joiner: &Joiner<'_>,
    browser: &str,
) -> Result<Question> {
    may_join(conn, joiner).await?;
    let person = &joiner.person;
    let handle = person.handle.as_str();
    let display_name = match person.display_name.as_str() {
        "" => handle,
        name => name,
    };
    let (challenge, state) = start(party, person.id, (handle, display_name), Vec::new())?;
    let errand = Errand::Join(person.id);
    Ok(Question {
        ceremony: ceremony::begin(conn, browser, errand, &state).await?.0,
        options: resident(&challenge)?,
    })
}

/// Asked beforehand, so that no passkey is made for nothing.
///
/// # Errors
/// `not_invited`; [`Error::Invalid`] for a handle that somebody has.
pub async fn may_join(conn: &mut Conn, joiner: &Joiner<'_>) -> Result<()> {
    let person = joiner.admission.admit(joiner.person.clone())?;
    let is_taken = exists(handles::table.find(person.handle.as_str()));
    match diesel::select(is_taken).get_result(conn).await? {
        true => Err(Error::fault("/handle", "handle_taken")),
        false => Ok(()),
    }
}

/// Makes the account with its passkey, uses the invitation up, and signs in; all of it or nothing.
///
/// # Errors
/// [`Error::NotFound`] where the ceremony is over or another browser's; `passkey_refused` for an answer
/// that does not fit; `not_invited`, `invitation_used`; [`Error::Invalid`] for a handle that somebody has.
pub async fn join_by_passkey(
    conn: &mut Conn,
    party: &RelyingParty,
    joiner: Joiner<'_>,
    reply: &Reply<'_>,
    browser: Browser<'_>,
) -> Result<Issued> {
    let person = joiner.admission.admit(joiner.person)?;
    let (errand, key) = made(conn, party, reply).await?;
    let Errand::Join(id) = errand else {
        return Err(Error::NotFound);
    };
    conn.transaction(async |conn| {
        let person = NewPerson { id, ..person };
        let person = joiner.admission.add(conn, person).await?;
        insert(conn, party, person, &key, joiner.passkey).await?;
        sign_in(conn, person, browser).await
    })
    .await
}
