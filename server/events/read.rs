//! Reading the outbox in the one order in which nothing is skipped.

use diesel::QueryableByName;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Jsonb, Nullable, Text, Timestamptz};
use diesel_async::RunQueryDsl;
use serde_json::Value;
use time::{Duration, OffsetDateTime};

use crate::db::Conn;
use crate::events::Event;

/// How far a reader has read.
///
/// Ids alone are no order to read in: they are given out when an event is written, and a transaction
/// that wrote early may commit late, behind a reader who has passed its ids already. Ordered by the
/// transaction first, and read only below the oldest transaction that still runs, all that can yet
/// appear stands behind every position.
#[derive(Clone, Copy, Debug, Default, Eq, Ord, PartialEq, PartialOrd)]
pub struct Position {
    /// The transaction that wrote the event.
    pub written_by: i64,
    pub id: i64,
}

impl Position {
    /// Before the first event.
    pub const START: Self = Self {
        written_by: 0,
        id: 0,
    };
}

#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Recorded {
    pub position: Position,
    /// None: a newer server wrote it, and this one does not know what it means.
    pub event: Option<Event>,
    pub happened_at: OffsetDateTime,
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = BigInt)]
    written_by: i64,
    #[diesel(sql_type = BigInt)]
    id: i64,
    #[diesel(sql_type = Text)]
    kind: String,
    #[diesel(sql_type = Jsonb)]
    payload: Value,
    #[diesel(sql_type = Timestamptz)]
    happened_at: OffsetDateTime,
}

/// The events behind this position, oldest first.
///
/// A transaction that runs for long, anywhere on the database server, holds back all that was
/// written after it began to write.
pub async fn after(conn: &mut Conn, position: Position, limit: i64) -> QueryResult<Vec<Recorded>> {
    let settled = "and written_by < pg_snapshot_xmin(pg_current_snapshot())";
    following(conn, position, settled, limit).await
}

/// The position of the newest event that can be read: where somebody begins who asks for nothing past.
pub async fn latest_position(conn: &mut Conn) -> QueryResult<Position> {
    let latest: Option<Place> = diesel::sql_query(
        "select written_by::text::bigint as written_by, id from events \
         where written_by < pg_snapshot_xmin(pg_current_snapshot()) \
         order by events.written_by desc, events.id desc limit 1",
    )
    .get_result(conn)
    .await
    .optional()?;
    Ok(latest.map_or(Position::START, Place::position))
}

/// What happened behind this position, in no order to go on by: all that a reader who keeps to [`after`] has yet
/// to hear, also what a running transaction holds back.
pub async fn unheard(conn: &mut Conn, position: Position, limit: i64) -> QueryResult<Vec<Event>> {
    let all = following(conn, position, "", limit).await?;
    Ok(all.into_iter().filter_map(|it| it.event).collect())
}

async fn following(
    conn: &mut Conn,
    position: Position,
    further: &'static str,
    limit: i64,
) -> QueryResult<Vec<Recorded>> {
    let sql = format!(
        "select written_by::text::bigint as written_by, id, kind, payload, happened_at from events \
         where (written_by, id) > ($1::text::xid8, $2) {further} \
         order by events.written_by, events.id limit $3"
    );
    let rows: Vec<Row> = diesel::sql_query(sql)
        .bind::<Text, _>(position.written_by.to_string())
        .bind::<BigInt, _>(position.id)
        .bind::<BigInt, _>(limit)
        .load(conn)
        .await?;
    Ok(rows.into_iter().map(Recorded::from).collect())
}

/// How many events stand behind a position, those of running transactions too, and when the oldest happened.
pub async fn behind(
    conn: &mut Conn,
    position: Position,
) -> QueryResult<(i64, Option<OffsetDateTime>)> {
    #[derive(QueryableByName)]
    struct Behind {
        #[diesel(sql_type = BigInt)]
        n: i64,
        #[diesel(sql_type = Nullable<Timestamptz>)]
        since: Option<OffsetDateTime>,
    }
    let behind: Behind = diesel::sql_query(
        "select count(*) as n, min(happened_at) as since from events \
         where (written_by, id) > ($1::text::xid8, $2)",
    )
    .bind::<Text, _>(position.written_by.to_string())
    .bind::<BigInt, _>(position.id)
    .get_result(conn)
    .await?;
    Ok((behind.n, behind.since))
}

/// How long a transaction can run between its beginning, which its events tell, and its place in the order.
const LONGEST_TRANSACTION: Duration = Duration::minutes(1);

/// A position before all that happened at this instant or later.
pub async fn position_before(conn: &mut Conn, instant: OffsetDateTime) -> QueryResult<Position> {
    let last: Option<Place> = diesel::sql_query(
        "select written_by::text::bigint as written_by, id from events \
         where happened_at < $1 order by happened_at desc limit 1",
    )
    .bind::<Timestamptz, _>(instant - LONGEST_TRANSACTION)
    .get_result(conn)
    .await
    .optional()?;
    Ok(last.map_or(Position::START, Place::position))
}

#[derive(QueryableByName)]
struct Place {
    #[diesel(sql_type = BigInt)]
    written_by: i64,
    #[diesel(sql_type = BigInt)]
    id: i64,
}

impl Place {
    fn position(self) -> Position {
        Position {
            written_by: self.written_by,
            id: self.id,
        }
    }
}

impl From<Row> for Recorded {
    fn from(row: Row) -> Self {
        Self {
            position: Position {
                written_by: row.written_by,
                id: row.id,
            },
            event: Event::read(&row.kind, &row.payload),
            happened_at: row.happened_at,
        }
    }
}
