//! The one interface of search: nobody outside this room knows which engine answers.

use std::collections::BTreeMap;
use std::sync::Arc;

use futures_util::future::BoxFuture;
use uuid::Uuid;

use crate::i18n::Language;
use crate::search::document::Document;
use crate::search::vocabulary::Vocabulary;

pub type Result<T, E = Failure> = std::result::Result<T, E>;

/// How far one may turn the pages.
pub const FURTHEST: usize = 1000;

/// An index that can be changed and asked.
pub trait Engine: Send + Sync {
    /// As answers and figures name it.
    fn name(&self) -> &'static str;

    /// Applies the changes in their order, together with the position that was read up to: both or neither.
    fn apply(&self, batch: Batch) -> BoxFuture<'_, Result<()>>;

    fn search(&self, request: Request) -> BoxFuture<'_, Result<Found>>;

    /// Begins a new index beside the one that is asked. [`Failure::Locked`] while somebody else does.
    fn rebuild(&self) -> BoxFuture<'_, Result<Box<dyn Rebuilding>>>;

    /// How far the index has read: what came with the last batch. Whoever writes asks first, for here it is
    /// noticed that the index was rebuilt by somebody else, or is gone.
    fn position(&self) -> BoxFuture<'_, Result<String>>;

    /// Reads all of the index. [`Failure::ToBeRebuilt`] where it is damaged.
    fn verify(&self) -> BoxFuture<'_, Result<()>>;

    fn figures(&self) -> BoxFuture<'_, Result<Figures>>;
}

/// A new index that nobody sees yet. Dropped, it leaves everything as it was.
pub trait Rebuilding: Send {
    fn add(&mut self, stories: Vec<Document>) -> BoxFuture<'_, Result<()>>;

    /// From now on searches read this index, in every process. `position` is how far the source was read
    /// *before* the first story was: what changed meanwhile is applied again from there.
    fn finish(self: Box<Self>, position: String) -> BoxFuture<'static, Result<()>>;
}

#[derive(Clone, Debug)]
pub struct Batch {
    pub changes: Vec<Change>,
    /// How far the index must have read already; opaque here.
    pub after: String,
    /// How far it has read with these changes.
    pub position: String,
}

#[derive(Clone, Debug)]
pub enum Change {
    /// Not applied where a later version is indexed.
    Upsert(Box<Document>),
    /// The story is public no more.
    Remove(Uuid),
}

#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Figures {
    pub documents: u64,
    pub bytes: u64,
}

#[derive(Clone, Debug)]
pub struct Request {
    /// As typed, operators and all.
    pub text: String,
    pub filters: Filters,
    pub sort: Sort,
    /// The reader's language: says what a query of names alone is written in.
    pub reader: Option<Language>,
    pub limit: usize,
    pub offset: usize,
    pub vocabulary: Arc<Vocabulary>,
    /// Stories that are not to be found, counted or told of, though they are still in the index.
    pub gone: Vec<Uuid>,
}

/// What all hits have. Slugs are current ones; a track is given as the roles in it.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Filters {
    /// Each group: any of these roles is reached.
    pub to: Vec<Vec<String>>,
    /// Each group: any of these roles stands before the last place; with `to`, before such a role.
    pub from: Vec<Vec<String>>,
    /// All of them.
    pub practices: Vec<String>,
    /// All of them.
    pub challenges: Vec<String>,
    pub language: Option<Language>,
    /// Handles, any of them; anonymous stories have no author.
    pub authors: Vec<String>,
    /// Display names: the stories of whoever is called so are found as well as those of `authors`.
    pub names: Vec<String>,
}

#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Sort {
    /// Without words to be relevant to: newest.
    #[default]
    Relevance,
    Newest,
    Helpful,
}

#[derive(Clone, Debug, Default)]
pub struct Found {
    pub hits: Vec<Hit>,
    pub total: usize,
    pub facets: Facets,
    /// The query with its misspelt words mended.
    pub did_you_mean: Option<String>,
    /// Roles and practices that may have been meant, where nothing was found.
    pub nearest: Nearest,
    /// The filters that were in force, the typed operators among them.
    pub filters: Filters,
}

#[derive(Clone, Debug)]
pub struct Hit {
    pub id: Uuid,
    /// The version of the story that was found.
    pub version: i64,
    pub score: f32,
    pub highlights: Vec<Highlight>,
}

/// An excerpt of a field with what was found in it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Highlight {
    /// `title`, `summary` or `body`.
    pub field: &'static str,
    /// Plain text.
    pub text: String,
    /// Start and end in `text`, in Unicode scalar values; in order, none touching another.
    pub ranges: Vec<[usize; 2]>,
}

/// Stories behind each value, counted as if its own filter were not set; values of none are left out.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Facets {
    pub to: BTreeMap<String, usize>,
    pub from: BTreeMap<String, usize>,
    pub practice: BTreeMap<String, usize>,
    pub challenge: BTreeMap<String, usize>,
    pub language: BTreeMap<String, usize>,
}

/// Slugs, best first.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Nearest {
    pub roles: Vec<String>,
    pub practices: Vec<String>,
}

#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// Nothing is there, or not what this program writes, or it is damaged.
    #[error("the search index has to be rebuilt: {0}")]
    ToBeRebuilt(String),
    #[error("the search index is in use by another program")]
    Locked,
    /// It was rebuilt, or somebody else wrote to it: ask for its position again.
    #[error("the changes do not begin where the search index ends")]
    OutOfStep,
    #[error("the search index can not be read or written: {0}")]
    Io(std::io::Error),
    #[error("search failed: {0}")]
    Internal(String),
}

/// What is gone, cut short or makes no sense has to be rebuilt; what may not be read or written is told as it is.
impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        use std::io::ErrorKind::{InvalidData, InvalidInput, NotFound, UnexpectedEof};
        if matches!(
            error.kind(),
            NotFound | UnexpectedEof | InvalidData | InvalidInput
        ) {
            return Self::ToBeRebuilt(error.to_string());
        }
        Self::Io(error)
    }
}
