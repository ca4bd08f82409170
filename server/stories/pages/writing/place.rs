//! Where in a story something is, in the reader's words.

use crate::stories::arrange::List;
use crate::stories::pages::writing::field::Fields;

impl Fields<'_> {
    /// Where in the story a JSON pointer leads, in the reader's words.
    pub(super) fn place(&self, pointer: &str) -> String {
        let mut names = pointer.trim_start_matches('/').split('/');
        let (list, n, field) = (names.next(), names.next(), names.next());
        let n = n.and_then(|it| it.parse::<usize>().ok());
        match (list, n, field) {
            (Some(list), Some(n), Some(field)) => self.words.fill(
                "write-place",
                &[
                    ("list", self.list_name(list)),
                    ("n", (n + 1).to_string()),
                    ("field", self.place_name(field, Some(list))),
                ],
            ),
            (Some(list), ..) => self.place_name(list, None),
            (None, ..) => self.place_name("", None),
        }
    }

    fn list_name(&self, list: &str) -> String {
        match List::parse(list) {
            Some(list) => self.one_of_list(list),
            None => self.place_name(list, None),
        }
    }

    /// What a word of a pointer is called.
    fn place_name(&self, name: &str, list: Option<&str>) -> String {
        let words = self.words;
        match name {
            "" => words.get("write-whole"),
            "title" => match list {
                None => words.get("write-title"),
                Some("links") => words.get("write-link-title"),
                Some(_) => words.get("write-position"),
            },
            "summary" => words.get("write-summary"),
            "reflection_md" => words.get("reflection"),
            "text" => words.get("import-text"),
            "file" => words.get("import-file"),
            "canonical_url" => words.get("write-canonical"),
            "publish_at" => words.get("publish-hour"),
            "language" => words.get("story-language"),
            "byline" => words.get("write-byline"),
            "reuse" => words.get("write-reuse"),
            "transitions" => words.get("transitions"),
            "challenges" => words.get("challenges"),
            "practices" => words.get("practices"),
            "tips" => words.get("tips"),
            "links" => words.get("links"),
            "from_role" => words.get("write-from-role"),
            "to_role" => words.get("write-to-role"),
            "organisation" => words.get("write-organisation"),
            "started_on" => words.get("write-started-on"),
            "route" => words.get("write-route"),
            "scope" => words.get("write-scope"),
            "story_md" => words.get("write-story"),
            "kind" if list == Some("links") => words.get("write-link-kind"),
            "kind" => words.get("write-kind"),
            "approach" => words.get("challenge-approach"),
            "faced_md" => words.get("challenge-faced"),
            "response_md" => words.get("challenge-response"),
            "hindsight_md" => words.get("challenge-hindsight"),
            "practice" => words.get("practice-column"),
            "applied_to" => words.get("applied-to-column"),
            "how_md" => words.get("how-column"),
            "indicator" => words.get("practice-indicator"),
            "caveat_md" => words.get("practice-caveat"),
            "audience" => words.get("write-audience"),
            "text_md" => words.get("write-tip"),
            "url" => words.get("write-link-url"),
            other => other.to_owned(),
        }
    }
}
