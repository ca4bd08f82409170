//! A story in any list of a page.

use crate::catalog::{Catalog, Kind};
use crate::i18n::{Language, dates};
use crate::stories::card::{Card, CardAuthor};
use crate::stories::strip::Strip;

/// The most tags beside a story in a list.
const MAX_TAGS: usize = 3;

#[derive(Clone, Debug)]
pub struct Entry {
    pub slug: String,
    pub title: String,
    pub summary: String,
    pub language: Language,
    pub language_key: &'static str,
    pub author: Option<CardAuthor>,
    pub day: String,
    pub day_iso: String,
    pub strip: Strip,
    pub tags: Vec<Tag>,
}

/// A challenge as a link to its stories.
#[derive(Clone, Debug)]
pub struct Tag {
    pub slug: String,
    pub name: String,
}

impl Entry {
    pub fn new(card: Card, catalog: &Catalog, language: Language) -> Self {
        let published = card.published_at().unwrap_or(card.updated_at());
        let tag = |slug: &String| Tag {
            slug: catalog.current(Kind::Challenge, slug).to_owned(),
            name: catalog.name(Kind::Challenge, slug, language).to_owned(),
        };
        let row = card.row;
        Self {
            strip: Strip::new(&row.path, &row.path_dates, catalog, language),
            tags: row.challenges.iter().take(MAX_TAGS).map(tag).collect(),
            day: dates::day(published, language),
            day_iso: published.date().to_string(),
            language_key: language_key(row.language),
            slug: row.slug.unwrap_or_default(),
            title: row.title,
            summary: row.summary,
            language: row.language,
            author: card.author,
        }
    }

    pub fn all(cards: Vec<Card>, catalog: &Catalog, language: Language) -> Vec<Self> {
        cards
            .into_iter()
            .map(|it| Self::new(it, catalog, language))
            .collect()
    }
}

/// The key of a language's name.
pub const fn language_key(language: Language) -> &'static str {
    match language {
        Language::Japanese => "language-ja",
        Language::English => "language-en",
    }
}
