//! What stands above the parts of a story, and at its end.

use crate::stories::content::{Byline, Content, Reuse};
use crate::stories::pages::writing::field::{Field, Fields};
use crate::stories::pages::writing::questions::languages;

impl Fields<'_> {
    pub(super) fn opening(&self, content: &Content) -> Vec<Field> {
        let words = self.words;
        vec![
            self.line("title", words.get("write-title"), &content.title)
                .hint(words.get("write-title-hint")),
            self.text("summary", words.get("write-summary"), &content.summary)
                .hint(words.get("write-summary-hint")),
        ]
    }

    pub(super) fn reflection(&self, content: &Content) -> Field {
        let words = self.words;
        self.text(
            "reflection_md",
            words.get("write-reflection"),
            &content.reflection_md,
        )
        .optional()
    }

    pub(super) fn settings(&self, content: &Content) -> Vec<Field> {
        let words = self.words;
        let language = content.language.map_or("", |it| it.as_str());
        vec![
            self.byline(content.byline),
            self.few(
                "language",
                words.get("story-language"),
                language,
                &languages(words),
            ),
            self.few(
                "reuse",
                words.get("write-reuse"),
                content.reuse.as_str(),
                &self.reuses(),
            )
            .hint(words.get("write-reuse-hint")),
            self.address(
                "canonical_url",
                words.get("write-canonical"),
                content.canonical_url.as_deref().unwrap_or_default(),
            )
            .hint(words.get("write-canonical-hint"))
            .optional(),
        ]
    }

    pub(super) fn byline(&self, byline: Byline) -> Field {
        let words = self.words;
        let names = [
            (Byline::Named.as_str(), words.get("write-byline-named")),
            (
                Byline::Anonymous.as_str(),
                words.get("write-byline-anonymous"),
            ),
        ];
        self.few("byline", words.get("write-byline"), byline.as_str(), &names)
            .hint(words.get("write-byline-hint"))
    }

    fn reuses(&self) -> Vec<(&'static str, String)> {
        let name = |it: &Reuse| {
            let key = match it {
                Reuse::Link => "write-reuse-link",
                Reuse::Excerpt => "write-reuse-excerpt",
                Reuse::Full => "write-reuse-full",
            };
            (it.as_str(), self.words.get(key))
        };
        Reuse::ALL.iter().map(name).collect()
    }
}
