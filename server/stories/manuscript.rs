//! A document that is ready to be saved: checked, rendered, and with all that is derived from it.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use time::OffsetDateTime;

use crate::catalog::Catalog;
use crate::db::Conn;
use crate::db::ids::StoryId;
use crate::db::schema::{stories, story_versions};
use crate::error::{Fault, Result};
use crate::i18n::Language;
use crate::stories::content::{Byline, Content, Reuse};
use crate::stories::parts::Parts;
use crate::stories::path::Path;
use crate::stories::render::{self, Rendered};
use crate::stories::rules;
use crate::stories::story::{Row, Story};
use crate::text::markdown;

#[derive(Clone, Debug)]
pub struct Manuscript {
    pub content: Content,
    pub rendered: Rendered,
    language: Language,
    path: Path,
}

/// The columns of a story that its document decides.
#[derive(AsChangeset, Debug, Insertable)]
#[diesel(table_name = stories, treat_none_as_null = true)]
pub struct Columns<'m> {
    language: Language,
    title: &'m str,
    summary: &'m str,
    byline: Byline,
    reflection_md: &'m str,
    reflection_html: &'m str,
    canonical_url: Option<&'m str>,
    reuse: Reuse,
    publish_at: Option<OffsetDateTime>,
    policy: i32,
    path: &'m [String],
    path_dates: &'m [String],
    reached: &'m [String],
    departed: Vec<String>,
    roads: Vec<String>,
    practices: Vec<&'m str>,
    challenges: Vec<&'m str>,
    n_tips: i16,
}

impl Manuscript {
    /// With it every rule that it breaks of those that a draft must keep, too: it must not be saved
    /// while there are any.
    pub async fn prepare(
        content: Content,
        catalog: &Catalog,
        author_language: Language,
        story: StoryId,
    ) -> Result<(Self, Vec<Fault>)> {
        let (content, mut faults) = checked(content, catalog, author_language);
        let parts = Parts::of(&content, story);
        let (rendered, too_deep) = render::render(parts, content.reflection_md.clone()).await?;
        faults.extend(too_deep);
        Ok((Self::of(content, author_language, rendered), faults))
    }

    /// As [`Manuscript::prepare`], on the caller's thread, which must not be one that answers requests.
    pub fn prepare_here(
        content: Content,
        catalog: &Catalog,
        author_language: Language,
        story: StoryId,
    ) -> (Self, Vec<Fault>) {
        let (content, mut faults) = checked(content, catalog, author_language);
        let parts = Parts::of(&content, story);
        let (rendered, too_deep) = render::render_here(parts, &content.reflection_md);
        faults.extend(too_deep);
        (Self::of(content, author_language, rendered), faults)
    }

    fn of(content: Content, author_language: Language, rendered: Rendered) -> Self {
        Self {
            language: content.language.unwrap_or(author_language),
            path: Path::of(&content.transitions),
            content,
            rendered,
        }
    }

    pub fn columns(&self) -> Columns<'_> {
        let content = &self.content;
        Columns {
            language: self.language,
            title: &content.title,
            summary: &content.summary,
            byline: content.byline,
            reflection_md: &content.reflection_md,
            reflection_html: &self.rendered.reflection_html,
            canonical_url: content.canonical_url.as_deref(),
            reuse: content.reuse,
            publish_at: content.publish_at,
            policy: markdown::POLICY,
            path: &self.path.roles,
            path_dates: &self.path.dates,
            reached: &self.path.reached,
            departed: self.path.departed(),
            roads: self.path.roads(),
            practices: each_once(
                content
                    .practices
                    .iter()
                    .filter_map(|it| it.practice.as_deref()),
            ),
            challenges: each_once(
                content
                    .challenges
                    .iter()
                    .filter_map(|it| it.kind.as_deref()),
            ),
            n_tips: i16::try_from(content.tips.len()).unwrap_or(i16::MAX),
        }
    }

    /// The story that this would make of a row, saved nowhere.
    pub fn in_place_of(self, row: &Row) -> Story {
        let content = self.content;
        let row = Row {
            language: self.language,
            title: content.title,
            summary: content.summary,
            byline: content.byline,
            reflection_md: content.reflection_md,
            reflection_html: self.rendered.reflection_html,
            canonical_url: content.canonical_url,
            path: self.path.roles,
            path_dates: self.path.dates,
            ..row.clone()
        };
        Story {
            row,
            parts: self.rendered.parts,
        }
    }

    /// Keeps the document as a version. Inside the transaction of whoever saves.
    pub async fn keep_version(&self, conn: &mut Conn, story: StoryId, version: i32) -> Result<()> {
        let document = serde_json::to_value(&self.content).map_err(anyhow::Error::from)?;
        diesel::insert_into(story_versions::table)
            .values((
                story_versions::story_id.eq(story),
                story_versions::version.eq(version),
                story_versions::content.eq(document),
            ))
            .execute(conn)
            .await?;
        Ok(())
    }
}

fn checked(
    content: Content,
    catalog: &Catalog,
    author_language: Language,
) -> (Content, Vec<Fault>) {
    let (mut content, faults) = rules::checked(content, catalog, OffsetDateTime::now_utc());
    content.language.get_or_insert(author_language);
    (content, faults)
}

/// Each item at its first place alone.
pub fn each_once<T: PartialEq>(items: impl IntoIterator<Item = T>) -> Vec<T> {
    let mut once = Vec::new();
    for item in items {
        if !once.contains(&item) {
            once.push(item);
        }
    }
    once
}
