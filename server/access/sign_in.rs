//! Signing in: a new session with a secret of its own, in the place of the one before.

use diesel::prelude::*;
use diesel_async::{AsyncConnection, RunQueryDsl};
use time::OffsetDateTime;

use crate::access::known_browser::meet;
use crate::access::session::{Issued, LASTS};
use crate::access::sign_out::sign_out;
use crate::db::Conn;
use crate::db::ids::PersonId;
use crate::db::schema::sessions;
use crate::error::Result;
use crate::people::add::{NewPerson, add};

/// The browser that signs in.
#[derive(Clone, Copy, Debug, Default)]
pub struct Browser<'b> {
    /// The secret that it sent: what somebody planted there is good for nothing afterwards.
    pub secret: Option<&'b str>,
    pub device: &'b str,
    /// By which it is known again; see `known_browser`.
    pub mark: Option<&'b str>,
}

pub async fn sign_in(conn: &mut Conn, person: PersonId, browser: Browser<'_>) -> Result<Issued> {
    let now = OffsetDateTime::now_utc();
    let issued = Issued::new(now + LASTS)?;
    conn.transaction(async |conn| {
        if let Some(secret) = browser.secret {
            sign_out(conn, secret).await?;
        }
        diesel::insert_into(sessions::table)
            .values((
                sessions::hash.eq(issued.secret.hash()),
                sessions::person_id.eq(person),
                sessions::created_at.eq(now),
                sessions::last_seen_at.eq(now),
                sessions::renewed_at.eq(now),
                sessions::expires_at.eq(issued.expires_at),
                sessions::device.eq(browser.device),
            ))
            .execute(conn)
            .await?;
        meet(conn, person, browser).await?;
        Ok(issued)
    })
    .await
}

/// Makes the account, too.
pub async fn sign_up(conn: &mut Conn, person: NewPerson, browser: Browser<'_>) -> Result<Issued> {
    conn.transaction(async |conn| {
        let person = add(conn, person).await?;
        sign_in(conn, person, browser).await
    })
    .await
}
