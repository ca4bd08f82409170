//! A query as clauses: each is one thing that is asked for, with all the ways in which a story may have it.

use crate::i18n::Language;

/// How a story may have what a clause asks for.
#[derive(Clone, Debug, PartialEq)]
pub enum Needle {
    /// The stem of a word.
    Word(String),
    /// A Latin word as it is spelt.
    Form(String),
    /// Stems side by side.
    Phrase(Vec<String>),
    /// The key of a run of Japanese, wherever it stands.
    Run(String),
    /// A value of the catalogue that the story holds.
    Value(ValueField, String),
}

#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum ValueField {
    Reached,
    Departed,
    Practice,
    Challenge,
    Approach,
    Route,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Alternative {
    pub needle: Needle,
    /// 1 is the thing itself.
    pub weight: f32,
}

impl Alternative {
    pub const fn new(needle: Needle, weight: f32) -> Self {
        Self { needle, weight }
    }
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Occurrence {
    /// Counts towards the stories that are found.
    Should,
    /// Stories without it are not found.
    Must,
    /// Stories with it are not found.
    MustNot,
    /// Lifts stories that are found by something else.
    Bonus,
}

#[derive(Clone, Debug)]
pub struct Clause {
    pub occurrence: Occurrence,
    pub alternatives: Vec<Alternative>,
    /// What it counts beside the others.
    pub factor: f32,
    /// It asks for what the catalogue has a name for.
    pub is_name: bool,
}

/// A query that is understood.
#[derive(Clone, Debug, Default)]
pub struct Meaning {
    pub clauses: Vec<Clause>,
    /// None: as well one language as the other.
    pub language: Option<Language>,
    /// Words that were typed, with those that were meant.
    pub mended: Vec<(String, String)>,
}
