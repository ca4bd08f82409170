//! What a moderator can do about a story or a person: each act closes the reports of it and stands in the log.

use diesel::dsl::exists;
use diesel::prelude::*;
use diesel_async::{AsyncConnection, RunQueryDsl};
use time::OffsetDateTime;

use crate::db::Conn;
use crate::db::ids::{ActId, PersonId};
use crate::db::schema::{moderation_acts as acts, people, reports, stories};
use crate::error::{Error, Result};
use crate::people::approve;
use crate::safety::Target;
use crate::safety::act::record;
use crate::safety::author;
use crate::safety::kind::Kind;
use crate::safety::tell::tell;
use crate::stories::{gate, hide};

/// Whom it meets is told by mail.
///
/// # Errors
/// [`Error::Invalid`] for a missing reason; [`Error::NotFound`] for what a moderator does not see;
/// `wrong_status` for what is so already; `own_account` for what concerns whoever judges. Of an anonymous
/// story that answer tells its author what they know; nobody else gets it.
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

/// As [`judge`], without telling anybody. Returns the reason as it stands in the log.
pub(super) async fn settle(
    conn: &mut Conn,
    moderator: PersonId,
    kind: Kind,
    (target, reason): (Target, &str),
) -> Result<String> {
    conn.transaction(async |conn| {
        if whose(conn, target).await? == moderator {
            return Err(Error::Conflict("own_account"));
        }
        act(conn, Some(moderator), kind, (target, reason)).await
    })
    .await
}

/// As an operator does it at the terminal, where there may be no moderator who could: an act in the log as
/// any other.
///
/// # Errors
/// As [`judge`].
pub async fn lift_by_operator(conn: &mut Conn, person: PersonId, reason: &str) -> Result<()> {
    let (kind, target) = (Kind::Lift, Target::Person(person));
    conn.transaction(async |conn| {
        let reason = act(conn, None, kind, (target, reason)).await?;
        tell(conn, kind, (target, &reason)).await
    })
    .await
}

/// Whom an act would concern, so locked that nobody changes it until the transaction ends. For nobody's eyes.
///
/// # Errors
/// [`Error::NotFound`] for a story that moderators do not see and never met, so that nothing is written of
/// drafts; what its author took away since then may still be upheld or lifted.
async fn whose(conn: &mut Conn, target: Target) -> Result<PersonId> {
    let whose = match target {
        Target::Story(id) => {
            let met = acts::table.filter(acts::story_id.eq(stories::id.nullable()));
            let known = stories::table
                .filter(stories::id.eq(id))
                .filter(gate::moderated().or(exists(met)));
            let known = known.select(stories::author_id).for_no_key_update();
            known.first(conn).await?
        }
        Target::Person(id) => {
            let person = people::table.find(id).select(people::id);
            person.for_no_key_update().first(conn).await?
        }
    };
    Ok(whose)
}

/// Inside the caller's transaction. Returns the reason as it stands in the log.
async fn act(
    conn: &mut Conn,
    moderator: Option<PersonId>,
    kind: Kind,
    (target, reason): (Target, &str),
) -> Result<String> {
    let (act, reason) = record(conn, moderator, kind, (target, reason)).await?;
    let now = OffsetDateTime::now_utc();
    match (kind, target) {
        (Kind::Hide, Target::Story(id)) => hide::hide(conn, id, now).await?,
        (Kind::Show, Target::Story(id)) => hide::show_again(conn, id, now).await?,
        (Kind::Suspend, Target::Person(id)) => suspend(conn, id, Some(now)).await?,
        (Kind::Lift, Target::Person(id)) => suspend(conn, id, None).await?,
        (Kind::SuspendAuthor, Target::Story(id)) => author::suspend(conn, id).await?,
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
