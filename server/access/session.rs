//! Being signed in: a secret in a browser's cookie, of which the database keeps the hash alone.
//!
//! The secret is renewed about once a day. The one before stays good until the new one was used and
//! a minute longer: neither a parallel request nor an answer that got lost signs anybody out.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use time::{Duration, OffsetDateTime};

use crate::access::Member;
use crate::access::secret::{Secret, hash};
use crate::db::Conn;
use crate::db::schema::{people, sessions};
use crate::error::Result;
use crate::people::suspended::is_suspended;

/// Unused for so long, a session is over.
pub const IDLE: Duration = Duration::days(14);
/// So old, a session is over however much it is used.
pub const LASTS: Duration = Duration::days(90);
/// How long after signing in one may change how one signs in.
pub const FRESH: Duration = Duration::minutes(20);
const RENEWED_EVERY: Duration = Duration::days(1);
/// How long the secret before is good once the new one was used.
const GRACE: Duration = Duration::minutes(1);
/// How coarsely the last use is noted, to spare a write for each page.
const USE_NOTED_EVERY: Duration = Duration::minutes(5);

/// A secret for a browser to keep.
#[derive(Clone)]
pub struct Issued {
    pub secret: Secret,
    pub expires_at: OffsetDateTime,
}

impl Issued {
    pub fn new(expires_at: OffsetDateTime) -> Result<Self> {
        let secret = Secret::random("")?;
        Ok(Self { secret, expires_at })
    }
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = sessions)]
struct Row {
    hash: Vec<u8>,
    created_at: OffsetDateTime,
    last_seen_at: OffsetDateTime,
    expires_at: OffsetDateTime,
    renewed_at: OffsetDateTime,
    previous_hash: Option<Vec<u8>>,
    previous_until: Option<OffsetDateTime>,
}

/// Who sends a secret that is good.
pub struct Recognised {
    pub member: Member,
    /// When they signed in: each time makes a session of its own.
    pub signed_in_at: OffsetDateTime,
    /// The secret that takes its place, where that is due.
    pub issued: Option<Issued>,
}

/// Whose a secret is.
pub enum Sender {
    Known(Recognised),
    /// Of a suspended person no secret is good.
    Barred(Member),
    Unknown,
}

/// Who sends this secret. Notes the use where it is good.
pub async fn recognise(conn: &mut Conn, secret: &str) -> Result<Sender> {
    let (sent, now) = (hash(secret), OffsetDateTime::now_utc());
    let (session, member) = match found(conn, &sent, now).await? {
        Some((session, member, false)) => (session, member),
        Some((_, member, true)) => return Ok(Sender::Barred(member)),
        None => return Ok(Sender::Unknown),
    };
    session.note_use(conn, &sent, now).await?;
    let signed_in_at = session.created_at;
    let issued = if session.is_due(&sent, now) {
        session.renew(conn, sent, now).await?
    } else {
        None
    };
    Ok(Sender::Known(Recognised {
        member,
        signed_in_at,
        issued,
    }))
}

/// Who would be signed in with this secret if they were not suspended.
pub async fn suspended(conn: &mut Conn, secret: &str) -> Result<Option<Member>> {
    match found(conn, &hash(secret), OffsetDateTime::now_utc()).await? {
        Some((_, member, true)) => Ok(Some(member)),
        _ => Ok(None),
    }
}

/// The session, whose it is, and whether they are suspended.
type Found = (Row, Member, bool);

async fn found(conn: &mut Conn, sent: &[u8], now: OffsetDateTime) -> QueryResult<Option<Found>> {
    let is_previous = sessions::previous_hash.eq(sent).and(
        sessions::previous_until
            .is_null()
            .or(sessions::previous_until.gt(now)),
    );
    sessions::table
        .inner_join(people::table)
        .filter(sessions::hash.eq(sent).or(is_previous))
        .filter(sessions::expires_at.gt(now))
        .filter(sessions::last_seen_at.gt(now - IDLE))
        .select((Row::as_select(), Member::as_select(), is_suspended()))
        .first(conn)
        .await
        .optional()
}

impl Row {
    /// The first use of the newest secret begins the end of the one before.
    async fn note_use(&self, conn: &mut Conn, sent: &[u8], now: OffsetDateTime) -> QueryResult<()> {
        let is_newest = self.hash == sent;
        let confirms = is_newest && self.previous_hash.is_some() && self.previous_until.is_none();
        if !confirms && now - self.last_seen_at <= USE_NOTED_EVERY {
            return Ok(());
        }
        let until = if confirms {
            Some(now + GRACE)
        } else {
            self.previous_until
        };
        diesel::update(sessions::table.find(&self.hash))
            .set((
                sessions::last_seen_at.eq(now),
                sessions::previous_until.eq(until),
            ))
            .execute(conn)
            .await?;
        Ok(())
    }

    /// The newest secret grew old, or it never reached the browser, which still sends the one before.
    fn is_due(&self, sent: &[u8], now: OffsetDateTime) -> bool {
        let age = now - self.renewed_at;
        if self.hash == sent {
            age > RENEWED_EVERY
        } else {
            self.previous_until.is_none() && age > GRACE
        }
    }

    /// Of requests that come at the same time, one gets the new secret.
    async fn renew(
        &self,
        conn: &mut Conn,
        sent: Vec<u8>,
        now: OffsetDateTime,
    ) -> Result<Option<Issued>> {
        let issued = Issued::new(self.expires_at)?;
        let as_read = sessions::table
            .filter(sessions::hash.eq(&self.hash))
            .filter(sessions::renewed_at.eq(self.renewed_at));
        let n = diesel::update(as_read)
            .set((
                sessions::hash.eq(issued.secret.hash()),
                sessions::renewed_at.eq(now),
                sessions::previous_hash.eq(sent),
                sessions::previous_until.eq(None::<OffsetDateTime>),
            ))
            .execute(conn)
            .await?;
        Ok((n == 1).then_some(issued))
    }
}
