//! What was reported and waits for a moderator: one case for each story or person, however many told of it.

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{
    Array, BigInt, Bool, Integer, Nullable, Text, Timestamptz, Uuid as SqlUuid,
};
use diesel_async::RunQueryDsl;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::db::ids::{PersonId, StoryId};
use crate::db::schema::{people, stories};
use crate::db::{Conn, keyset};
use crate::safety::Target;
use crate::safety::report::Reason;
use crate::stories::gate;
use crate::stories::story::Status;

/// As many reports of a case are read: more say little that is new.
const READ: i32 = 10;

/// Who waits for approval is nobody yet, and makes accounts as they like. For queries that hold reports and
/// whoever told of them.
const BY_MEMBER: &str = "(reporter.id is not null and reporter.waiting_since is null)";

#[derive(Clone, Debug)]
pub struct Case {
    pub target: Target,
    /// The title of the story, or the handle of the person.
    pub name: String,
    /// Whether it was hidden or suspended already.
    pub is_stopped: bool,
    /// Some of them, those of members first.
    pub reports: Vec<Report>,
    n_reports: i64,
}

#[derive(Clone, Debug, QueryableByName)]
pub struct Report {
    #[diesel(sql_type = Nullable<SqlUuid>)]
    story_id: Option<Uuid>,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    person_id: Option<Uuid>,
    #[diesel(sql_type = Bool)]
    by_member: bool,
    #[diesel(sql_type = Text)]
    pub reason: Reason,
    #[diesel(sql_type = Text)]
    pub note: String,
    #[diesel(sql_type = Timestamptz)]
    pub created_at: OffsetDateTime,
}

/// A case as it is counted, before it is read.
#[derive(QueryableByName)]
struct Found {
    #[diesel(sql_type = Nullable<SqlUuid>)]
    story_id: Option<Uuid>,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    person_id: Option<Uuid>,
    #[diesel(sql_type = Bool)]
    by_others: bool,
    #[diesel(sql_type = Timestamptz)]
    since: OffsetDateTime,
    #[diesel(sql_type = BigInt)]
    n: i64,
}

/// Whether only people who are no members told of it, since when, and of what: a place in the list.
pub type Place = (bool, OffsetDateTime, Uuid);

/// A story that moderators look at, and how it stands.
type Story = (StoryId, String, Status);

/// Somebody who was reported, and whether they are suspended.
type Reported = (PersonId, String, bool);

impl Report {
    /// Who told of it is not told on: only whether they are a member.
    pub fn is_by_member(&self) -> bool {
        self.by_member
    }

    fn target(&self) -> Option<Target> {
        target(self.story_id, self.person_id)
    }
}

impl Case {
    /// As many as are asked for after a place, and where the list goes on. Those that members told of come
    /// first, whatever others send; of each the oldest.
    pub async fn open(
        conn: &mut Conn,
        after: Option<Place>,
        n: u8,
    ) -> QueryResult<(Vec<Self>, Option<Place>)> {
        let found = found(conn, after, i64::from(n) + 1).await?;
        let place = |it: &Found| Some((it.by_others, it.since, it.story_id.or(it.person_id)?));
        let (found, next) = keyset::cut(found, n, place);
        let ids = |of: fn(&Found) -> Option<Uuid>| found.iter().filter_map(of).collect();
        let (stories, people): (Vec<Uuid>, Vec<Uuid>) =
            (ids(|it| it.story_id), ids(|it| it.person_id));
        let mut reports = reports(conn, (&stories, &people)).await?;
        let stories = stories_of(conn, stories).await?;
        let people = people_of(conn, people).await?;
        let case = |found: Found| {
            let target = target(found.story_id, found.person_id)?;
            let (name, is_stopped) = named(target, &stories, &people)?;
            let is_of = |it: &mut Report| it.target() == Some(target);
            Some(Self {
                target,
                name,
                is_stopped,
                reports: reports.extract_if(.., is_of).collect(),
                n_reports: found.n,
            })
        };
        Ok((found.into_iter().filter_map(case).collect(), next))
    }

    /// How many reports are not read out.
    pub fn n_unread(&self) -> i64 {
        self.n_reports - i64::try_from(self.reports.len()).unwrap_or(i64::MAX)
    }
}

fn target(story: Option<Uuid>, person: Option<Uuid>) -> Option<Target> {
    Target::of(story.map(StoryId), person.map(PersonId))
}

async fn found(conn: &mut Conn, after: Option<Place>, n: i64) -> QueryResult<Vec<Found>> {
    let (by_others, since, id) = after.unwrap_or((false, OffsetDateTime::UNIX_EPOCH, Uuid::nil()));
    // What its author took away since then is no case any more.
    let sql = format!(
        "select * from ( \
             select reports.story_id, reports.person_id, \
                 coalesce(reports.story_id, reports.person_id) as id, \
                 not bool_or({BY_MEMBER}) as by_others, \
                 min(reports.created_at) as since, count(*) as n \
             from reports left join people as reporter on reporter.id = reports.reporter_id \
             where reports.closed_by is null and (reports.story_id is null or exists ( \
                 select from stories where stories.id = reports.story_id and {})) \
             group by reports.story_id, reports.person_id) as cases \
         where (by_others, since, id) > ($1, $2, $3) \
         order by by_others, since, id limit $4",
        gate::moderated().0
    );
    diesel::sql_query(sql)
        .bind::<Bool, _>(by_others)
        .bind::<Timestamptz, _>(since)
        .bind::<SqlUuid, _>(id)
        .bind::<BigInt, _>(n)
        .load(conn)
        .await
}

/// Some of each, as they are read.
async fn reports(
    conn: &mut Conn,
    (stories, people): (&[Uuid], &[Uuid]),
) -> QueryResult<Vec<Report>> {
    let sql = format!(
        "select * from ( \
             select reports.story_id, reports.person_id, {BY_MEMBER} as by_member, \
                 reports.reason, reports.note, reports.created_at, \
                 row_number() over (partition by reports.story_id, reports.person_id \
                     order by {BY_MEMBER} desc, reports.created_at, reports.id) as nth \
             from reports left join people as reporter on reporter.id = reports.reporter_id \
             where reports.closed_by is null \
                 and (reports.story_id = any($1) or reports.person_id = any($2))) as read \
         where nth <= $3 order by nth"
    );
    diesel::sql_query(sql)
        .bind::<Array<SqlUuid>, _>(stories)
        .bind::<Array<SqlUuid>, _>(people)
        .bind::<Integer, _>(READ)
        .load(conn)
        .await
}

/// What it is called, and whether it was stopped; `None` where it is gone meanwhile.
fn named(target: Target, stories: &[Story], people: &[Reported]) -> Option<(String, bool)> {
    match target {
        Target::Story(id) => {
            let found = stories.iter().find(|it| it.0 == id)?;
            Some((found.1.clone(), found.2 == Status::Hidden))
        }
        Target::Person(id) => {
            let found = people.iter().find(|it| it.0 == id)?;
            Some((found.1.clone(), found.2))
        }
    }
}

async fn stories_of(conn: &mut Conn, ids: Vec<Uuid>) -> QueryResult<Vec<Story>> {
    let ids = ids.into_iter().map(StoryId);
    stories::table
        .filter(stories::id.eq_any(ids))
        .filter(gate::moderated())
        .select((stories::id, stories::title, stories::status))
        .load(conn)
        .await
}

async fn people_of(conn: &mut Conn, ids: Vec<Uuid>) -> QueryResult<Vec<Reported>> {
    let ids = ids.into_iter().map(PersonId);
    let is_suspended = sql::<Bool>("people.suspended_at is not null");
    people::table
        .filter(people::id.eq_any(ids))
        .select((people::id, people::handle, is_suspended))
        .load(conn)
        .await
}
