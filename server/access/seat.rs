//! Where somebody is signed in: their sessions, as they tell them apart.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use time::OffsetDateTime;

use crate::access::secret::hash;
use crate::access::session::IDLE;
use crate::db::Conn;
use crate::db::ids::{PersonId, SessionId};
use crate::db::schema::sessions;

/// A session without its secret.
#[derive(Clone, Debug)]
pub struct Seat {
    pub id: SessionId,
    /// What its browser said it is; empty where it said nothing.
    pub device: String,
    pub since: OffsetDateTime,
    /// To some minutes.
    pub last_seen_at: OffsetDateTime,
    /// Whether it is the one that asks.
    pub is_here: bool,
}

#[derive(HasQuery)]
#[diesel(table_name = sessions)]
struct Row {
    id: SessionId,
    hash: Vec<u8>,
    previous_hash: Option<Vec<u8>>,
    device: String,
    created_at: OffsetDateTime,
    last_seen_at: OffsetDateTime,
}

impl Seat {
    /// Those of a person that are not over: the one with this secret, then by their last use.
    pub async fn all(conn: &mut Conn, person: PersonId, secret: &str) -> QueryResult<Vec<Self>> {
        let (sent, now) = (hash(secret), OffsetDateTime::now_utc());
        let rows: Vec<Row> = Row::query()
            .filter(sessions::person_id.eq(person))
            .filter(sessions::expires_at.gt(now))
            .filter(sessions::last_seen_at.gt(now - IDLE))
            .order((sessions::last_seen_at.desc(), sessions::id))
            .load(conn)
            .await?;
        let seat = |it: Row| Self {
            is_here: it.hash == sent || it.previous_hash.as_ref() == Some(&sent),
            id: it.id,
            device: it.device,
            since: it.created_at,
            last_seen_at: it.last_seen_at,
        };
        let mut seats: Vec<Self> = rows.into_iter().map(seat).collect();
        seats.sort_by_key(|it| !it.is_here);
        Ok(seats)
    }
}
