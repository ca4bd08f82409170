//! The Latin words of a text as marks see them: whole, with their stems where these may be looked for.

use crate::search::highlight::letters::{Letter, word_length};
use crate::search::highlight::marks::{Mark, Marker};
use crate::search::words::{protected, stem};

pub(super) const fn span((first, last): (&Latin, &Latin)) -> Mark {
    (first.mark.0, last.mark.1)
}

pub(super) struct Latin {
    pub stem: String,
    /// It is spelt as one that is looked for.
    pub is_form: bool,
    pub mark: Mark,
}

impl Marker {
    /// The Latin words of a text.
    pub(super) fn words(&self, letters: &[Letter]) -> Vec<Latin> {
        let text: String = letters.iter().map(|it| it.folded).collect();
        let mut words = Vec::new();
        let (mut at, mut byte) = (0, 0);
        let mut before = None;
        while let Some(first) = letters.get(at) {
            // Nothing Latin begins here.
            if !first.folded.is_ascii_alphanumeric() && first.folded != '.' {
                before = Some(first.folded);
                byte += first.folded.len_utf8();
                at += 1;
                continue;
            }
            let rest = text.get(byte..).unwrap_or_default();
            let name = protected::at(rest, before);
            let length = name.unwrap_or_else(|| word_length(rest)).max(1);
            if name.is_some() || first.folded.is_ascii_alphanumeric() {
                let word = rest.get(..length).unwrap_or_default();
                let end = letters.get(at + length - 1).map_or(first.end, |it| it.end);
                words.push(Latin {
                    stem: self.stem(word, name.is_some()),
                    is_form: self.forms.contains(word),
                    mark: (first.place, end),
                });
            }
            let last = letters
                .get(at + length - 1)
                .map_or(first.folded, |it| it.folded);
            before = Some(last);
            byte += if length == 1 {
                first.folded.len_utf8()
            } else {
                length
            };
            at += length;
        }
        words
    }

    /// Empty where it is none of those that are looked for.
    fn stem(&self, word: &str, is_name: bool) -> String {
        if !self.scout.knows(word) {
            String::new()
        } else if is_name {
            word.to_owned()
        } else {
            stem::latin(word)
        }
    }
}
