//! A browser that was asked for a passkey and is expected back: once, soon, and with the answer to this question.

use anyhow::Context;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use crate::access::secret::hash;
use crate::db::Conn;
use crate::db::ids::{CeremonyId, PersonId};
use crate::db::schema::passkey_ceremonies as ceremonies;
use crate::error::{Error, Result};

/// Time enough to find the device that has it.
pub const LASTS: Duration = Duration::minutes(10);

/// For whom a passkey is asked.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Errand {
    SignIn,
    /// Who is signed in and makes one.
    Add(PersonId),
    /// The id that somebody new will have.
    Join(PersonId),
}

/// What a browser is asked, and under which name it answers.
#[derive(Debug, Serialize)]
pub struct Question {
    pub ceremony: Uuid,
    #[serde(rename = "publicKey")]
    pub options: Value,
}

/// What a browser sends back.
#[derive(Clone, Copy, Debug)]
pub struct Reply<'r> {
    /// What its cookie holds.
    pub browser: Option<&'r str>,
    pub ceremony: &'r str,
    /// The device's answer, as JSON.
    pub credential: &'r str,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = ceremonies)]
struct Ceremony {
    person_id: Option<PersonId>,
    newcomer_id: Option<PersonId>,
    state: Value,
}

/// Keeps what the answer will be checked against. `browser` is the secret in the browser's cookie.
pub(super) async fn begin(
    conn: &mut Conn,
    browser: &str,
    errand: Errand,
    state: &impl Serialize,
) -> Result<CeremonyId> {
    let state = serde_json::to_value(state).map_err(anyhow::Error::from)?;
    let (person, newcomer) = match errand {
        Errand::SignIn => (None, None),
        Errand::Add(person) => (Some(person), None),
        Errand::Join(newcomer) => (None, Some(newcomer)),
    };
    let id = diesel::insert_into(ceremonies::table)
        .values((
            ceremonies::browser_hash.eq(hash(browser)),
            ceremonies::person_id.eq(person),
            ceremonies::newcomer_id.eq(newcomer),
            ceremonies::state.eq(state),
            ceremonies::expires_at.eq(OffsetDateTime::now_utc() + LASTS),
        ))
        .returning(ceremonies::id)
        .get_result(conn)
        .await?;
    Ok(id)
}

/// Ends the ceremony that a reply names, whatever comes of it: no second reply finds it. Another
/// browser's leaves it waiting.
///
/// # Errors
/// [`Error::NotFound`] for one that was never begun, was used, has run out or is another browser's.
pub(super) async fn end<S: DeserializeOwned>(
    conn: &mut Conn,
    reply: &Reply<'_>,
) -> Result<(Errand, S)> {
    let id = Uuid::try_parse(reply.ceremony).ok();
    let (Some(id), Some(browser)) = (id, reply.browser) else {
        return Err(Error::NotFound);
    };
    let own = ceremonies::table
        .find(CeremonyId(id))
        .filter(ceremonies::browser_hash.eq(hash(browser)))
        .filter(ceremonies::expires_at.gt(OffsetDateTime::now_utc()));
    let ended: Ceremony = diesel::delete(own)
        .returning(Ceremony::as_returning())
        .get_result(conn)
        .await?;
    let errand = match (ended.person_id, ended.newcomer_id) {
        (Some(person), _) => Errand::Add(person),
        (None, Some(newcomer)) => Errand::Join(newcomer),
        (None, None) => Errand::SignIn,
    };
    // What was begun for something else is the wrong kind of state, too.
    let state = serde_json::from_value(ended.state).ok();
    Ok((errand, state.ok_or(Error::NotFound)?))
}

/// The options for a browser, without what only a library of its own would read.
pub(super) fn options(challenge: &impl Serialize) -> Result<Value> {
    let mut whole = serde_json::to_value(challenge).map_err(anyhow::Error::from)?;
    let options = whole.get_mut("publicKey").map(Value::take);
    Ok(options.context("a challenge without its options")?)
}

/// An answer that does not fit. Why is for the log: whoever tries learns nothing.
pub(super) fn refused(why: &dyn std::fmt::Display) -> Error {
    tracing::info!(%why, "a passkey was refused");
    Error::Conflict("passkey_refused")
}
