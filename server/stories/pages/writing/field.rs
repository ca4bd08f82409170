//! One thing to fill in, as a form shows it.

use crate::catalog::{Catalog, Entry, Kind};
use crate::error::Fault;
use crate::i18n::{Language, Words};
use crate::web::problem::message;

/// The list of practices that inputs complete from.
pub(super) const PRACTICES: &str = "practices-offered";

#[derive(Debug)]
pub(super) struct Field {
    /// Its JSON pointer in the document without the first slash; also the name in the form.
    pub(super) name: String,
    pub(super) label: String,
    pub(super) hint: Option<String>,
    pub(super) value: String,
    pub(super) control: Control,
    pub(super) is_optional: bool,
    pub(super) has_focus: bool,
    pub(super) errors: Vec<String>,
}

#[derive(Debug)]
pub(super) enum Control {
    Line {
        mode: &'static str,
        completes: &'static str,
    },
    Text {
        rows: u8,
    },
    /// Groups with a name each; a group without a name stands at the top.
    Choice(Vec<Group>),
    Radios(Vec<Choice>),
}

#[derive(Debug)]
pub(super) struct Group {
    pub(super) name: String,
    pub(super) choices: Vec<Choice>,
}

#[derive(Debug)]
pub(super) struct Choice {
    pub(super) value: String,
    pub(super) name: String,
    pub(super) is_chosen: bool,
}

impl Field {
    pub(super) fn id(&self) -> String {
        id_of(&self.name)
    }

    /// What `aria-describedby` names: the hint, then the errors.
    pub(super) fn described_by(&self) -> String {
        let id = self.id();
        let mut names = Vec::new();
        if self.hint.is_some() {
            names.push(format!("{id}-hint"));
        }
        if !self.errors.is_empty() {
            names.push(format!("{id}-error"));
        }
        names.join(" ")
    }

    pub(super) fn optional(mut self) -> Self {
        self.is_optional = true;
        self
    }

    pub(super) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// The catalogue's question, where one was chosen that has one.
    pub(super) fn asking(self, question: Option<&str>) -> Self {
        match question {
            Some(question) => self.hint(question),
            None => self,
        }
    }
}

/// The id of a field, which its label, its hint and the summary of errors name.
pub(super) fn id_of(name: &str) -> String {
    format!("f-{}", name.replace('/', "-"))
}

/// Makes fields: knows the words, what can be chosen, what was wrong, and where to go on typing.
pub(super) struct Fields<'f> {
    pub(super) words: Words,
    pub(super) catalog: &'f Catalog,
    pub(super) faults: &'f [Fault],
    pub(super) focus: Option<&'f str>,
}

impl Fields<'_> {
    pub(super) fn language(&self) -> Language {
        self.words.0
    }

    pub(super) fn line(&self, name: impl Into<String>, label: String, value: &str) -> Field {
        let control = Control::Line {
            mode: "text",
            completes: "",
        };
        self.field(name.into(), label, value, control)
    }

    /// `YYYY` or `YYYY-MM`.
    pub(super) fn date(
        &self,
        name: impl Into<String>,
        label: String,
        value: Option<&str>,
    ) -> Field {
        let control = Control::Line {
            mode: "numeric",
            completes: "",
        };
        self.field(name.into(), label, value.unwrap_or_default(), control)
    }

    pub(super) fn address(&self, name: impl Into<String>, label: String, value: &str) -> Field {
        let control = Control::Line {
            mode: "url",
            completes: "",
        };
        self.field(name.into(), label, value, control)
    }

    pub(super) fn text(&self, name: impl Into<String>, label: String, value: &str) -> Field {
        // About as high as what is in it, so that nobody writes through a keyhole.
        let lines = value
            .lines()
            .map(|it| 1 + it.chars().count() / 42)
            .sum::<usize>();
        let rows = u8::try_from(lines.clamp(4, 24)).unwrap_or(24);
        self.field(name.into(), label, value, Control::Text { rows })
    }

    /// A practice, typed by its name or chosen from those offered.
    pub(super) fn practice(&self, name: impl Into<String>, label: String, typed: &str) -> Field {
        let control = Control::Line {
            mode: "text",
            completes: PRACTICES,
        };
        let value = self.catalog.name(Kind::Practice, typed, self.language());
        self.field(name.into(), label, value, control)
    }

    /// A role, grouped by track.
    pub(super) fn role(
        &self,
        name: impl Into<String>,
        label: String,
        chosen: Option<&str>,
    ) -> Field {
        let chosen = chosen.filter(|it| !it.is_empty());
        let chosen = chosen.map(|it| self.catalog.current(Kind::Role, it));
        let of_track = |track: &Entry| Group {
            name: track.name(self.language()).to_owned(),
            choices: self
                .catalog
                .roles_of(&track.slug)
                .map(|it| self.choice(it, chosen))
                .collect(),
        };
        let mut groups = vec![self.open_group(Kind::Role, chosen)];
        groups.extend(self.catalog.offered(Kind::Track).map(of_track));
        self.field(name.into(), label, "", Control::Choice(groups))
    }

    /// One of a list of the catalogue.
    pub(super) fn one_of(
        &self,
        kind: Kind,
        name: impl Into<String>,
        label: String,
        chosen: Option<&str>,
    ) -> Field {
        let chosen = chosen.filter(|it| !it.is_empty());
        let chosen = chosen.map(|it| self.catalog.current(kind, it));
        let mut group = self.open_group(kind, chosen);
        let offered = self.catalog.offered(kind);
        group
            .choices
            .extend(offered.map(|it| self.choice(it, chosen)));
        self.field(name.into(), label, "", Control::Choice(vec![group]))
    }

    /// One of a few values with a name each.
    pub(super) fn few(
        &self,
        name: impl Into<String>,
        label: String,
        chosen: &str,
        values: &[(&str, String)],
    ) -> Field {
        let choices = values.iter().map(|(value, name)| Choice {
            value: (*value).to_owned(),
            name: name.clone(),
            is_chosen: *value == chosen,
        });
        self.field(
            name.into(),
            label,
            chosen,
            Control::Radios(choices.collect()),
        )
    }

    /// Nothing chosen yet; and what was chosen, where the catalogue does not offer it any more.
    fn open_group(&self, kind: Kind, chosen: Option<&str>) -> Group {
        let mut choices = vec![Choice {
            value: String::new(),
            name: self.words.get("write-choose"),
            is_chosen: chosen.is_none(),
        }];
        let withdrawn =
            chosen.filter(|it| !self.catalog.offered(kind).any(|entry| entry.slug == *it));
        choices.extend(withdrawn.map(|it| Choice {
            value: it.to_owned(),
            name: self.catalog.name(kind, it, self.language()).to_owned(),
            is_chosen: true,
        }));
        Group {
            name: String::new(),
            choices,
        }
    }

    fn choice(&self, entry: &Entry, chosen: Option<&str>) -> Choice {
        Choice {
            value: entry.slug.clone(),
            name: entry.name(self.language()).to_owned(),
            is_chosen: chosen == Some(entry.slug.as_str()),
        }
    }

    fn field(&self, name: String, label: String, value: &str, control: Control) -> Field {
        Field {
            errors: self.told(&name).map(|(_, message)| message).collect(),
            has_focus: self.focus == Some(name.as_str()),
            hint: None,
            is_optional: false,
            value: value.to_owned(),
            control,
            label,
            name,
        }
    }

    /// The broken rules at a place, in the reader's words.
    pub(super) fn told(&self, name: &str) -> impl Iterator<Item = (&str, String)> {
        let at = format!("/{name}");
        let here = self.faults.iter().filter(move |it| it.pointer == at);
        here.map(|it| (it.code, self.message(it)))
    }

    pub(super) fn message(&self, fault: &Fault) -> String {
        if fault.code == "missing" && fault.pointer.starts_with("/links/") {
            // Of all parts a link alone can't be saved half.
            return self.words.get("write-link-missing");
        }
        let mut fault = fault.clone();
        if fault.code == "unknown_practice" {
            let name = |it: &String| {
                self.catalog
                    .name(Kind::Practice, it, self.language())
                    .to_owned()
            };
            fault.nearest = fault.nearest.iter().map(name).collect();
        }
        message(&fault, self.words)
    }

    /// The catalogue's question about what was chosen.
    pub(super) fn ask(&self, kind: Kind, chosen: Option<&str>) -> Option<&str> {
        self.catalog.find(kind, chosen?)?.ask(self.language())
    }
}
