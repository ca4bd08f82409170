//! The characters of a text as they are compared, each with its place; cheaper than cutting it into words.

use crate::search::words::fold::{self, Key, key_after};

/// A folded character and where it came from.
pub struct Letter {
    pub folded: char,
    /// What it is compared by where it is Japanese; none for marks that only lengthen.
    pub key: Option<char>,
    pub place: usize,
    /// After the last character of the text that it stands for.
    pub end: usize,
}

/// Folded as everything else is.
pub fn letters(text: &str) -> Vec<Letter> {
    let mut letters: Vec<Letter> = Vec::with_capacity(text.len() / 2);
    fold::each(text, |folded, (place, end)| {
        let before = letters.last().map(|it| it.folded);
        let key = match key_after(before, folded) {
            Key::New(key) => Some(key),
            Key::Instead(key) => {
                if let Some(last) = letters.last_mut() {
                    (last.key, last.end) = (Some(key), end);
                }
                None
            }
            Key::With(before, key) => {
                if let Some(last) = letters.last_mut() {
                    last.key = Some(before);
                }
                Some(key)
            }
            Key::None => None,
        };
        letters.push(Letter {
            folded,
            key,
            place,
            end,
        });
    });
    letters
}

/// A long-vowel mark belongs to the word before it.
pub fn lengthened(letters: &[Letter], end: usize) -> usize {
    let after = letters.partition_point(|it| it.place < end);
    let next = letters.get(after);
    end + usize::from(next.is_some_and(|it| it.folded == 'ー' && it.place == end))
}

/// The length of the Latin word that begins here, all of it ASCII.
pub fn word_length(rest: &str) -> usize {
    let signs = |c: char| matches!(c, '\'' | '.' | '_');
    let inside = |c: char| c.is_ascii_alphanumeric() || signs(c);
    if !rest.starts_with(|it: char| it.is_ascii_alphanumeric()) {
        return 0;
    }
    let end = rest.find(|it| !inside(it)).unwrap_or(rest.len());
    let word = rest.get(..end).unwrap_or_default();
    // The ending of a possessive is no part of what is looked for, as in the index.
    word.trim_end_matches(signs).trim_end_matches("'s").len()
}
