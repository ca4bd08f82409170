//! A story in a list, in JSON.

use serde::Serialize;
use time::OffsetDateTime;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::catalog::{Catalog, Kind};
use crate::i18n::Language;
use crate::stories::card::{Card, CardAuthor};
use crate::stories::content::Byline;
use crate::stories::manuscript::each_once;
use crate::stories::story::Status;

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CardBody {
    pub id: Uuid,
    pub slug: Option<String>,
    pub url: Option<String>,
    #[schema(value_type = Language)]
    pub language: &'static str,
    pub title: String,
    pub summary: String,
    pub byline: Byline,
    #[schema(value_type = Status)]
    pub status: &'static str,
    /// Null for an anonymous story.
    pub author: Option<AuthorBody>,
    /// Slugs of roles, in the order of the path.
    pub path: Vec<String>,
    pub practices: Vec<String>,
    pub challenges: Vec<String>,
    pub helpful_count: u32,
    /// An anonymous story tells the day alone.
    #[serde(with = "time::serde::rfc3339::option")]
    pub published_at: Option<OffsetDateTime>,
    #[serde(with = "time::serde::rfc3339")]
    pub updated_at: OffsetDateTime,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct AuthorBody {
    pub handle: String,
    pub display_name: String,
    pub url: String,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CardPage {
    pub items: Vec<CardBody>,
    /// Where the next page begins; null on the last one.
    pub next_cursor: Option<String>,
}

impl CardBody {
    pub fn new(card: &Card, catalog: &Catalog, base: &str) -> Self {
        let row = &card.row;
        Self {
            id: row.id.0,
            slug: row.slug.clone(),
            url: row.slug.as_ref().map(|it| format!("{base}/stories/{it}")),
            language: row.language.as_str(),
            title: row.title.clone(),
            summary: row.summary.clone(),
            byline: row.byline,
            status: row.status.as_str(),
            author: card.author.as_ref().map(|it| AuthorBody::new(it, base)),
            path: current(catalog, Kind::Role, &row.path),
            practices: each_once(current(catalog, Kind::Practice, &row.practices)),
            challenges: each_once(current(catalog, Kind::Challenge, &row.challenges)),
            helpful_count: 0,
            published_at: card.published_at(),
            updated_at: card.updated_at(),
        }
    }
}

impl AuthorBody {
    pub fn new(author: &CardAuthor, base: &str) -> Self {
        Self {
            handle: author.handle.clone(),
            display_name: author.display_name.clone(),
            url: format!("{base}/people/{}", author.handle),
        }
    }
}

/// The slugs as the catalogue names them today; repeats in a row once.
pub fn current(catalog: &Catalog, kind: Kind, slugs: &[String]) -> Vec<String> {
    let mut current: Vec<String> = slugs
        .iter()
        .map(|it| catalog.current(kind, it).to_owned())
        .collect();
    current.dedup();
    current
}
