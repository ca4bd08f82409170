//! What the embedded engine is tried on: small stories, and a vocabulary of a few names.

mod engine;
mod found;
mod offered;

use std::path::Path;
use std::sync::Arc;

use tempfile::TempDir;
use uuid::Uuid;

use crate::catalog::Kind;
use crate::i18n::Language;
use crate::search::document::{Author, Document, Values};
use crate::search::engine::{Batch, Change, Filters, Found, Request, Sort};
use crate::search::tantivy::{Embedded, Rebuild};
use crate::search::vocabulary::{Named, Vocabulary};

/// An index in a folder that goes when it does.
pub struct Trial {
    pub root: TempDir,
    pub engine: Embedded,
    vocabulary: Arc<Vocabulary>,
}

impl Trial {
    pub fn of(stories: Vec<Document>) -> Self {
        let root = tempfile::tempdir().unwrap();
        rebuild(root.path(), stories, "0");
        Self {
            engine: Embedded::open(root.path()).unwrap(),
            vocabulary: Arc::new(vocabulary()),
            root,
        }
    }

    /// Opens it once more, as after a start.
    pub fn again(self) -> Self {
        let Self {
            root,
            engine,
            vocabulary,
        } = self;
        drop(engine);
        let engine = Embedded::open(root.path()).unwrap();
        Self {
            root,
            engine,
            vocabulary,
        }
    }

    pub fn folder(&self) -> std::path::PathBuf {
        in_use(self.root.path())
    }

    pub fn apply(&self, changes: Vec<Change>, position: &str) {
        let after = self.engine.position_now().unwrap();
        let batch = batch(changes, [&after, position]);
        self.engine.apply_now(&batch).unwrap();
    }

    pub fn request(&self, text: &str) -> Request {
        Request {
            text: text.to_owned(),
            filters: Filters::default(),
            sort: Sort::Relevance,
            reader: None,
            limit: 20,
            offset: 0,
            vocabulary: Arc::clone(&self.vocabulary),
            gone: Vec::new(),
        }
    }

    pub fn found(&self, text: &str) -> Found {
        self.engine.search_now(&self.request(text)).unwrap()
    }

    pub fn filtered(&self, text: &str, filters: Filters) -> Found {
        let request = Request {
            filters,
            ..self.request(text)
        };
        self.engine.search_now(&request).unwrap()
    }

    /// The numbers of the stories that are found, best first.
    pub fn numbers(&self, text: &str) -> Vec<u128> {
        numbers(&self.found(text))
    }
}

/// The folder of the index that lies here.
pub fn in_use(root: &Path) -> std::path::PathBuf {
    root.join(std::fs::read_to_string(root.join("current")).unwrap())
}

pub fn numbers(found: &Found) -> Vec<u128> {
    found.hits.iter().map(|it| it.id.as_u128()).collect()
}

pub fn rebuild(root: &Path, stories: Vec<Document>, position: &str) {
    let rebuild = Rebuild::at(root).unwrap();
    rebuild.add_now(&stories).unwrap();
    rebuild.finish_now(position).unwrap();
}

pub fn batch(changes: Vec<Change>, [after, position]: [&str; 2]) -> Batch {
    Batch {
        changes,
        after: after.to_owned(),
        position: position.to_owned(),
    }
}

pub fn upsert(story: Document) -> Change {
    Change::Upsert(Box::new(story))
}

pub fn remove(number: u128) -> Change {
    Change::Remove(Uuid::from_u128(number))
}

/// A story of SRE to engineering manager, in Japanese if its title is.
pub fn story(number: u128, title: &str) -> Document {
    let language = if title.is_ascii() {
        Language::English
    } else {
        Language::Japanese
    };
    let listed_at = i64::try_from(number).unwrap();
    Document {
        id: Uuid::from_u128(number),
        version: 1,
        language,
        title: title.to_owned(),
        summary: String::new(),
        body: Vec::new(),
        values: Values {
            reached: vec!["engineering-manager".to_owned()],
            departed: vec!["sre".to_owned()],
            roads: vec![("sre".to_owned(), "engineering-manager".to_owned())],
            ..Values::default()
        },
        author: Some(Author {
            handle: "hanako".to_owned(),
            display_name: "佐藤 花子".to_owned(),
        }),
        listed_at,
        helpful: 0,
    }
}

/// A story that holds none of the values.
pub fn plain(number: u128, title: &str) -> Document {
    Document {
        values: Values::default(),
        ..story(number, title)
    }
}

pub fn vocabulary() -> Vocabulary {
    use Kind::{Challenge, Practice, Role};
    let manager = [
        "engineering-manager",
        "エンジニアリングマネージャー",
        "Engineering manager",
    ];
    let budget = ["error-budget", "エラーバジェット", "Error budget"];
    Vocabulary::new([
        named(Role, ["sre", "SRE", "Site reliability engineer"], &[]),
        named(Role, manager, &["EM", "マネージャー", "課長"]),
        named(
            Role,
            ["cto", "CTO", "Chief technology officer"],
            &["最高技術責任者"],
        ),
        named(
            Practice,
            ["postmortem", "ポストモーテム", "Postmortem"],
            &["障害の振り返り", "incident review"],
        ),
        named(Practice, budget, &[]),
        named(
            Challenge,
            ["workload", "仕事量が多すぎる", "Too much work"],
            &["残業"],
        ),
    ])
}

fn named(kind: Kind, [slug, ja, en]: [&str; 3], aliases: &[&str]) -> Named {
    Named {
        kind,
        slug: slug.to_owned(),
        track: None,
        ja: ja.to_owned(),
        en: en.to_owned(),
        short: None,
        aliases: aliases.iter().map(|it| (*it).to_owned()).collect(),
    }
}
