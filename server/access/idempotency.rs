//! Doing a thing once however often it is asked for: an answer is kept under the key that the asker chose.

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool};
use diesel_async::{AsyncConnection, RunQueryDsl, TransactionManager};
use serde_json::Value;
use sha2::{Digest, Sha256};
use time::{Duration, OffsetDateTime};

use crate::db::Conn;
use crate::db::ids::PersonId;
use crate::db::schema::idempotent_answers as answers;
use crate::error::{Error, Result};

/// How long an answer is kept.
pub const KEPT_FOR: Duration = Duration::hours(24);

const LONGEST_KEY: usize = 200;
const POINTER: &str = "/Idempotency-Key";

/// What was answered; a later request with the same key gets the very same.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct KeptAnswer {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: String,
}

#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Answered {
    Now(KeptAnswer),
    Before(KeptAnswer),
}

/// One person's wish under a key.
pub struct Attempt<'a> {
    person: PersonId,
    path: &'a str,
    key: &'a str,
    body_hash: Vec<u8>,
}

impl<'a> Attempt<'a> {
    /// # Errors
    /// [`Error::Invalid`] for a key that is empty, too long, or not of visible ASCII.
    pub fn new(person: PersonId, path: &'a str, key: &'a str, body: &[u8]) -> Result<Self> {
        let is_visible = key.bytes().all(|it| it.is_ascii_graphic());
        if !is_visible || !(1..=LONGEST_KEY).contains(&key.len()) {
            return Err(Error::fault(POINTER, "bad_idempotency_key"));
        }
        Ok(Self {
            person,
            path,
            key,
            body_hash: Sha256::digest(body).to_vec(),
        })
    }

    /// The number of the lock that everyone who tries the same takes.
    fn lock(&self) -> i64 {
        let mut hash = Sha256::new();
        hash.update(self.person.0.as_bytes());
        hash.update(self.path.as_bytes());
        // Stands in no key, so that no two attempts read the same.
        hash.update(b"\n");
        hash.update(self.key.as_bytes());
        let hash = hash.finalize();
        hash.iter()
            .take(8)
            .fold(0, |sum, byte| sum << 8 | i64::from(*byte))
    }
}

/// Makes an answer once, in the transaction that keeps it. A failure is not kept: the asker may
/// correct the request and try again with the same key.
///
/// # Errors
/// [`Error::Conflict`] while another request with this key is on its way; [`Error::Invalid`] when
/// the key was used for another body.
pub async fn once(
    conn: &mut Conn,
    attempt: &Attempt<'_>,
    make: impl AsyncFnOnce(&mut Conn) -> Result<KeptAnswer>,
) -> Result<Answered> {
    // `Conn::transaction` wants work that may change threads; a face's work stays on its own.
    type Transactions = <Conn as AsyncConnection>::TransactionManager;
    Transactions::begin_transaction(conn).await?;
    let answered = answer(conn, attempt, make).await;
    match answered {
        Ok(_) => Transactions::commit_transaction(conn).await?,
        // What failed first is the better answer.
        Err(_) => drop(Transactions::rollback_transaction(conn).await),
    }
    answered
}

async fn answer(
    conn: &mut Conn,
    attempt: &Attempt<'_>,
    make: impl AsyncFnOnce(&mut Conn) -> Result<KeptAnswer>,
) -> Result<Answered> {
    if !is_alone(conn, attempt).await? {
        return Err(Error::Conflict("idempotency_running"));
    }
    if let Some((body_hash, kept)) = kept(conn, attempt).await? {
        return if body_hash == attempt.body_hash {
            Ok(Answered::Before(kept))
        } else {
            Err(Error::fault(POINTER, "idempotency_key_reused"))
        };
    }
    let made = make(conn).await?;
    if (200..300).contains(&made.status) {
        keep(conn, attempt, &made).await?;
    }
    Ok(Answered::Now(made))
}

/// Whether nobody else is at it; until the transaction ends, nobody else can be.
async fn is_alone(conn: &mut Conn, attempt: &Attempt<'_>) -> QueryResult<bool> {
    let lock = sql::<Bool>("pg_try_advisory_xact_lock(").bind::<BigInt, _>(attempt.lock());
    diesel::select(lock.sql(")")).get_result(conn).await
}

async fn kept(conn: &mut Conn, attempt: &Attempt<'_>) -> Result<Option<(Vec<u8>, KeptAnswer)>> {
    let found = answers::table
        .find((attempt.person, attempt.path, attempt.key))
        .filter(answers::answered_at.gt(OffsetDateTime::now_utc() - KEPT_FOR))
        .select((
            answers::body_hash,
            answers::status,
            answers::headers,
            answers::body,
        ))
        .first::<(Vec<u8>, i16, Value, String)>(conn)
        .await
        .optional()?;
    let Some((body_hash, status, headers, body)) = found else {
        return Ok(None);
    };
    let kept = KeptAnswer {
        status: status.try_into().map_err(anyhow::Error::from)?,
        headers: serde_json::from_value(headers).map_err(anyhow::Error::from)?,
        body,
    };
    Ok(Some((body_hash, kept)))
}

/// Keeps the answer, in the place of one that has expired.
async fn keep(conn: &mut Conn, attempt: &Attempt<'_>, made: &KeptAnswer) -> Result<()> {
    let status = i16::try_from(made.status).map_err(anyhow::Error::from)?;
    let headers = serde_json::to_value(&made.headers).map_err(anyhow::Error::from)?;
    let answer = (
        answers::body_hash.eq(&attempt.body_hash),
        answers::status.eq(status),
        answers::headers.eq(headers),
        answers::body.eq(&made.body),
        answers::answered_at.eq(OffsetDateTime::now_utc()),
    );
    diesel::insert_into(answers::table)
        .values((
            answers::person_id.eq(attempt.person),
            answers::path.eq(attempt.path),
            answers::key.eq(attempt.key),
            answer.clone(),
        ))
        .on_conflict((answers::person_id, answers::path, answers::key))
        .do_update()
        .set(answer)
        .execute(conn)
        .await?;
    Ok(())
}
