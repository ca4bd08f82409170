//! What the index holds of one public story.

use uuid::Uuid;

use crate::catalog::Kind;
use crate::i18n::Language;
use crate::search::vocabulary::Vocabulary;

/// A public story as it is indexed. Who writes these decides what is public; nothing here asks.
#[derive(Clone, Debug)]
pub struct Document {
    pub id: Uuid,
    /// Grows with every change of the story. What is older than what is indexed is not indexed.
    pub version: i64,
    pub language: Language,
    pub title: String,
    pub summary: String,
    /// The plain text of transitions, challenges, practices, tips and the reflection, a text each.
    pub body: Vec<String>,
    pub values: Values,
    /// None: the story is anonymous, and nothing of its author may be given here.
    pub author: Option<Author>,
    /// Seconds since 1970; of an anonymous story the beginning of its day.
    pub listed_at: i64,
    pub helpful: u64,
}

/// What the story holds of the catalogue: current slugs, merged ones replaced by their successors.
#[derive(Clone, Debug, Default)]
pub struct Values {
    /// Roles reached by a transition that is no move within the role.
    pub reached: Vec<String>,
    /// Roles that stand in the path before its last place.
    pub departed: Vec<String>,
    /// Roles A and B where A stands anywhere before B.
    pub roads: Vec<(String, String)>,
    pub practices: Vec<String>,
    pub challenges: Vec<String>,
    pub approaches: Vec<String>,
    pub routes: Vec<String>,
    /// The names of all of these in both languages (`Values::name`).
    pub names: Vec<String>,
}

impl Values {
    /// Fills in the names of all that is held.
    pub fn name(&mut self, vocabulary: &Vocabulary) {
        let roles = self.reached.iter().chain(&self.departed);
        let roles = roles.map(|it| (Kind::Role, it));
        let lists = [
            (Kind::Practice, &self.practices),
            (Kind::Challenge, &self.challenges),
            (Kind::Approach, &self.approaches),
            (Kind::Route, &self.routes),
        ];
        let lists = lists.into_iter().flat_map(|(kind, it)| it.iter().map(move |it| (kind, it)));
        let names = roles.chain(lists).flat_map(|(kind, it)| vocabulary.names_of(kind, it));
        let mut names: Vec<String> = names.collect();
        names.sort_unstable();
        names.dedup();
        self.names = names;
    }
}

#[derive(Clone, Debug)]
pub struct Author {
    pub handle: String,
    pub display_name: String,
}
