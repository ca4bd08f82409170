//! A one-time way in: an operator makes it at the terminal, or a mail brings it, and whoever has it signs in
//! once, within minutes.

use diesel::prelude::*;
use diesel::upsert::excluded;
use diesel_async::{AsyncConnection, RunQueryDsl};
use time::{Duration, OffsetDateTime};

use crate::access::Member;
use crate::access::notice::{What, ways_changed};
use crate::access::return_to::ReturnTo;
use crate::access::secret::{Secret, hash};
use crate::access::session::Issued;
use crate::access::sign_in::{Browser, sign_in};
use crate::db::Conn;
use crate::db::ids::PersonId;
use crate::db::schema::{people, sign_in_links as links};
use crate::error::Result;

/// How long a link that nobody used is good.
pub const LASTS: Duration = Duration::minutes(15);

/// Where an operator's link leads.
const SETTINGS: &str = "/settings";

/// As an operator makes it: the person is told.
pub async fn make_link_by_operator(conn: &mut Conn, person: PersonId) -> Result<Secret> {
    conn.transaction(async |conn| {
        ways_changed(conn, person, What::SignInLinkMade, "").await?;
        make(conn, person, &ReturnTo::parse(SETTINGS), true).await
    })
    .await
}

/// For a mail. Returns the secret, which is kept nowhere. The link in the mail before it, used or not, is good
/// no longer.
pub async fn make_link(conn: &mut Conn, person: PersonId, return_to: &ReturnTo) -> Result<Secret> {
    make(conn, person, return_to, false).await
}

async fn make(
    conn: &mut Conn,
    person: PersonId,
    return_to: &ReturnTo,
    by_operator: bool,
) -> Result<Secret> {
    let (secret, now) = (Secret::random("")?, OffsetDateTime::now_utc());
    diesel::insert_into(links::table)
        .values((
            links::person_id.eq(person),
            links::by_operator.eq(by_operator),
            links::hash.eq(secret.hash()),
            links::created_at.eq(now),
            links::expires_at.eq(now + LASTS),
            links::return_to.eq(return_to.as_str()),
        ))
        .on_conflict((links::person_id, links::by_operator))
        .do_update()
        .set((
            links::hash.eq(excluded(links::hash)),
            links::created_at.eq(excluded(links::created_at)),
            links::expires_at.eq(excluded(links::expires_at)),
            links::return_to.eq(excluded(links::return_to)),
        ))
        .execute(conn)
        .await?;
    Ok(secret)
}

/// Who would be signed in, without using it up: what reads links ahead does no harm.
///
/// # Errors
/// Not found for one that was never made, was used, or has run out; nothing tells which.
pub async fn whose(conn: &mut Conn, secret: &str) -> Result<Member> {
    let good = links::table
        .inner_join(people::table)
        .filter(links::hash.eq(hash(secret)))
        .filter(links::expires_at.gt(OffsetDateTime::now_utc()));
    Ok(good.select(Member::as_select()).first(conn).await?)
}

/// Uses it up. Of those who come at the same time one gets in. Returns who, and where they wanted to go.
///
/// # Errors
/// As [`whose`].
pub async fn sign_in_by_link(
    conn: &mut Conn,
    secret: &str,
    browser: Browser<'_>,
) -> Result<(PersonId, Issued, ReturnTo)> {
    conn.transaction(async |conn| {
        let good = links::table.filter(links::hash.eq(hash(secret)));
        let good = good.filter(links::expires_at.gt(OffsetDateTime::now_utc()));
        let (person, return_to) = diesel::delete(good)
            .returning((links::person_id, links::return_to))
            .get_result::<(PersonId, String)>(conn)
            .await?;
        let issued = sign_in(conn, person, browser).await?;
        Ok((person, issued, ReturnTo::parse(&return_to)))
    })
    .await
}
