//! The page on which a story is written.

use askama::Template;

use crate::catalog::{Catalog, Kind};
use crate::error::Fault;
use crate::i18n::Words;
use crate::stories::desk::Desk;
use crate::stories::differences::differences;
use crate::stories::pages::writing::field::{Control, Field, Fields, PRACTICES, id_of};
use crate::stories::pages::writing::moments::Moments;
use crate::stories::pages::writing::overtaken::{Row, rows};
use crate::stories::pages::writing::parts::{Button, Section};
use crate::stories::story::Status;
use crate::stories::undo::Undo;
use crate::web::Site;

#[derive(Template)]
#[template(path = "stories/edit.html")]
pub(super) struct Edit {
    pub(super) site: Site,
    id: String,
    version: i32,
    revision: i32,
    status: Status,
    practices_id: &'static str,
    practices: Vec<String>,
    opening: Vec<Field>,
    sections: Vec<Section>,
    reflection: Field,
    settings: Vec<Field>,
    faults: Vec<FaultLine>,
    /// What was saved elsewhere since this was begun.
    overtaken: Vec<Row>,
    moments: Moments,
    /// Brings back all that was thrown away.
    undo_whole: Option<Button>,
    /// Whether the notice is what one should read first.
    is_notice_first: bool,
    slug: Option<String>,
    was_named_in_public: bool,
    notice: Option<String>,
}

/// A broken rule as a link to its place.
pub(super) struct FaultLine {
    pub(super) href: String,
    pub(super) text: String,
}

/// What a page was asked to say beside the story.
#[derive(Clone, Debug, Default)]
pub(super) struct Asked {
    pub(super) focus: Option<String>,
    pub(super) notice: Option<&'static str>,
}

impl Edit {
    pub(super) fn new(
        site: Site,
        catalog: &Catalog,
        desk: Desk,
        faults: &[Fault],
        (asked, moments): (&Asked, Moments),
    ) -> Self {
        let words = Words(site.language);
        let fields = Fields {
            words,
            catalog,
            faults,
            focus: asked.focus.as_deref(),
        };
        let practices = catalog.offered(Kind::Practice);
        let row = &desk.story.row;
        Self {
            id: row.id.0.to_string(),
            version: desk.read.version,
            revision: desk.read.revision,
            status: row.status,
            practices_id: PRACTICES,
            practices: practices
                .map(|it| it.name(site.language).to_owned())
                .collect(),
            opening: fields.opening(&desk.typed),
            sections: fields.sections(&desk.typed, desk.undo.last()),
            reflection: fields.reflection(&desk.typed),
            settings: fields.settings(&desk.typed),
            faults: lines(faults, &fields),
            overtaken: match &desk.overtaken_by {
                Some(saved) => rows(&differences(&desk.typed, saved), &fields),
                None => Vec::new(),
            },
            moments,
            undo_whole: matches!(desk.undo.last(), Some(Undo::Whole(_))).then(|| fields.undo()),
            is_notice_first: asked.focus.is_none() && faults.is_empty(),
            slug: row.slug.clone().filter(|_| row.status.is_public()),
            was_named_in_public: row.was_named_in_public,
            notice: asked.notice.map(|it| words.get(it)),
            site,
        }
    }

    fn status_key(&self) -> &'static str {
        status_key(self.status)
    }

    fn is_public(&self) -> bool {
        self.status.is_public()
    }

    fn is_scheduled(&self) -> bool {
        self.status == Status::Scheduled
    }

    fn is_withdrawn(&self) -> bool {
        self.status == Status::Withdrawn
    }

    fn is_hidden(&self) -> bool {
        self.status == Status::Hidden
    }
}

/// The key of a status' name.
pub(super) const fn status_key(status: Status) -> &'static str {
    match status {
        Status::Draft => "status-draft",
        Status::Scheduled => "status-scheduled",
        Status::Published => "status-published",
        Status::Unlisted => "status-unlisted",
        Status::Withdrawn => "status-withdrawn",
        Status::Hidden => "status-hidden",
        Status::Deleted => "status-deleted",
    }
}

/// The faults as links to their fields, in the order of the page.
pub(super) fn lines(faults: &[Fault], fields: &Fields<'_>) -> Vec<FaultLine> {
    let line = |fault: &Fault| FaultLine {
        href: format!("#{}", anchor(&fault.pointer)),
        text: format!(
            "{}: {}",
            fields.place(&fault.pointer),
            fields.message(fault)
        ),
    };
    let mut faults: Vec<&Fault> = faults.iter().collect();
    faults.sort_by_key(|it| rank(&it.pointer));
    faults.into_iter().map(line).collect()
}

/// Where a place stands on the page, from the top.
fn rank(pointer: &str) -> (usize, usize) {
    const PARTS: [&str; 7] = [
        "title",
        "summary",
        "transitions",
        "challenges",
        "practices",
        "tips",
        "links",
    ];
    let mut names = pointer.trim_start_matches('/').split('/');
    let first = names.next().unwrap_or_default();
    let n = names.next().and_then(|it| it.parse().ok());
    let part = PARTS.iter().position(|it| *it == first);
    (part.unwrap_or(PARTS.len()), n.unwrap_or(0))
}

/// The id of the element at a place: a field, or the list that it would stand in.
fn anchor(pointer: &str) -> String {
    let name = pointer.trim_start_matches('/');
    match name.matches('/').count() {
        0 if matches!(
            name,
            "transitions" | "challenges" | "practices" | "tips" | "links"
        ) =>
        {
            name.to_owned()
        }
        _ if name.is_empty() => "main".to_owned(),
        _ => id_of(name),
    }
}
