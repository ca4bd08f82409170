//! What is wrong with what was typed into a form, in its reader's words.

use crate::error::Fault;
use crate::i18n::Words;
use crate::web::Site;
use crate::web::problem::message;

/// The field of a pointer: `/links/0/url` stands in `links-0-url`.
pub(super) fn id_of(pointer: &str) -> String {
    pointer.trim_start_matches('/').replace('/', "-")
}

/// The faults of one form, and what its fields are called.
#[derive(Default)]
pub(super) struct Told {
    faults: Vec<(String, String)>,
    pub(super) lines: Vec<Line>,
}

/// A fault with the way to its field.
pub(super) struct Line {
    pub(super) href: String,
    pub(super) text: String,
}

impl Told {
    /// `label` names the field of a pointer.
    pub(super) fn new(site: &Site, faults: &[Fault], label: impl Fn(&str) -> String) -> Self {
        let told = |it: &Fault| (id_of(&it.pointer), message(it, Words(site.language)));
        let line = |it: &Fault| Line {
            href: format!("#{}", id_of(&it.pointer)),
            text: site.with2(
                "settings-fault",
                ("field", &label(&it.pointer)),
                ("fault", &told(it).1),
            ),
        };
        Self {
            lines: faults.iter().map(line).collect(),
            faults: faults.iter().map(told).collect(),
        }
    }

    /// What is wrong with a field.
    pub(super) fn at(&self, id: &str) -> Option<String> {
        let found: Vec<&str> = self
            .faults
            .iter()
            .filter(|it| it.0 == id)
            .map(|it| it.1.as_str())
            .collect();
        (!found.is_empty()).then(|| found.join(" "))
    }
}
