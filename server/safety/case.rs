//! What was reported and waits for a moderator: one case for each story or person, however many told of it.

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::Bool;
use diesel_async::RunQueryDsl;
use time::OffsetDateTime;

use crate::db::Conn;
use crate::db::ids::{PersonId, StoryId};
use crate::db::schema::{people, reports, stories};
use crate::safety::Target;
use crate::safety::report::Reason;
use crate::stories::gate;
use crate::stories::story::Status;

#[derive(Clone, Debug)]
pub struct Case {
    pub target: Target,
    /// The title of the story, or the handle of the person.
    pub name: String,
    /// Whether it was hidden or suspended already.
    pub is_stopped: bool,
    pub reports: Vec<Report>,
}

#[derive(Clone, Debug, HasQuery)]
#[diesel(table_name = reports)]
pub struct Report {
    story_id: Option<StoryId>,
    person_id: Option<PersonId>,
    reporter_id: Option<PersonId>,
    pub reason: Reason,
    pub note: String,
    pub created_at: OffsetDateTime,
}

impl Report {
    /// Who told of it is not told on: only whether they have an account.
    pub fn is_by_member(&self) -> bool {
        self.reporter_id.is_some()
    }
}

/// A story that moderators look at, and how it stands.
type Story = (StoryId, String, Status);

impl Case {
    /// The oldest first; `n` reports are looked at.
    pub async fn open(conn: &mut Conn, n: i64) -> QueryResult<Vec<Self>> {
        // What its author took away since then is no case any more.
        let seen = stories::table
            .filter(gate::moderated())
            .select(stories::id.nullable());
        let is_seen = reports::story_id
            .is_null()
            .or(reports::story_id.eq_any(seen));
        let found: Vec<Report> = Report::query()
            .filter(reports::closed_by.is_null())
            .filter(is_seen)
            .order((reports::created_at, reports::id))
            .limit(n)
            .load(conn)
            .await?;
        let mut cases: Vec<(Target, Vec<Report>)> = Vec::new();
        for report in found {
            let Some(target) = Target::of(report.story_id, report.person_id) else {
                continue;
            };
            match cases.iter_mut().find(|it| it.0 == target) {
                Some(case) => case.1.push(report),
                None => cases.push((target, vec![report])),
            }
        }
        let targets: Vec<Target> = cases.iter().map(|it| it.0).collect();
        let (stories, people) = (
            stories_of(conn, &targets).await?,
            people_of(conn, &targets).await?,
        );
        let named = cases.into_iter().filter_map(|(target, reports)| {
            let (name, is_stopped) = match target {
                Target::Story(id) => {
                    let found = stories.iter().find(|it| it.0 == id)?;
                    (found.1.clone(), found.2 == Status::Hidden)
                }
                Target::Person(id) => {
                    let found = people.iter().find(|it| it.0 == id)?;
                    (found.1.clone(), found.2)
                }
            };
            Some(Self {
                target,
                name,
                is_stopped,
                reports,
            })
        });
        Ok(named.collect())
    }
}

async fn stories_of(conn: &mut Conn, targets: &[Target]) -> QueryResult<Vec<Story>> {
    let ids: Vec<StoryId> = targets.iter().filter_map(|it| it.story()).collect();
    stories::table
        .filter(stories::id.eq_any(ids))
        .filter(gate::moderated())
        .select((stories::id, stories::title, stories::status))
        .load(conn)
        .await
}

async fn people_of(
    conn: &mut Conn,
    targets: &[Target],
) -> QueryResult<Vec<(PersonId, String, bool)>> {
    let ids: Vec<PersonId> = targets.iter().filter_map(|it| it.person()).collect();
    let is_suspended = sql::<Bool>("people.suspended_at is not null");
    people::table
        .filter(people::id.eq_any(ids))
        .select((people::id, people::handle, is_suspended))
        .load(conn)
        .await
}
