//! Telling by mail whom an act met: them alone.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use crate::access::decision::{self, Decision, Ruling};
use crate::db::Conn;
use crate::db::ids::{PersonId, StoryId};
use crate::db::schema::people;
use crate::error::Result;
use crate::people::suspended::is_suspended;
use crate::safety::Target;
use crate::safety::kind::Kind;
use crate::stories::hide::{Whose, whose};

/// Inside the transaction of the act, after it.
pub(super) async fn tell(
    conn: &mut Conn,
    kind: Kind,
    (target, reason): (Target, &str),
) -> Result<()> {
    let (person, decision) = match target {
        Target::Person(id) => {
            let Some(ruling) = about_person(conn, kind, id).await? else {
                return Ok(());
            };
            (id, about(ruling, reason))
        }
        Target::Story(id) => {
            let whose = whose(conn, id).await?;
            let Some(ruling) = about_story(conn, kind, whose.author).await? else {
                return Ok(());
            };
            (whose.author, about_one(id, whose, about(ruling, reason)))
        }
    };
    decision::tell(conn, person, &decision).await?;
    Ok(())
}

async fn about_person(conn: &mut Conn, kind: Kind, id: PersonId) -> QueryResult<Option<Ruling>> {
    Ok(match kind {
        Kind::Approve => Some(Ruling::Approved),
        Kind::Refuse => Some(Ruling::Refused),
        Kind::Suspend => Some(Ruling::Suspended),
        Kind::Lift if waits(conn, id).await? => Some(Ruling::Reconsidered),
        Kind::Lift => lifted(conn, id).await?,
        _ => None,
    })
}

async fn waits(conn: &mut Conn, id: PersonId) -> QueryResult<bool> {
    let waits = people::table.find(id);
    let waits = waits.select(people::waiting_since.is_not_null());
    waits.first(conn).await
}

async fn about_story(conn: &mut Conn, kind: Kind, author: PersonId) -> QueryResult<Option<Ruling>> {
    Ok(match kind {
        Kind::Hide => Some(Ruling::Hidden),
        Kind::Show => Some(Ruling::Shown),
        Kind::SuspendAuthor => Some(Ruling::Suspended),
        Kind::LiftAuthor => lifted(conn, author).await?,
        _ => None,
    })
}

/// `None` where something else keeps them suspended: by name, or by way of another story.
async fn lifted(conn: &mut Conn, person: PersonId) -> QueryResult<Option<Ruling>> {
    let still = people::table.find(person).select(is_suspended());
    let still: bool = still.first(conn).await?;
    Ok((!still).then_some(Ruling::Lifted))
}

fn about(ruling: Ruling, reason: &str) -> Decision {
    let path = match ruling {
        Ruling::Refused | Ruling::Suspended => "/suspended",
        Ruling::Reconsidered => "/join",
        Ruling::Approved | Ruling::Lifted | Ruling::Hidden | Ruling::Shown => "/write",
    };
    Decision {
        ruling,
        title: String::new(),
        reason: reason.to_owned(),
        path: path.to_owned(),
    }
}

/// With the story, unless it is anonymous: then its author reads which one, and why, once they are signed in.
fn about_one(id: StoryId, whose: Whose, decision: Decision) -> Decision {
    let Some(title) = whose.title else {
        return Decision {
            reason: String::new(),
            ..decision
        };
    };
    let path = match decision.ruling {
        Ruling::Hidden => format!("/stories/{}/notice", id.0),
        _ => format!("/stories/{}/edit", id.0),
    };
    Decision {
        title,
        path,
        ..decision
    }
}
