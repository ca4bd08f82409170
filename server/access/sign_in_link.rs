//! A one-time way in: an operator makes it at the terminal, or a mail brings it, and whoever has it signs in
//! once, within minutes.

use diesel::prelude::*;
use diesel_async::{AsyncConnection, RunQueryDsl};
use time::{Duration, OffsetDateTime};

use crate::access::Member;
use crate::access::identity::lock;
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

/// How many links that mails brought to one person are good at a time.
pub(super) const MOST_BY_MAIL: i64 = 3;

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

/// For a mail. Returns the secret, which is kept nowhere.
///
/// The links in the mails before it stay good, but for the oldest of more than a few: who knows an address can
/// ask for any number, and must not end the one that its person waits for.
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
    conn.transaction(async |conn| {
        // So that of those made at the same time no more stay.
        lock(conn, person).await?;
        let stay = match by_operator {
            true => 0,
            false => MOST_BY_MAIL - 1,
        };
        let alike = links::table
            .filter(links::person_id.eq(person))
            .filter(links::by_operator.eq(by_operator));
        let newest = alike.order(links::created_at.desc()).limit(stay);
        let newest: Vec<Vec<u8>> = newest.select(links::hash).load(conn).await?;
        diesel::delete(alike.filter(links::hash.ne_all(newest)))
            .execute(conn)
            .await?;
        diesel::insert_into(links::table)
            .values((
                links::person_id.eq(person),
                links::by_operator.eq(by_operator),
                links::hash.eq(secret.hash()),
                links::created_at.eq(now),
                links::expires_at.eq(now + LASTS),
                links::return_to.eq(return_to.as_str()),
            ))
            .execute(conn)
            .await?;
        Ok(secret)
    })
    .await
}

/// Ends every link that a mail brought. Inside the caller's transaction, which has locked the person.
pub(super) async fn end_mailed(conn: &mut Conn, person: PersonId) -> QueryResult<()> {
    let mailed = links::table
        .filter(links::person_id.eq(person))
        .filter(links::by_operator.eq(false));
    diesel::delete(mailed).execute(conn).await?;
    Ok(())
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

/// Uses it up, and with one that a mail brought the others. Of those who come at the same time one gets in.
/// Returns who, and where they wanted to go.
///
/// # Errors
/// As [`whose`].
pub async fn sign_in_by_link(
    conn: &mut Conn,
    secret: &str,
    browser: Browser<'_>,
) -> Result<(PersonId, Issued, ReturnTo)> {
    let hash = hash(secret);
    let good = links::table
        .filter(links::hash.eq(hash))
        .filter(links::expires_at.gt(OffsetDateTime::now_utc()));
    conn.transaction(async |conn| {
        let person = good.clone().select(links::person_id).first(conn).await?;
        lock(conn, person).await?;
        let (return_to, by_operator) = diesel::delete(good)
            .returning((links::return_to, links::by_operator))
            .get_result::<(String, bool)>(conn)
            .await?;
        if !by_operator {
            end_mailed(conn, person).await?;
        }
        let issued = sign_in(conn, person, browser).await?;
        Ok((person, issued, ReturnTo::parse(&return_to)))
    })
    .await
}
