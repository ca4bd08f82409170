//! The judged set of `tests/relevance/`.

use std::collections::HashMap;
use std::path::Path;

use guidepost::catalog::Kind;
use guidepost::i18n::Language;
use guidepost::search::{Author, Document, Filters, Values, Vocabulary};
use serde::Deserialize;
use uuid::Uuid;

pub struct Set {
    pub stories: Vec<Story>,
    pub queries: Vec<Query>,
}

#[derive(Deserialize)]
struct Stories {
    story: Vec<Story>,
}

#[derive(Deserialize)]
struct Queries {
    query: Vec<Query>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Story {
    pub id: String,
    pub language: String,
    pub title: String,
    pub summary: String,
    pub body: String,
    /// The steps of the path, one beside the other.
    pub from: Vec<String>,
    pub to: Vec<String>,
    #[serde(default)]
    pub practices: Vec<String>,
    #[serde(default)]
    pub challenges: Vec<String>,
    #[serde(default)]
    pub approaches: Vec<String>,
    #[serde(default)]
    pub routes: Vec<String>,
    pub author: Option<Name>,
    #[serde(default)]
    pub anonymous: bool,
}

#[derive(Deserialize)]
pub struct Name {
    pub handle: String,
    pub name: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Query {
    pub text: String,
    pub kind: String,
    pub to: Option<String>,
    pub from: Option<String>,
    pub practice: Option<String>,
    pub challenge: Option<String>,
    pub language: Option<String>,
    /// Grades 1 to 3 by story.
    #[serde(default)]
    pub relevant: HashMap<String, u32>,
}

impl Set {
    pub fn read(folder: &Path) -> Self {
        let text = |name: &str| std::fs::read_to_string(folder.join(name)).unwrap();
        let stories: Stories = toml::from_str(&text("stories.toml")).unwrap();
        let queries: Queries = toml::from_str(&text("queries.toml")).unwrap();
        Self {
            stories: stories.story,
            queries: queries.query,
        }
    }
}

impl Story {
    /// `n` is its place in the set.
    pub fn document(&self, n: usize) -> Document {
        let path = self.path();
        let pairs = (0..path.len()).flat_map(|a| (a + 1..path.len()).map(move |b| (a, b)));
        let road = |(a, b): (usize, usize)| (path[a].clone(), path[b].clone());
        let moves = self
            .from
            .iter()
            .zip(&self.to)
            .filter(|(from, to)| from != to);
        let values = Values {
            reached: moves.map(|it| it.1.clone()).collect(),
            departed: path.split_last().map_or(&[][..], |it| it.1).to_vec(),
            roads: pairs.map(road).collect(),
            practices: self.practices.clone(),
            challenges: self.challenges.clone(),
            approaches: self.approaches.clone(),
            routes: self.routes.clone(),
        };
        Document {
            id: Uuid::from_u128(u128::try_from(n).unwrap()),
            version: 1,
            language: Language::parse(&self.language).unwrap(),
            title: self.title.clone(),
            summary: self.summary.clone(),
            body: self
                .body
                .split("\n\n")
                .map(|it| it.trim().to_owned())
                .collect(),
            values,
            author: self.author.as_ref().map(|it| Author {
                handle: it.handle.clone(),
                display_name: it.name.clone(),
            }),
            listed_at: i64::try_from(n).unwrap() * 86_400,
            helpful: 0,
        }
    }

    fn path(&self) -> Vec<String> {
        let mut path: Vec<String> = self.from.first().cloned().into_iter().collect();
        path.extend(self.to.iter().cloned());
        path.dedup();
        path
    }
}

impl Query {
    pub fn filters(&self, vocabulary: &Vocabulary) -> Filters {
        let roles = |it: &String| match it.strip_prefix("track:") {
            Some(track) => vocabulary
                .roles_of(track)
                .map(|it| it.slug.clone())
                .collect(),
            None => vec![it.clone()],
        };
        for (kind, slug) in [(Kind::Role, &self.to), (Kind::Practice, &self.practice)] {
            let is_known =
                |it: &String| it.starts_with("track:") || vocabulary.find(kind, it).is_some();
            assert!(slug.iter().all(is_known), "{slug:?}");
        }
        Filters {
            to: self.to.iter().map(roles).collect(),
            from: self.from.iter().map(roles).collect(),
            practices: self.practice.clone().into_iter().collect(),
            challenges: self.challenge.clone().into_iter().collect(),
            language: self.language.as_deref().and_then(Language::parse),
            ..Filters::default()
        }
    }
}
