//! Signing in with a passkey: the device finds it, nobody types who they are.

use diesel::prelude::*;
use diesel_async::{AsyncConnection, RunQueryDsl};
use serde_json::Value;
use time::OffsetDateTime;
use webauthn_rs::prelude::{DiscoverableAuthentication, Passkey as Key, PublicKeyCredential};

use crate::access::passkeys::ceremony::{self, Errand, Question, options, refused};
use crate::access::passkeys::{RelyingParty, Reply};
use crate::access::session::Issued;
use crate::access::sign_in::{Browser, sign_in};
use crate::db::Conn;
use crate::db::ids::{PasskeyId, PersonId};
use crate::db::schema::passkeys;
use crate::error::{Error, Result};

/// Any passkey of this site will do.
pub async fn begin(conn: &mut Conn, party: &RelyingParty, browser: &str) -> Result<Question> {
    let started = party.webauthn.start_discoverable_authentication();
    let (challenge, state) = started.map_err(anyhow::Error::from)?;
    Ok(Question {
        ceremony: ceremony::begin(conn, browser, Errand::SignIn, &state)
            .await?
            .0,
        options: options(&challenge)?,
    })
}

/// Signs in whose passkey it is, and notes its use and its counter: a copy that counts behind is refused.
///
/// # Errors
/// [`Error::NotFound`] where the ceremony is over or another browser's; `passkey_refused` for an answer
/// that does not fit, and for a passkey that nobody has.
pub async fn sign_in_by_passkey(
    conn: &mut Conn,
    party: &RelyingParty,
    reply: &Reply<'_>,
    browser: Browser<'_>,
) -> Result<(PersonId, Issued)> {
    let (errand, state) = ceremony::end::<DiscoverableAuthentication>(conn, reply).await?;
    if errand != Errand::SignIn {
        return Err(Error::NotFound);
    }
    let credential = serde_json::from_str(reply.credential).map_err(|it| refused(&it))?;
    let found = party
        .webauthn
        .identify_discoverable_authentication(&credential);
    let (user, credential_id) = found.map_err(|it| refused(&it))?;
    let person = PersonId(user);
    conn.transaction(async |conn| {
        let (id, kept) = find(conn, party, person, credential_id).await?;
        let used = used(party, &credential, state, kept)?;
        diesel::update(passkeys::table.find(id))
            .set((
                passkeys::credential.eq(used),
                passkeys::last_used_at.eq(OffsetDateTime::now_utc()),
            ))
            .execute(conn)
            .await?;
        Ok((person, sign_in(conn, person, browser).await?))
    })
    .await
}

/// The passkey, locked: of two answers with one counter the second is refused.
async fn find(
    conn: &mut Conn,
    party: &RelyingParty,
    person: PersonId,
    credential_id: &[u8],
) -> Result<(PasskeyId, Value)> {
    let found = passkeys::table
        .filter(passkeys::credential_id.eq(credential_id))
        .filter(passkeys::person_id.eq(person))
        .filter(passkeys::rp_id.eq(party.id()))
        .select((passkeys::id, passkeys::credential))
        .for_update()
        .first(conn)
        .await
        .optional()?;
    found.ok_or_else(|| refused(&"nobody has it"))
}

/// The passkey as it is kept after this use.
fn used(
    party: &RelyingParty,
    credential: &PublicKeyCredential,
    state: DiscoverableAuthentication,
    kept: Value,
) -> Result<Value> {
    let mut key: Key = serde_json::from_value(kept).map_err(anyhow::Error::from)?;
    let finished = party
        .webauthn
        .finish_discoverable_authentication_v2(credential, state, &key);
    let proven = finished.map_err(|it| refused(&it))?;
    key.update_credential(&proven);
    Ok(serde_json::to_value(&key).map_err(anyhow::Error::from)?)
}
