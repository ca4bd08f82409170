//! The whole catalogue in memory, and the questions one asks of it.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use time::OffsetDateTime;

use crate::catalog::meaning::meant;
use crate::catalog::nearest;
use crate::db::Conn;
use crate::db::schema::catalog_entries;
use crate::i18n::Language;
use crate::named_values;

named_values! {
    /// The lists of the catalogue.
    pub enum Kind {
        Track = "track",
        Role = "role",
        Practice = "practice",
        Challenge = "challenge",
        Approach = "approach",
        Route = "route",
        Scope = "scope",
        Audience = "audience",
    }
}

impl Kind {
    /// The table that holds the list.
    pub const fn table(self) -> &'static str {
        match self {
            Self::Track => "tracks",
            Self::Role => "roles",
            Self::Practice => "practices",
            Self::Challenge => "challenge_kinds",
            Self::Approach => "approaches",
            Self::Route => "routes",
            Self::Scope => "scopes",
            Self::Audience => "audiences",
        }
    }
}

#[derive(Clone, Debug, HasQuery, Hash)]
#[diesel(table_name = catalog_entries)]
pub struct Entry {
    pub kind: Kind,
    pub slug: String,
    /// The track of a role.
    pub track: Option<String>,
    pub ja: String,
    pub en: String,
    /// The usual abbreviation.
    pub short: Option<String>,
    pub aliases: Vec<String>,
    pub about_ja: String,
    pub about_en: String,
    pub ask_ja: Option<String>,
    pub ask_en: Option<String>,
    /// May stand inside a path, is never offered as a destination.
    pub waypoint: bool,
    pub beside_ladder: bool,
    pub position: i32,
    pub merged_into: Option<String>,
    pub retired_at: Option<OffsetDateTime>,
}

impl Entry {
    /// One of which nothing is said but its names.
    #[cfg(test)]
    pub fn plain(kind: Kind, slug: &str, ja: &str, en: &str) -> Self {
        Self {
            kind,
            slug: slug.to_owned(),
            track: None,
            ja: ja.to_owned(),
            en: en.to_owned(),
            short: None,
            aliases: Vec::new(),
            about_ja: String::new(),
            about_en: String::new(),
            ask_ja: None,
            ask_en: None,
            waypoint: false,
            beside_ladder: false,
            position: 0,
            merged_into: None,
            retired_at: None,
        }
    }

    pub fn name(&self, language: Language) -> &str {
        match language {
            Language::Japanese => &self.ja,
            Language::English => &self.en,
        }
    }

    pub fn about(&self, language: Language) -> &str {
        match language {
            Language::Japanese => &self.about_ja,
            Language::English => &self.about_en,
        }
    }

    /// The question that helps to write about it.
    pub fn ask(&self, language: Language) -> Option<&str> {
        match language {
            Language::Japanese => self.ask_ja.as_deref(),
            Language::English => self.ask_en.as_deref(),
        }
    }

    /// Whether people call it by this name, in either language.
    fn is_called(&self, name: &str) -> bool {
        let is = |own: &str| own.to_lowercase() == name;
        let names = [&self.slug, &self.ja, &self.en];
        names
            .into_iter()
            .chain(&self.short)
            .chain(&self.aliases)
            .any(|it| is(it))
    }

    /// Whether it is still offered to whoever chooses.
    pub fn is_offered(&self) -> bool {
        self.merged_into.is_none() && self.retired_at.is_none()
    }
}

/// Every list in display order. Merged slugs are known and mean their successor.
#[derive(Debug, Default)]
pub struct Catalog {
    entries: Vec<Entry>,
    /// By slug the place of its entry, or of the successor that it was merged into.
    places: HashMap<Kind, HashMap<String, usize>>,
    /// Beside each entry the places of all that mean it.
    families: Vec<Vec<usize>>,
    edition: u64,
    lineage: u64,
}

impl Catalog {
    pub async fn load(conn: &mut Conn) -> QueryResult<Self> {
        let order = (
            catalog_entries::kind,
            catalog_entries::position,
            catalog_entries::slug,
        );
        let entries = Entry::query().order(order).load(conn).await?;
        Ok(Self::new(entries))
    }

    pub fn new(entries: Vec<Entry>) -> Self {
        let mut places: HashMap<Kind, HashMap<String, usize>> = HashMap::new();
        let mut families = vec![Vec::new(); entries.len()];
        for (at, meant) in meant(&entries).into_iter().enumerate() {
            if let (Some(meant), Some(entry)) = (meant, entries.get(at)) {
                let slugs = places.entry(entry.kind).or_default();
                slugs.insert(entry.slug.clone(), meant);
                if let Some(family) = families.get_mut(meant) {
                    family.push(at);
                }
            }
        }
        Self {
            places,
            families,
            edition: hash(entries.iter()),
            lineage: hash(
                entries
                    .iter()
                    .map(|it| (it.kind, &it.slug, &it.merged_into, it.waypoint)),
            ),
            entries,
        }
    }

    /// Another one after each change of any list.
    pub const fn edition(&self) -> u64 {
        self.edition
    }

    /// Another one where slugs mean something else than before, whatever they are called.
    pub const fn lineage(&self) -> u64 {
        self.lineage
    }

    /// The entry of this slug, or the successor that it was merged into.
    pub fn find(&self, kind: Kind, slug: &str) -> Option<&Entry> {
        self.entries.get(self.place(kind, slug)?)
    }

    /// The slug itself or its successor's; a slug that the catalogue does not know stays as it is.
    pub fn current<'a>(&'a self, kind: Kind, slug: &'a str) -> &'a str {
        self.find(kind, slug).map_or(slug, |it| &it.slug)
    }

    /// The name to show for a slug.
    pub fn name<'a>(&'a self, kind: Kind, slug: &'a str, language: Language) -> &'a str {
        self.find(kind, slug).map_or(slug, |it| it.name(language))
    }

    /// The offered entry that people call by this slug, name or alias, whatever its case.
    pub fn named(&self, kind: Kind, name: &str) -> Option<&Entry> {
        let name = name.trim().to_lowercase();
        self.offered(kind).find(|it| it.is_called(&name))
    }

    /// All slugs that mean this entry: its own and those merged into it.
    pub fn family(&self, kind: Kind, slug: &str) -> Vec<&str> {
        let place = self.place(kind, slug);
        let is_it = |at: &usize| self.entries.get(*at).is_some_and(|it| it.slug == slug);
        let family = place.filter(is_it).and_then(|at| self.families.get(at));
        let places = family.into_iter().flatten();
        let entries = places.filter_map(|at| self.entries.get(*at));
        entries.map(|it| it.slug.as_str()).collect()
    }

    /// All that was ever listed, in display order.
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter()
    }

    /// What is offered, in display order.
    pub fn offered(&self, kind: Kind) -> impl Iterator<Item = &Entry> {
        self.entries
            .iter()
            .filter(move |it| it.kind == kind && it.is_offered())
    }

    /// The offered roles of a track, in display order.
    pub fn roles_of(&self, track: &str) -> impl Iterator<Item = &Entry> {
        self.offered(Kind::Role)
            .filter(move |it| it.track.as_deref() == Some(track))
    }

    /// The offered slugs nearest to what was sent, best first.
    pub fn nearest(&self, kind: Kind, sent: &str) -> Vec<String> {
        nearest::nearest(self.offered(kind), sent)
    }

    fn place(&self, kind: Kind, slug: &str) -> Option<usize> {
        self.places.get(&kind)?.get(slug).copied()
    }
}

fn hash(parts: impl Iterator<Item = impl Hash>) -> u64 {
    let mut hasher = DefaultHasher::new();
    parts.for_each(|it| it.hash(&mut hasher));
    hasher.finish()
}
