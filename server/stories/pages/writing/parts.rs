//! The parts of a story as the form shows them.

use crate::stories::arrange::{Act, List, Step};
use crate::stories::content::Content;
use crate::stories::pages::writing::field::{Field, Fields, id_of};
use crate::stories::undo::Undo;

/// A list of parts with the button that adds one.
pub(super) struct Section {
    pub(super) id: &'static str,
    pub(super) title: String,
    pub(super) lead: String,
    pub(super) parts: Vec<Part>,
    pub(super) add: Option<Button>,
    /// Brings back the part that was removed last.
    pub(super) undo: Option<Button>,
    pub(super) errors: Vec<String>,
    pub(super) is_lacking: bool,
}

pub(super) struct Part {
    pub(super) id: String,
    pub(super) heading: String,
    pub(super) up: Button,
    pub(super) down: Button,
    pub(super) remove: Button,
    /// What stands side by side.
    pub(super) rows: Vec<Vec<Field>>,
}

pub(super) struct Button {
    pub(super) value: String,
    pub(super) label: String,
    pub(super) is_disabled: bool,
    pub(super) has_focus: bool,
}

impl Part {
    pub(super) fn moves(&self) -> [&Button; 2] {
        [&self.up, &self.down]
    }
}

impl Button {
    /// Where a page that comes back to it scrolls to.
    pub(super) fn id(&self) -> String {
        id_of(&self.value)
    }
}

impl Fields<'_> {
    pub(super) fn sections(&self, content: &Content, undo: Option<&Undo>) -> Vec<Section> {
        let mut sections = self.all_sections(content);
        if let Some(Undo::Part { list, .. }) = undo {
            let section = sections.iter_mut().find(|it| it.id == list.as_str());
            section
                .into_iter()
                .for_each(|it| it.undo = Some(self.undo()));
        }
        sections
    }

    fn all_sections(&self, content: &Content) -> Vec<Section> {
        let words = self.words;
        vec![
            self.section(
                List::Transitions,
                [
                    words.get("transitions"),
                    words.get("write-transitions-lead"),
                    words.get("write-add-transition"),
                ],
                parts(&content.transitions, |n, it| self.transition(n, it)),
            ),
            self.section(
                List::Challenges,
                [
                    words.get("challenges"),
                    words.get("write-challenges-lead"),
                    words.get("write-add-challenge"),
                ],
                parts(&content.challenges, |n, it| self.challenge(n, it)),
            ),
            self.section(
                List::Practices,
                [
                    words.get("practices"),
                    words.get("write-practices-lead"),
                    words.get("write-add-practice"),
                ],
                parts(&content.practices, |n, it| self.practice_part(n, it)),
            ),
            self.section(
                List::Tips,
                [
                    words.get("tips"),
                    words.get("write-tips-lead"),
                    words.get("write-add-tip"),
                ],
                parts(&content.tips, |n, it| self.tip(n, it)),
            ),
            self.section(
                List::Links,
                [
                    words.get("links"),
                    words.get("write-links-lead"),
                    words.get("write-add-link"),
                ],
                parts(&content.links, |n, it| self.link(n, it)),
            ),
        ]
    }

    /// Brings back what was taken away last.
    pub(super) fn undo(&self) -> Button {
        self.button("undo".to_owned(), self.words.get("write-undo"), false)
    }

    fn section(
        &self,
        list: List,
        [title, lead, add]: [String; 3],
        fields: Vec<Vec<Vec<Field>>>,
    ) -> Section {
        let count = fields.len();
        let parts: Vec<Part> = fields
            .into_iter()
            .enumerate()
            .map(|(n, rows)| self.part((list, n, count), rows))
            .collect();
        let begins = format!("/{list}");
        let is_lacking = self.faults.iter().any(|it| it.pointer.starts_with(&begins));
        Section {
            id: list.as_str(),
            add: (count < list.max()).then(|| self.button(format!("add/{list}"), add, false)),
            errors: self.told(list.as_str()).map(|it| it.1).collect(),
            undo: None,
            is_lacking,
            parts,
            title,
            lead,
        }
    }

    fn part(&self, (list, n, count): (List, usize, usize), rows: Vec<Vec<Field>>) -> Part {
        let button = |act: Act, label: String, is_disabled: bool| {
            self.button(format!("{act}/{list}/{n}"), label, is_disabled)
        };
        let words = self.words;
        Part {
            id: id_of(&format!("{list}/{n}")),
            heading: format!("{} {}", self.one_of_list(list), n + 1),
            up: button(Act::Up, words.get("write-up"), n == 0),
            down: button(Act::Down, words.get("write-down"), n + 1 == count),
            remove: button(Act::Remove, words.get("write-remove"), false),
            rows,
        }
    }

    /// What one part of a list is called.
    pub(super) fn one_of_list(&self, list: List) -> String {
        let words = self.words;
        match list {
            List::Transitions => words.get("write-one-transition"),
            List::Challenges => words.get("write-one-challenge"),
            List::Practices => words.get("write-one-practice"),
            List::Tips => words.get("write-one-tip"),
            List::Links => words.get("write-one-link"),
        }
    }

    pub(super) fn button(&self, value: String, label: String, is_disabled: bool) -> Button {
        Button {
            has_focus: !is_disabled && self.focus == Some(value.as_str()),
            value,
            label,
            is_disabled,
        }
    }
}

fn parts<T>(parts: &[T], fields: impl Fn(usize, &T) -> Vec<Vec<Field>>) -> Vec<Vec<Vec<Field>>> {
    parts
        .iter()
        .enumerate()
        .map(|(n, it)| fields(n, it))
        .collect()
}

/// Where the focus goes after a step: to the same button, or to the one that still can be pressed.
pub(super) fn focus_after(step: Step, content: &Content, at: Option<usize>) -> String {
    let list = step.list;
    let Some(at) = at else {
        return format!("add/{list}");
    };
    let last = count(content, list).saturating_sub(1);
    match step.act {
        Act::Up if at == 0 => format!("down/{list}/{at}"),
        Act::Down if at == last => format!("up/{list}/{at}"),
        Act::Up | Act::Down => format!("{}/{list}/{at}", step.act),
        Act::Add | Act::Remove => first_field_of(list, at),
    }
}

fn count(content: &Content, list: List) -> usize {
    match list {
        List::Transitions => content.transitions.len(),
        List::Challenges => content.challenges.len(),
        List::Practices => content.practices.len(),
        List::Tips => content.tips.len(),
        List::Links => content.links.len(),
    }
}

/// Where one begins to type in a part.
pub(super) fn first_field_of(list: List, at: usize) -> String {
    format!("{list}/{at}/{}", first_field(list))
}

const fn first_field(list: List) -> &'static str {
    match list {
        List::Transitions => "from_role",
        List::Challenges => "kind",
        List::Practices => "practice",
        List::Tips => "text_md",
        List::Links => "kind",
    }
}
