//! What each part of a story asks its author.

use crate::catalog::Kind;
use crate::i18n::{Language, Words};
use crate::stories::content::{Challenge, Link, LinkKind, Practice, Tip, Transition};
use crate::stories::pages::writing::field::{Field, Fields};

impl Fields<'_> {
    pub(super) fn transition(&self, n: usize, it: &Transition) -> Vec<Vec<Field>> {
        let words = self.words;
        let name = |field: &str| format!("transitions/{n}/{field}");
        let (from, to) = (it.from_role.as_deref(), it.to_role.as_deref());
        let (route, scope) = (it.route.as_deref(), it.scope.as_deref());
        let date = it.started_on.as_deref();
        let date = self.date(name("started_on"), words.get("write-started-on"), date);
        let story = self.text(name("story_md"), words.get("write-story"), &it.story_md);
        vec![
            vec![
                self.role(name("from_role"), words.get("write-from-role"), from),
                self.role(name("to_role"), words.get("write-to-role"), to),
            ],
            vec![
                date.hint(words.get("write-started-on-hint")).optional(),
                self.one_of(Kind::Route, name("route"), words.get("write-route"), route),
            ],
            self.position(n, it),
            vec![
                self.one_of(Kind::Scope, name("scope"), words.get("write-scope"), scope)
                    .optional(),
            ],
            vec![story.asking(self.ask(Kind::Route, route)).optional()],
        ]
    }

    fn position(&self, n: usize, it: &Transition) -> Vec<Field> {
        let words = self.words;
        let (title, organisation) = (text(it.title.as_ref()), text(it.organisation.as_ref()));
        let name = |field: &str| format!("transitions/{n}/{field}");
        vec![
            self.line(name("title"), words.get("write-position"), title)
                .hint(words.get("write-position-hint"))
                .optional(),
            self.line(
                name("organisation"),
                words.get("write-organisation"),
                organisation,
            )
            .hint(words.get("write-organisation-hint"))
            .optional(),
        ]
    }

    pub(super) fn challenge(&self, n: usize, it: &Challenge) -> Vec<Vec<Field>> {
        let words = self.words;
        let name = |field: &str| format!("challenges/{n}/{field}");
        let (kind, approach) = (it.kind.as_deref(), it.approach.as_deref());
        vec![
            vec![
                self.one_of(Kind::Challenge, name("kind"), words.get("write-kind"), kind),
                self.one_of(
                    Kind::Approach,
                    name("approach"),
                    words.get("challenge-approach"),
                    approach,
                ),
            ],
            vec![
                self.text(name("faced_md"), words.get("challenge-faced"), &it.faced_md)
                    .asking(self.ask(Kind::Challenge, kind))
                    .optional(),
            ],
            vec![
                self.text(
                    name("response_md"),
                    words.get("challenge-response"),
                    &it.response_md,
                )
                .asking(self.ask(Kind::Approach, approach))
                .optional(),
            ],
            vec![
                self.text(
                    name("hindsight_md"),
                    words.get("challenge-hindsight"),
                    text(it.hindsight_md.as_ref()),
                )
                .hint(words.get("write-hindsight-hint"))
                .optional(),
            ],
        ]
    }

    pub(super) fn practice_part(&self, n: usize, it: &Practice) -> Vec<Vec<Field>> {
        let words = self.words;
        let name = |field: &str| format!("practices/{n}/{field}");
        let chosen = it.practice.as_deref();
        let known = chosen
            .and_then(|it| self.catalog.named(Kind::Practice, it))
            .map(|it| it.slug.as_str());
        vec![
            vec![
                self.practice(
                    name("practice"),
                    words.get("practice-column"),
                    known.or(chosen).unwrap_or_default(),
                )
                .hint(words.get("write-practice-hint")),
                self.line(
                    name("applied_to"),
                    words.get("applied-to-column"),
                    &it.applied_to,
                )
                .hint(words.get("write-applied-to-hint")),
            ],
            vec![
                self.text(name("how_md"), words.get("how-column"), &it.how_md)
                    .asking(self.ask(Kind::Practice, known.or(chosen)))
                    .optional(),
            ],
            vec![
                self.line(
                    name("indicator"),
                    words.get("practice-indicator"),
                    text(it.indicator.as_ref()),
                )
                .hint(words.get("write-indicator-hint"))
                .optional(),
            ],
            vec![
                self.text(
                    name("caveat_md"),
                    words.get("practice-caveat"),
                    text(it.caveat_md.as_ref()),
                )
                .optional(),
            ],
        ]
    }

    pub(super) fn tip(&self, n: usize, it: &Tip) -> Vec<Vec<Field>> {
        let words = self.words;
        let name = |field: &str| format!("tips/{n}/{field}");
        vec![
            vec![self.text(name("text_md"), words.get("write-tip"), &it.text_md)],
            vec![self.one_of(
                Kind::Audience,
                name("audience"),
                words.get("write-audience"),
                it.audience.as_deref(),
            )],
        ]
    }

    pub(super) fn link(&self, n: usize, it: &Link) -> Vec<Vec<Field>> {
        let words = self.words;
        let name = |field: &str| format!("links/{n}/{field}");
        vec![
            vec![self.few(
                name("kind"),
                words.get("write-link-kind"),
                it.kind.as_str(),
                &link_kinds(words),
            )],
            vec![self.line(name("title"), words.get("write-link-title"), &it.title)],
            vec![self.address(name("url"), words.get("write-link-url"), &it.url)],
        ]
    }
}

fn text(text: Option<&String>) -> &str {
    text.map(String::as_str).unwrap_or_default()
}

fn link_kinds(words: Words) -> Vec<(&'static str, String)> {
    let name = |it: &LinkKind| (it.as_str(), words.get(&format!("link-{it}")));
    LinkKind::ALL.iter().map(name).collect()
}

/// The languages that a story may be written in.
pub(super) fn languages(words: Words) -> Vec<(&'static str, String)> {
    let name = |it: &Language| (it.as_str(), words.get(&format!("language-{it}")));
    Language::ALL.iter().map(name).collect()
}
