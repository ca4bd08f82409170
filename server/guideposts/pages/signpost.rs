//! A signpost: boards that point to the roles of a track.

use crate::catalog::{Catalog, Entry, Kind};
use crate::i18n::{Language, breaks};
use crate::stories::census::Counts;

#[derive(Clone, Debug)]
pub struct Signpost {
    pub slug: String,
    pub track: String,
    pub boards: Vec<Board>,
}

#[derive(Clone, Debug)]
pub struct Board {
    pub slug: String,
    /// The words of its name, between which it may break.
    pub words: Vec<String>,
    pub stories: i64,
}

/// Each track with its destinations, the most told first, at most `most` of them.
pub fn signposts(
    catalog: &Catalog,
    counts: &Counts,
    language: Language,
    most: usize,
) -> Vec<Signpost> {
    let signpost = |track: &Entry| {
        let destinations = catalog
            .roles_of(&track.slug)
            .filter(|it| !it.waypoint && it.slug != "other");
        let mut boards: Vec<Board> = destinations
            .map(|it| Board::new(it, counts, language))
            .collect();
        boards.sort_by_key(|it| -it.stories);
        boards.truncate(most);
        Signpost {
            slug: track.slug.clone(),
            track: track.name(language).to_owned(),
            boards,
        }
    };
    catalog
        .offered(Kind::Track)
        .map(signpost)
        .filter(|it| !it.boards.is_empty())
        .collect()
}

impl Board {
    pub fn new(role: &Entry, counts: &Counts, language: Language) -> Self {
        Self {
            slug: role.slug.clone(),
            words: breaks::words(role.name(language))
                .into_iter()
                .map(str::to_owned)
                .collect(),
            stories: counts.get(&role.slug),
        }
    }
}
