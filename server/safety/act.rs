//! What moderators did, and why: every act stands in a log.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use time::OffsetDateTime;

use crate::db::Conn;
use crate::db::ids::{ActId, PersonId, StoryId};
use crate::db::schema::{moderation_acts as acts, stories};
use crate::error::{Error, Fault, Result};
use crate::people::person::handles;
use crate::safety::Target;
use crate::safety::kind::{Kind, Matter};
use crate::stories::gate;
use crate::text::clean;

const LONGEST_REASON: usize = 1_000;

/// A line of the log.
#[derive(Clone, Debug, HasQuery)]
#[diesel(table_name = acts)]
pub struct Act {
    pub id: ActId,
    pub at: OffsetDateTime,
    pub kind: Kind,
    pub moderator_id: Option<PersonId>,
    pub story_id: Option<StoryId>,
    pub person_id: Option<PersonId>,
    pub reason: String,
    pub answer: Option<String>,
    pub answered_at: Option<OffsetDateTime>,
}

/// A line of the log with the names in it. An anonymous story names nobody.
#[derive(Clone, Debug)]
pub struct Told {
    pub act: Act,
    pub moderator: Option<String>,
    /// The title of the story, as far as moderators see it, or the handle of the person.
    pub target: Option<String>,
}

impl Act {
    pub fn target(&self) -> Option<Target> {
        Target::of(self.story_id, self.person_id)
    }

    /// The last act that changed how things stand with this target.
    pub async fn last(
        conn: &mut Conn,
        target: Target,
        matter: Matter,
    ) -> QueryResult<Option<Self>> {
        let acts = Self::query()
            .filter(acts::kind.eq_any(matter.changes()))
            .order((acts::at.desc(), acts::id.desc()));
        match target {
            Target::Story(id) => acts.filter(acts::story_id.eq(id)).first(conn).await,
            Target::Person(id) => acts.filter(acts::person_id.eq(id)).first(conn).await,
        }
        .optional()
    }

    /// Acts that were answered and still hold, the first answer first.
    pub async fn answered(conn: &mut Conn, n: i64) -> QueryResult<Vec<Told>> {
        // What was undone later needs no second look.
        let later = diesel::alias!(acts as later);
        let (kind, at) = (later.field(acts::kind), later.field(acts::at));
        let ends = kind.eq_any([Kind::Show, Kind::Lift, Kind::Approve, Kind::Dismiss]);
        let ends = ends.and(acts::kind.ne(Kind::SuspendAuthor));
        let of_author = kind.eq_any([Kind::LiftAuthor, Kind::DismissAuthor]);
        let of_author = of_author.and(acts::kind.eq(Kind::SuspendAuthor));
        let undone = later
            .filter(ends.or(of_author))
            .filter(at.gt(acts::at))
            .filter(
                later
                    .field(acts::story_id)
                    .eq(acts::story_id)
                    .or(later.field(acts::person_id).eq(acts::person_id)),
            );
        let found = Self::query()
            .filter(acts::answer.is_not_null())
            .filter(diesel::dsl::not(diesel::dsl::exists(undone)))
            .order((acts::answered_at, acts::id))
            .limit(n)
            .load(conn)
            .await?;
        Told::of(conn, found).await
    }

    /// What was done about one target, the newest first.
    pub async fn about(conn: &mut Conn, target: Target, n: i64) -> QueryResult<Vec<Told>> {
        let newest = Self::query().order((acts::at.desc(), acts::id.desc()));
        let newest = newest.limit(n);
        let found = match target {
            Target::Story(id) => newest.filter(acts::story_id.eq(id)).load(conn).await?,
            Target::Person(id) => newest.filter(acts::person_id.eq(id)).load(conn).await?,
        };
        Told::of(conn, found).await
    }

    /// The last lines of the log, the newest first.
    pub async fn newest(conn: &mut Conn, n: i64) -> QueryResult<Vec<Told>> {
        let newest = Self::query().order((acts::at.desc(), acts::id.desc()));
        let found = newest.limit(n).load(conn).await?;
        Told::of(conn, found).await
    }
}

impl Told {
    async fn of(conn: &mut Conn, acts: Vec<Act>) -> QueryResult<Vec<Self>> {
        let people = acts.iter().flat_map(|it| [it.moderator_id, it.person_id]);
        let people: Vec<PersonId> = people.flatten().collect();
        let handles = handles(conn, &people).await?;
        let stories: Vec<StoryId> = acts.iter().filter_map(|it| it.story_id).collect();
        let titles: Vec<(StoryId, String)> = stories::table
            .filter(stories::id.eq_any(stories))
            .filter(gate::moderated())
            .select((stories::id, stories::title))
            .load(conn)
            .await?;
        let handle = |id: Option<PersonId>| {
            let found = handles.iter().find(|it| Some(it.0) == id);
            found.map(|it| it.1.clone())
        };
        let title = |id: Option<StoryId>| {
            let found = titles.iter().find(|it| Some(it.0) == id);
            found.map(|it| it.1.clone())
        };
        let told = acts.into_iter().map(|act| Self {
            moderator: handle(act.moderator_id),
            target: handle(act.person_id).or_else(|| title(act.story_id)),
            act,
        });
        Ok(told.collect())
    }
}

/// Writes a line into the log, and returns it with the reason as it stands there. Inside the caller's transaction.
///
/// # Errors
/// [`Error::Invalid`] for a reason that is missing where it must be given, or too long.
pub(super) async fn record(
    conn: &mut Conn,
    moderator: Option<PersonId>,
    kind: Kind,
    (target, reason): (Target, &str),
) -> Result<(ActId, String)> {
    let reason = stated(kind, reason).map_err(|it| Error::Invalid(vec![it]))?;
    let id = diesel::insert_into(acts::table)
        .values((
            acts::kind.eq(kind),
            acts::moderator_id.eq(moderator),
            acts::story_id.eq(target.story()),
            acts::person_id.eq(target.person()),
            acts::reason.eq(&reason),
        ))
        .returning(acts::id)
        .get_result(conn)
        .await?;
    Ok((id, reason))
}

/// Writes a line about no story and nobody. Inside the caller's transaction.
pub(super) async fn note(conn: &mut Conn, moderator: PersonId, kind: Kind) -> Result<()> {
    diesel::insert_into(acts::table)
        .values((acts::kind.eq(kind), acts::moderator_id.eq(moderator)))
        .execute(conn)
        .await?;
    Ok(())
}

fn stated(kind: Kind, reason: &str) -> Result<String, Fault> {
    let at = "/why";
    let reason = clean::paragraphs(reason)
        .map_err(|it| Fault::new(at, "forbidden_character").with("character", it))?;
    match clean::length(&reason) {
        0 if kind.undone_by().is_some() => Err(Fault::new(at, "act_without_reason")),
        0..=LONGEST_REASON => Ok(reason),
        _ => Err(Fault::new(at, "too_long").with("max", LONGEST_REASON)),
    }
}
