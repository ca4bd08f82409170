//! What the index holds of one public story.

use uuid::Uuid;

use crate::i18n::Language;

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
///
/// Names are not indexed: a query is understood by those of the day (`Vocabulary`), and a renamed role is found at once.
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
}

#[derive(Clone, Debug)]
pub struct Author {
    pub handle: String,
    pub display_name: String,
}
