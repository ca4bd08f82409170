//! A story with all its parts, as the database holds it.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use time::OffsetDateTime;

use crate::db::Conn;
use crate::db::ids::{PersonId, StoryId};
use crate::db::schema::stories;
use crate::error::{Error, Result};
use crate::i18n::Language;
use crate::named_values;
use crate::stories::content::{Byline, Content, Reuse};
use crate::stories::gate;
use crate::stories::parts::Parts;
use crate::text::reading_time;

named_values! {
    pub enum Status {
        Draft = "draft",
        Scheduled = "scheduled",
        Published = "published",
        Unlisted = "unlisted",
        Withdrawn = "withdrawn",
        /// Moderators hid it: its author alone reads it, and why.
        Hidden = "hidden",
        /// Gone for everyone; its author can bring it back for 30 days. No answer ever tells it.
        Deleted = "deleted",
    }
}

impl Status {
    /// Whether others than the author can read it, by list or by link.
    pub const fn is_public(self) -> bool {
        matches!(self, Self::Published | Self::Unlisted)
    }
}

/// A story without its parts.
#[derive(Clone, Debug, HasQuery)]
#[diesel(table_name = stories)]
pub struct Row {
    pub id: StoryId,
    pub author_id: PersonId,
    pub slug: Option<String>,
    pub language: Language,
    pub title: String,
    pub summary: String,
    pub byline: Byline,
    pub status: Status,
    pub reflection_md: String,
    pub reflection_html: String,
    pub canonical_url: Option<String>,
    pub reuse: Reuse,
    pub publish_at: Option<OffsetDateTime>,
    pub version: i32,
    pub policy: i32,
    pub path: Vec<String>,
    pub path_dates: Vec<String>,
    pub practices: Vec<String>,
    pub challenges: Vec<String>,
    pub was_named_in_public: bool,
    pub created_at: OffsetDateTime,
    pub updated_at: OffsetDateTime,
    pub published_at: Option<OffsetDateTime>,
    pub listed_at: Option<OffsetDateTime>,
    /// When it should have published itself and was not complete.
    pub missed_at: Option<OffsetDateTime>,
    /// Another one after each change.
    pub stamp: i64,
}

#[derive(Clone, Debug)]
pub struct Story {
    pub row: Row,
    pub parts: Parts,
}

impl Story {
    pub async fn with_parts(conn: &mut Conn, row: Row) -> QueryResult<Self> {
        let parts = Parts::load(conn, row.id).await?;
        Ok(Self { row, parts })
    }

    /// The author's own story; anyone else's is not found.
    pub async fn own(conn: &mut Conn, author: PersonId, id: StoryId) -> QueryResult<Self> {
        let row = Row::query()
            .filter(stories::id.eq(id))
            .filter(gate::owned_by(author))
            .first(conn)
            .await?;
        Self::with_parts(conn, row).await
    }

    /// The author's own story in the version that they have read.
    ///
    /// # Errors
    /// [`Error::Stale`] when somebody saved in between.
    pub async fn own_at(
        conn: &mut Conn,
        author: PersonId,
        id: StoryId,
        read_version: i32,
    ) -> Result<Self> {
        let story = Self::own(conn, author, id).await?;
        if story.row.version == read_version {
            Ok(story)
        } else {
            Err(Error::Stale(None))
        }
    }

    /// Minutes that it takes to read all of it.
    pub fn reading_time(&self) -> usize {
        let parts = &self.parts;
        let mut texts = vec![self.row.summary.as_str(), &self.row.reflection_md];
        texts.extend(parts.transitions.iter().map(|it| it.story_md.as_str()));
        for it in &parts.challenges {
            texts.extend([it.faced_md.as_str(), &it.response_md]);
            texts.extend(it.hindsight_md.as_deref());
        }
        for it in &parts.practices {
            texts.extend([it.applied_to.as_str(), &it.how_md]);
            texts.extend(
                it.indicator
                    .as_deref()
                    .into_iter()
                    .chain(it.caveat_md.as_deref()),
            );
        }
        texts.extend(parts.tips.iter().map(|it| it.text_md.as_str()));
        reading_time::minutes(texts)
    }

    /// The document that made it.
    pub fn content(&self) -> Content {
        let row = &self.row;
        Content {
            language: Some(row.language),
            title: row.title.clone(),
            summary: row.summary.clone(),
            byline: row.byline,
            reflection_md: row.reflection_md.clone(),
            canonical_url: row.canonical_url.clone(),
            reuse: row.reuse,
            publish_at: row.publish_at,
            ..self.parts.content()
        }
    }
}
