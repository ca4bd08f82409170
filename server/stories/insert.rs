//! Writing many finished stories at once, as saving and publishing each of them would have left them.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use time::OffsetDateTime;

use crate::db::Conn;
use crate::db::ids::{PersonId, StoryId};
use crate::db::schema::{
    challenges, stories, story_links, story_practices, story_versions, tips, transitions,
};
use crate::error::Result;
use crate::events::{self, Event};
use crate::stories::content::{Byline, Content};
use crate::stories::manuscript::{Columns, Manuscript};
use crate::stories::parts::Parts;
use crate::stories::publish::first_slug;
use crate::stories::shown::shown_at;
use crate::stories::story::Status;

/// A story with its past. Invariant: what was published once is complete, see `gaps.rs`.
#[derive(Debug)]
pub struct Finished {
    pub id: StoryId,
    pub author: PersonId,
    /// As it was saved last.
    pub manuscript: Manuscript,
    /// The versions before that.
    pub earlier: Vec<(OffsetDateTime, Content)>,
    pub saved_at: OffsetDateTime,
    pub status: Status,
    /// When it became public first, of whatever was public once.
    pub published_at: Option<OffsetDateTime>,
    pub updated_at: OffsetDateTime,
    /// The random part of its address.
    pub random: [u8; 8],
}

#[derive(Insertable)]
#[diesel(table_name = stories)]
struct StoryRow<'f> {
    id: StoryId,
    author_id: PersonId,
    #[diesel(embed)]
    columns: Columns<'f>,
    slug: Option<String>,
    status: Status,
    version: i32,
    was_named_in_public: bool,
    created_at: OffsetDateTime,
    updated_at: OffsetDateTime,
    published_at: Option<OffsetDateTime>,
    listed_at: Option<OffsetDateTime>,
}

#[derive(Insertable)]
#[diesel(table_name = story_versions)]
struct VersionRow {
    story_id: StoryId,
    version: i32,
    content: serde_json::Value,
    saved_at: OffsetDateTime,
}

/// Writes them, inside the caller's transaction. One event tells of all of them: whoever follows events reads
/// the stories anew.
pub async fn insert(conn: &mut Conn, finished: &[Finished]) -> Result<()> {
    let rows: Vec<_> = finished.iter().map(Finished::row).collect();
    diesel::insert_into(stories::table)
        .values(rows)
        .execute(conn)
        .await?;
    insert_parts(conn, finished).await?;
    let mut versions = Vec::new();
    for it in finished {
        versions.extend(it.versions()?);
    }
    diesel::insert_into(story_versions::table)
        .values(versions)
        .execute(conn)
        .await?;
    events::record(conn, Event::StoriesFilled).await?;
    Ok(())
}

/// Inserts one list of the parts of all stories.
macro_rules! insert_each {
    ($conn:ident, $finished:ident, $($list:ident => $table:ident),+) => {$(
        let parts: Vec<_> = $finished.iter().flat_map(|it| &it.parts().$list).collect();
        diesel::insert_into($table::table).values(parts).execute($conn).await?;
    )+};
}

async fn insert_parts(conn: &mut Conn, finished: &[Finished]) -> QueryResult<()> {
    insert_each!(
        conn, finished,
        transitions => transitions,
        challenges => challenges,
        practices => story_practices,
        tips => tips,
        links => story_links
    );
    Ok(())
}

impl Finished {
    fn parts(&self) -> &Parts {
        &self.manuscript.rendered.parts
    }

    fn row(&self) -> StoryRow<'_> {
        let content = &self.manuscript.content;
        let was_listed = matches!(self.status, Status::Published | Status::Withdrawn);
        let became = if was_listed {
            Status::Published
        } else {
            self.status
        };
        let was_public = self.published_at.is_some();
        let listed_at = self.published_at.filter(|_| was_listed);
        StoryRow {
            id: self.id,
            author_id: self.author,
            columns: self.manuscript.columns(),
            slug: was_public
                .then(|| first_slug(content.byline, &content.title, became, self.random)),
            status: self.status,
            version: self.version(),
            was_named_in_public: was_public && content.byline == Byline::Named,
            created_at: self.begun_at(),
            updated_at: self.updated_at,
            published_at: self.published_at,
            listed_at: listed_at.map(|it| shown_at(content.byline, it)),
        }
    }

    fn begun_at(&self) -> OffsetDateTime {
        self.earlier
            .iter()
            .map(|it| it.0)
            .next()
            .unwrap_or(self.saved_at)
    }

    fn version(&self) -> i32 {
        i32::try_from(self.earlier.len() + 1).unwrap_or(i32::MAX)
    }

    fn versions(&self) -> Result<Vec<VersionRow>> {
        let last = (self.saved_at, &self.manuscript.content);
        let all = self.earlier.iter().map(|it| (it.0, &it.1)).chain([last]);
        let row = |((saved_at, content), version)| {
            Ok(VersionRow {
                story_id: self.id,
                version,
                content: serde_json::to_value(content).map_err(anyhow::Error::from)?,
                saved_at,
            })
        };
        all.zip(1..).map(row).collect()
    }
}
