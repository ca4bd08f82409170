//! What a story was before: each saved version, for its author alone.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use time::OffsetDateTime;

use crate::db::Conn;
use crate::db::ids::{PersonId, StoryId};
use crate::db::schema::story_versions;
use crate::error::Result;
use crate::stories::content::Content;
use crate::stories::differences::differences;
use crate::stories::read;

#[derive(Clone, Debug)]
pub struct Version {
    pub version: i32,
    pub saved_at: OffsetDateTime,
    pub content: Content,
}

/// A version in a list, with the places at which it differs from the one before.
#[derive(Clone, Debug)]
pub struct Changed {
    pub version: i32,
    pub saved_at: OffsetDateTime,
    pub title: String,
    /// JSON pointers; all places of the first version.
    pub changed: Vec<String>,
}

type Row = (i32, OffsetDateTime, serde_json::Value);

/// The versions of the author's own story below `before`, newest first, and where the next page begins.
pub async fn page(
    conn: &mut Conn,
    author: PersonId,
    story: StoryId,
    before: Option<i32>,
    limit: u8,
) -> Result<(Vec<Changed>, Option<i32>)> {
    read::own_version(conn, author, story).await?;
    let rows: Vec<Row> = story_versions::table
        .filter(story_versions::story_id.eq(story))
        .filter(story_versions::version.lt(before.unwrap_or(i32::MAX)))
        .select((
            story_versions::version,
            story_versions::saved_at,
            story_versions::content,
        ))
        .order(story_versions::version.desc())
        .limit(i64::from(limit) + 1)
        .load(conn)
        .await?;
    let versions = rows
        .into_iter()
        .map(Version::read)
        .collect::<Result<Vec<_>>>()?;
    let nothing = Content::default();
    let before = versions.iter().skip(1).map(|it| &it.content);
    let changed: Vec<Changed> = versions
        .iter()
        .zip(before.chain([&nothing]))
        .take(limit.into())
        .map(|(version, before)| version.against(before))
        .collect();
    let has_more = versions.len() > changed.len();
    let next = changed.last().filter(|_| has_more).map(|it| it.version);
    Ok((changed, next))
}

/// One version of the author's own story.
///
/// # Errors
/// [`crate::error::Error::NotFound`] where there is no such story of theirs, or no such version.
pub async fn one(
    conn: &mut Conn,
    author: PersonId,
    story: StoryId,
    version: i32,
) -> Result<Version> {
    read::own_version(conn, author, story).await?;
    let row: Row = story_versions::table
        .find((story, version))
        .select((
            story_versions::version,
            story_versions::saved_at,
            story_versions::content,
        ))
        .first(conn)
        .await?;
    Version::read(row)
}

impl Version {
    fn read((version, saved_at, content): Row) -> Result<Self> {
        let content = serde_json::from_value(content).map_err(anyhow::Error::from)?;
        Ok(Self {
            version,
            saved_at,
            content,
        })
    }

    fn against(&self, before: &Content) -> Changed {
        let differences = differences(&self.content, before);
        Changed {
            version: self.version,
            saved_at: self.saved_at,
            title: self.content.title.clone(),
            changed: differences.into_iter().map(|it| it.pointer).collect(),
        }
    }
}
