//! Writing an event.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use crate::db::Conn;
use crate::db::schema::events;
use crate::events::Event;

/// Writes the event. Call it inside the transaction of the change that it tells of.
pub async fn record(conn: &mut Conn, event: Event) -> QueryResult<()> {
    diesel::insert_into(events::table)
        .values((
            events::kind.eq(event.kind()),
            events::payload.eq(event.payload()),
        ))
        .execute(conn)
        .await?;
    Ok(())
}
