//! The outbox of one's own machine: mails as they were sent, where no mail server takes them.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use time::{Duration, OffsetDateTime};

use crate::db::Conn;
use crate::db::ids::PersonId;
use crate::db::schema::kept_mails as kept;
use crate::mail::Message;

/// Longer than any link in them is good.
const LASTS: Duration = Duration::days(2);

/// More than anybody looks through.
const SHOWN: i64 = 50;

#[derive(Clone, Debug, HasQuery)]
#[diesel(table_name = kept)]
pub struct Kept {
    pub address: String,
    pub subject: String,
    pub body: String,
    pub sent_at: OffsetDateTime,
}

pub async fn keep(conn: &mut Conn, person: Option<PersonId>, message: &Message) -> QueryResult<()> {
    let now = OffsetDateTime::now_utc();
    diesel::insert_into(kept::table)
        .values((
            kept::person_id.eq(person),
            kept::address.eq(&message.to),
            kept::subject.eq(&message.subject),
            kept::body.eq(&message.body),
            kept::sent_at.eq(now),
            kept::expires_at.eq(now + LASTS),
        ))
        .execute(conn)
        .await?;
    Ok(())
}

/// The newest, the last one first.
pub async fn newest(conn: &mut Conn) -> QueryResult<Vec<Kept>> {
    Kept::query()
        .filter(kept::expires_at.gt(OffsetDateTime::now_utc()))
        .order((kept::sent_at.desc(), kept::id))
        .limit(SHOWN)
        .load(conn)
        .await
}
