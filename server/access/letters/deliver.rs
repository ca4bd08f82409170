//! The job that sends a letter: its words are made now, and its secret with them.

use anyhow::Context;
use serde_json::Value;
use uuid::Uuid;

use crate::access::letters::{decision, notice, sign_in, verify};
use crate::db::Conn;
use crate::db::ids::LetterId;
use crate::error::{Error, Result};
use crate::mail::{Kind, Letter, Message, Post};

/// Sends a letter, unless it is not wanted any more. The letter goes in the transaction of the job, so a
/// failure leaves it for the next attempt, which makes another secret.
pub async fn deliver(conn: &mut Conn, post: &Post, payload: &Value) -> anyhow::Result<()> {
    let id = payload.get("letter").and_then(Value::as_str);
    let id = id.and_then(|it| Uuid::try_parse(it).ok());
    let id = LetterId(id.context("the job names no letter")?);
    match Letter::take(conn, id).await? {
        Some(letter) if post.mail.is_sent() => send(conn, post, &letter).await,
        // Too late, or its person is no more; or the letter of a server that sends mail, on one that does not.
        _ => Ok(()),
    }
}

async fn send(conn: &mut Conn, post: &Post, letter: &Letter) -> anyhow::Result<()> {
    let composed = match letter.kind {
        Kind::SignIn => sign_in::compose(conn, post, letter).await,
        Kind::Verify => verify::compose(conn, post, letter).await,
        Kind::Notice => notice::compose(conn, post, letter).await,
        Kind::Decision => decision::compose(conn, post, letter).await,
    };
    match composed.map_err(cause)? {
        Some(message) => post.send(conn, letter.person, &message).await,
        None => Ok(()),
    }
}

/// What a job writes down of an error.
fn cause(err: Error) -> anyhow::Error {
    match err {
        Error::Internal(cause) | Error::Unavailable(cause) => anyhow::anyhow!("{cause:#}"),
        err => anyhow::anyhow!("{err:?}"),
    }
}

/// What a letter was written with.
pub(super) fn details<D: serde::de::DeserializeOwned>(letter: &Letter) -> Result<D> {
    let read = serde_json::from_value(letter.details.clone());
    Ok(read.context("a letter's details can not be read")?)
}

/// A mail to where a letter goes.
pub(super) fn message(letter: &Letter, subject: String, body: String) -> Message {
    Message {
        to: letter.address.clone(),
        subject,
        body,
    }
}
