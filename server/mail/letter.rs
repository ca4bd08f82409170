//! A mail that is going to be sent: to whom and why. Its words, and the secret in it, are made by the job
//! that sends it, so that neither ever stands in a queue.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use serde_json::{Value, json};
use time::{Duration, OffsetDateTime};

use crate::db::Conn;
use crate::db::ids::{LetterId, PersonId};
use crate::db::schema::letters;
use crate::jobs;
use crate::named_values;

/// The job that sends one.
pub const JOB: &str = "send_mail";

named_values! {
    /// What a letter is for.
    pub enum Kind {
        /// A link by which one signs in or joins.
        SignIn = "sign-in",
        /// A link that verifies an address.
        Verify = "verify",
        /// Something happened to the account.
        Notice = "notice",
        /// Moderators decided something about the account, or a story of its person.
        Decision = "decision",
    }
}

impl Kind {
    /// How long it is worth sending: a link that comes hours after it was asked for helps nobody.
    const fn lasts(self) -> Duration {
        match self {
            Self::SignIn | Self::Verify => Duration::hours(1),
            Self::Notice | Self::Decision => Duration::days(1),
        }
    }
}

#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = letters)]
pub struct Letter {
    #[diesel(column_name = person_id)]
    pub person: Option<PersonId>,
    pub address: String,
    pub kind: Kind,
    /// What its words depend on, as the one who wrote it left it.
    pub details: Value,
    pub written_at: OffsetDateTime,
}

#[derive(Clone, Copy, Debug)]
pub struct NewLetter<'l> {
    /// Whose account it concerns, where that is known.
    pub person: Option<PersonId>,
    pub address: &'l str,
    pub kind: Kind,
    pub details: &'l Value,
}

/// Has a letter sent, once the transaction is committed.
pub async fn write(conn: &mut Conn, letter: NewLetter<'_>) -> QueryResult<()> {
    let now = OffsetDateTime::now_utc();
    let id: LetterId = diesel::insert_into(letters::table)
        .values((
            letters::person_id.eq(letter.person),
            letters::address.eq(letter.address),
            letters::kind.eq(letter.kind),
            letters::details.eq(letter.details),
            letters::written_at.eq(now),
            letters::expires_at.eq(now + letter.kind.lasts()),
        ))
        .returning(letters::id)
        .get_result(conn)
        .await?;
    jobs::enqueue(conn, JOB, &json!({ "letter": id.0 }), now).await
}

impl Letter {
    /// Takes a letter away, for the job in whose transaction it is sent: rolled back, it is there as before.
    /// `None` for one that is too late, or whose person is no more.
    pub async fn take(conn: &mut Conn, id: LetterId) -> QueryResult<Option<Self>> {
        let letter = letters::table.find(id);
        let letter = letter.filter(letters::expires_at.gt(OffsetDateTime::now_utc()));
        diesel::delete(letter)
            .returning(Self::as_returning())
            .get_result(conn)
            .await
            .optional()
    }
}
