//! What a moderator can do about a story or a person: each act closes the reports of it and stands in the log.

use diesel::prelude::*;
use diesel_async::{AsyncConnection, RunQueryDsl};
use time::OffsetDateTime;

use crate::db::Conn;
use crate::db::ids::{ActId, PersonId};
use crate::db::schema::{people, reports};
use crate::error::{Error, Result};
use crate::people::approve;
use crate::safety::Target;
use crate::safety::act::record;
use crate::safety::author;
use crate::safety::kind::Kind;
use crate::safety::tell::tell;
use crate::stories::hide;

/// Whom it meets is told by mail.
///
/// # Errors
/// As [`settle`].
pub async fn judge(
    conn: &mut Conn,
    moderator: PersonId,
    kind: Kind,
    (target, reason): (Target, &str),
) -> Result<()> {
    conn.transaction(async |conn| {
        let reason = settle(conn, moderator, kind, (target, reason)).await?;
        tell(conn, kind, (target, &reason)).await
    })
    .await
}

/// Does it, and returns the reason as the log has it.
///
/// # Errors
/// [`Error::Invalid`] for a missing reason; [`Error::NotFound`] for what a moderator does not see;
/// `wrong_status` for what is so already; `own_account` for whoever would suspend themselves.
pub(super) async fn settle(
    conn: &mut Conn,
    moderator: PersonId,
    kind: Kind,
    (target, reason): (Target, &str),
) -> Result<String> {
    conn.transaction(async |conn| {
        let (act, reason) = record(conn, moderator, kind, (target, reason)).await?;
        let now = OffsetDateTime::now_utc();
        match (kind, target) {
            (Kind::Hide, Target::Story(id)) => hide::hide(conn, id, now).await?,
            (Kind::Show, Target::Story(id)) => hide::show_again(conn, id, now).await?,
            (Kind::Suspend, Target::Person(id)) if id == moderator => {
                return Err(Error::Conflict("own_account"));
            }
            (Kind::Suspend, Target::Person(id)) => suspend(conn, id, Some(now)).await?,
            (Kind::Lift, Target::Person(id)) => suspend(conn, id, None).await?,
            (Kind::SuspendAuthor, Target::Story(id)) => {
                author::suspend(conn, id, moderator).await?;
            }
            (Kind::LiftAuthor, Target::Story(id)) => author::lift(conn, id).await?,
            (Kind::Approve, Target::Person(id)) => decided(approve::admit(conn, id).await?)?,
            (Kind::Refuse, Target::Person(id)) => decided(approve::refuse(conn, id, now).await?)?,
            (Kind::Dismiss, _) | (Kind::DismissAuthor, Target::Story(_)) => {}
            _ => return Err(Error::NotFound),
        }
        if kind.closes_reports() {
            close(conn, target, act).await?;
        }
        Ok(reason)
    })
    .await
}

/// Somebody else was faster, or they never waited.
fn decided(is_first: bool) -> Result<()> {
    match is_first {
        true => Ok(()),
        false => Err(Error::Conflict("wrong_status")),
    }
}

/// From now on their sessions and tokens open nothing, or open again what they did.
async fn suspend(conn: &mut Conn, person: PersonId, at: Option<OffsetDateTime>) -> Result<()> {
    let found = people::table.find(person);
    let n = match at {
        Some(_) => {
            diesel::update(found.filter(people::suspended_at.is_null()))
                .set(people::suspended_at.eq(at))
                .execute(conn)
                .await?
        }
        None => {
            diesel::update(found.filter(people::suspended_at.is_not_null()))
                .set(people::suspended_at.eq(at))
                .execute(conn)
                .await?
        }
    };
    if n == 0 {
        return Err(Error::Conflict("wrong_status"));
    }
    Ok(())
}

async fn close(conn: &mut Conn, target: Target, act: ActId) -> QueryResult<()> {
    let closes = reports::closed_by.eq(act);
    let open = reports::table.filter(reports::closed_by.is_null());
    match target {
        Target::Story(id) => {
            let open = open.filter(reports::story_id.eq(id));
            diesel::update(open).set(closes).execute(conn).await?
        }
        Target::Person(id) => {
            let open = open.filter(reports::person_id.eq(id));
            diesel::update(open).set(closes).execute(conn).await?
        }
    };
    Ok(())
}
