//! Cutting text into words, by the language it is written in and never by a guess at it.

use std::ops::Range;

use crate::i18n::Language;
use crate::search::words::fold::{self, Folded};
use crate::search::words::kind::{is_cjk, is_katakana};
use crate::search::words::pieces::{around_japanese, by_dictionary};
use crate::search::words::{protected, stem, stop};

/// The longest word that is kept, in bytes: what is longer is no word, and the index would refuse it.
const LONGEST: usize = 120;

#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Word {
    /// What it is compared by, as it is spelt. Of a word of katakana that would be taken for an ending it is
    /// in katakana, of all others in hiragana.
    pub key: String,
    /// What it is compared by without its endings.
    pub stem: String,
    /// Counts words; a word and what it is joined with begin at the same one.
    pub position: usize,
    /// Characters (Unicode scalar values) of the original text.
    pub start: usize,
    pub end: usize,
    /// It stands beside another word at the same position: the joined form of several.
    pub is_joined: bool,
    /// It is written in katakana, which the key does not tell any more.
    pub is_katakana: bool,
}

impl Word {
    pub fn is_cjk(&self) -> bool {
        self.key.chars().any(is_cjk)
    }

    pub fn is_latin(&self) -> bool {
        self.key.is_ascii()
    }

    /// As it stands in the text that it was cut from.
    pub fn original(&self, text: &str) -> String {
        let chars = text.chars().skip(self.start);
        chars.take(self.end - self.start).collect()
    }

    /// Whether only the script tells it from another word.
    pub fn is_told_by_script(&self) -> bool {
        self.key.chars().all(is_katakana)
    }
}

/// The words of a text. Japanese is cut by the dictionary; in English text, Japanese is left to the pairs.
pub fn cut(text: &str, language: Language) -> Vec<Word> {
    let folded = Folded::of(text);
    let mut words = Words {
        folded: &folded,
        language,
        found: Vec::new(),
        position: 0,
    };
    let mut begin = 0;
    let mut before = None;
    let mut skip_to = 0;
    for (byte, c) in folded.text.char_indices() {
        if byte >= skip_to
            && let Some(rest) = folded.text.get(byte..)
            && let Some(length) = protected::at(rest, before)
        {
            words.segment(begin..byte);
            words.protected(byte..byte + length);
            begin = byte + length;
            skip_to = begin;
        }
        before = Some(c);
    }
    words.segment(begin..folded.text.len());
    words.found
}

struct Words<'f> {
    folded: &'f Folded,
    language: Language,
    found: Vec<Word>,
    position: usize,
}

impl Words<'_> {
    fn segment(&mut self, bytes: Range<usize>) {
        let Some(text) = self.folded.text.get(bytes.clone()) else {
            return;
        };
        let pieces = match self.language {
            Language::Japanese => by_dictionary(text),
            Language::English => around_japanese(text),
        };
        let mut parts: Vec<Range<usize>> = Vec::new();
        for (piece, is_word) in pieces {
            let part = text.get(piece.clone()).unwrap_or_default();
            if is_word && self.belongs(part) {
                parts.push(bytes.start + piece.start..bytes.start + piece.end);
            } else if part != "-" {
                self.push_parts(&parts);
                parts.clear();
            }
        }
        self.push_parts(&parts);
    }

    /// A character of Japanese alone in English text tells too little to be a word.
    fn belongs(&self, part: &str) -> bool {
        self.language == Language::Japanese
            || !part.chars().any(is_cjk)
            || part.chars().nth(1).is_some()
    }

    /// Words in sequence, of which some may hang together by hyphens: these are found joined too.
    fn push_parts(&mut self, parts: &[Range<usize>]) {
        for (n, part) in parts.iter().enumerate() {
            if !self.is_hyphened(parts, n.wrapping_sub(1)) {
                let mut last = n;
                while self.is_hyphened(parts, last) {
                    last += 1;
                }
                if last > n {
                    self.push_joined(parts.get(n..=last).unwrap_or_default());
                }
            }
            self.push(part.clone(), false);
            self.position += 1;
        }
    }

    /// Whether a hyphen alone stands between this part and the next, both Latin.
    fn is_hyphened(&self, parts: &[Range<usize>], n: usize) -> bool {
        let (Some(one), Some(next)) = (parts.get(n), parts.get(n.wrapping_add(1))) else {
            return false;
        };
        let between = self.folded.text.get(one.end..next.start);
        let text = self.folded.text.get(one.start..next.end);
        between == Some("-") && text.is_some_and(str::is_ascii)
    }

    fn push_joined(&mut self, parts: &[Range<usize>]) {
        let (Some(first), Some(last)) = (parts.first(), parts.last()) else {
            return;
        };
        let text = self.folded.text.get(first.start..last.end);
        let joined = text.unwrap_or_default().replace('-', "");
        let place = first.start..last.end;
        self.push_key(joined, place, true);
    }

    fn push(&mut self, bytes: Range<usize>, is_joined: bool) {
        let text = self.folded.text.get(bytes.clone()).unwrap_or_default();
        let mut key = fold::key(text);
        if text.chars().all(is_katakana) && stop::is_only_alike(&key) {
            key = text.replace('ー', "");
        }
        self.push_key(key, bytes, is_joined);
    }

    fn push_key(&mut self, key: String, bytes: Range<usize>, is_joined: bool) {
        let key = key.trim_end_matches("'s").to_owned();
        if key.is_empty() || key.len() > LONGEST {
            return;
        }
        let stem = if key.is_ascii() {
            stem::latin(&key)
        } else {
            stem::japanese(&key)
        };
        let spelt = self.folded.text.get(bytes.clone()).unwrap_or_default();
        let is_katakana = spelt.chars().all(is_katakana);
        let (start, end) = self.folded.origin(bytes);
        self.found.push(Word {
            key,
            stem,
            position: self.position,
            start,
            end,
            is_joined,
            is_katakana,
        });
    }

    /// The whole name, and what its rules would have cut it into.
    fn protected(&mut self, bytes: Range<usize>) {
        let text = self.folded.text.get(bytes.clone()).unwrap_or_default();
        let (start, end) = self.folded.origin(bytes.clone());
        let parts: Vec<&str> = text.split('/').collect();
        self.found.push(Word {
            key: text.to_owned(),
            stem: text.to_owned(),
            position: self.position,
            start,
            end,
            is_joined: parts.len() > 1,
            is_katakana: false,
        });
        if parts.len() > 1 {
            let mut from = bytes.start;
            for part in parts {
                self.push(from..from + part.len(), false);
                self.position += 1;
                from += part.len() + 1;
            }
        } else {
            self.position += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn keys(text: &str, language: Language) -> Vec<String> {
        cut(text, language).into_iter().map(|it| it.key).collect()
    }

    #[test]
    fn japanese_is_cut_by_the_dictionary() {
        let found = keys("SREからエンジニアリングマネージャーへ", Language::Japanese);
        assert_eq!(found, ["sre", "から", "えんじにありんぐまねじや", "へ"]);
    }

    #[test]
    fn english_is_cut_by_its_spaces_and_stemmed() {
        let found = cut("The manager's incidents", Language::English);
        let stems: Vec<&str> = found.iter().map(|it| it.stem.as_str()).collect();
        assert_eq!(stems, ["the", "manag", "incid"]);
        assert_eq!((found[2].start, found[2].end), (14, 23));
    }

    #[test]
    fn names_with_signs_stay_whole() {
        let found = keys("C++、C#と.NET、node.js K8s F#", Language::Japanese);
        assert_eq!(found, ["c++", "c#", "と", ".net", "node.js", "k8s", "f#"]);
        assert_eq!(keys("CI/CD", Language::English), ["ci/cd", "ci", "cd"]);
        assert_eq!(
            keys("SLI/SLO", Language::English),
            ["sli/slo", "sli", "slo"]
        );
    }

    #[test]
    fn hyphens_join_and_part() {
        assert_eq!(
            keys("on-call work", Language::English),
            ["oncall", "on", "call", "work"]
        );
        assert_eq!(keys("post - mortem", Language::English), ["post", "mortem"]);
        let found = cut("a one-on-one b", Language::English);
        let places: Vec<_> = found
            .iter()
            .map(|it| (it.position, it.key.as_str()))
            .collect();
        assert_eq!(
            places,
            [
                (0, "a"),
                (1, "oneonone"),
                (1, "one"),
                (2, "on"),
                (3, "one"),
                (4, "b")
            ]
        );
    }

    proptest! {
        #[test]
        fn any_text_is_cut_within_its_bounds(text in "(\\PC|[ぁ-んァ-ヶ一-龠a-zA-Z+#./・ー -]){0,60}") {
            let n_chars = text.chars().count();
            for language in [Language::Japanese, Language::English] {
                let mut position = 0;
                for word in cut(&text, language) {
                    prop_assert!(word.start < word.end && word.end <= n_chars, "{:?}", word);
                    prop_assert!(position <= word.position);
                    position = word.position;
                }
            }
        }
    }
}
