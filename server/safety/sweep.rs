//! Suspending somebody together with what they published under their name.

use diesel_async::AsyncConnection;

use crate::db::Conn;
use crate::db::ids::PersonId;
use crate::error::{Error, Result};
use crate::safety::Target;
use crate::safety::judge::{judge, settle};
use crate::safety::kind::Kind;
use crate::stories::hide;

/// As [`judge`]; where somebody is suspended, with what they published if that is wanted.
///
/// # Errors
/// As [`judge`].
pub async fn judge_with_stories(
    conn: &mut Conn,
    moderator: PersonId,
    kind: Kind,
    (target, reason): (Target, &str),
    with_stories: bool,
) -> Result<()> {
    match target {
        Target::Person(person) if kind == Kind::Suspend && with_stories => {
            suspend_and_hide(conn, moderator, person, reason).await
        }
        target => judge(conn, moderator, kind, (target, reason)).await,
    }
}

/// All of it or nothing; each story is an act of its own in the log. Their anonymous stories stay: that they
/// go together with the others would tell whose they are.
///
/// # Errors
/// As [`judge`].
pub async fn suspend_and_hide(
    conn: &mut Conn,
    moderator: PersonId,
    person: PersonId,
    reason: &str,
) -> Result<()> {
    conn.transaction(async |conn| {
        let target = Target::Person(person);
        judge(conn, moderator, Kind::Suspend, (target, reason)).await?;
        for story in hide::public_by_name(conn, person).await? {
            let target = Target::Story(story);
            // One mail tells them, not one for each.
            settle(conn, moderator, Kind::Hide, (target, reason)).await?;
        }
        Ok::<_, Error>(())
    })
    .await
}
