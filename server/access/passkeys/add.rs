//! Adding a passkey to one's account.

use diesel::prelude::*;
use diesel_async::{AsyncConnection, RunQueryDsl};
use serde_json::{Value, json};
use webauthn_rs::prelude::{
    CreationChallengeResponse, CredentialID, Passkey as Key, PasskeyRegistration,
};

use crate::access::Member;
use crate::access::identity::lock;
use crate::access::notice::{What, ways_changed};
use crate::access::passkeys::ceremony::{self, Errand, Question, options, refused};
use crate::access::passkeys::passkey::{MAX, insert, named};
use crate::access::passkeys::{RelyingParty, Reply};
use crate::db::Conn;
use crate::db::ids::PersonId;
use crate::db::schema::passkeys;
use crate::error::{Error, Fault, Result};

/// What the browser is asked to make. Its own passkeys are told, so that no device makes a second one.
///
/// # Errors
/// As [`may_add`].
pub async fn begin(
    conn: &mut Conn,
    party: &RelyingParty,
    member: &Member,
    name: &str,
    browser: &str,
) -> Result<Question> {
    may_add(conn, member.person, name).await?;
    let own: Vec<CredentialID> = passkeys::table
        .filter(passkeys::person_id.eq(member.person))
        .filter(passkeys::rp_id.eq(party.id()))
        .select(passkeys::credential_id)
        .load(conn)
        .await?;
    let who = (member.handle.as_str(), member.display_name.as_str());
    let (challenge, state) = start(party, member.person, who, own)?;
    let errand = Errand::Add(member.person);
    Ok(Question {
        ceremony: ceremony::begin(conn, browser, errand, &state).await?.0,
        options: resident(&challenge)?,
    })
}

/// Whether one more with this name is possible; the name as it is kept.
///
/// # Errors
/// [`Error::Invalid`] for a bad name, and where there are [`MAX`] already.
pub async fn may_add(conn: &mut Conn, person: PersonId, name: &str) -> Result<String> {
    let name = named(name).map_err(|it| Error::Invalid(vec![it]))?;
    let own = passkeys::table.filter(passkeys::person_id.eq(person));
    let n: i64 = own.count().get_result(conn).await?;
    if n >= MAX {
        let fault = Fault::new("/name", "too_many_passkeys").with("max", MAX);
        return Err(Error::Invalid(vec![fault]));
    }
    Ok(name)
}

/// # Errors
/// As [`may_add`]; [`Error::NotFound`] where the ceremony is over or was begun by somebody else;
/// `passkey_refused` for an answer that does not fit.
pub async fn add_passkey(
    conn: &mut Conn,
    party: &RelyingParty,
    person: PersonId,
    name: &str,
    reply: &Reply<'_>,
) -> Result<()> {
    let (made_for, key) = made(conn, party, reply).await?;
    if made_for != Errand::Add(person) {
        return Err(Error::NotFound);
    }
    conn.transaction(async |conn| {
        lock(conn, person).await?;
        let name = may_add(conn, person, name).await?;
        insert(conn, party, person, &key, &name).await?;
        Ok(ways_changed(conn, person, What::PasskeyAdded, "").await?)
    })
    .await
}

pub(super) fn start(
    party: &RelyingParty,
    person: PersonId,
    (handle, display_name): (&str, &str),
    own: Vec<CredentialID>,
) -> Result<(CreationChallengeResponse, PasskeyRegistration)> {
    let PersonId(id) = person;
    let started = party
        .webauthn
        .start_passkey_registration(id, handle, display_name, Some(own));
    Ok(started.map_err(anyhow::Error::from)?)
}

/// The options, which ask for a passkey that the device finds by itself: nobody types who they are.
pub(super) fn resident(challenge: &CreationChallengeResponse) -> Result<Value> {
    let mut options = options(challenge)?;
    let fields = options.as_object_mut();
    let selection = fields.map(|it| {
        it.entry("authenticatorSelection")
            .or_insert_with(|| json!({}))
    });
    if let Some(selection) = selection.and_then(Value::as_object_mut) {
        selection.insert("residentKey".to_owned(), "required".into());
        selection.insert("requireResidentKey".to_owned(), true.into());
    }
    Ok(options)
}

/// The key that was made, and for whom. Of two replies to one question one is heard.
pub(super) async fn made(
    conn: &mut Conn,
    party: &RelyingParty,
    reply: &Reply<'_>,
) -> Result<(Errand, Key)> {
    let (errand, state) = ceremony::end::<PasskeyRegistration>(conn, reply).await?;
    let credential = serde_json::from_str(reply.credential).map_err(|it| refused(&it))?;
    let key = party
        .webauthn
        .finish_passkey_registration(&credential, &state);
    Ok((errand, key.map_err(|it| refused(&it))?))
}
