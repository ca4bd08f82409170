//! The characters of a text as they are compared, each with its place; cheaper than cutting it into words.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::compose;

use crate::search::words::fold::key_of;
use crate::search::words::kind::is_cjk;

/// A folded character and where it came from.
pub struct Letter {
    pub folded: char,
    /// What it is compared by where it is Japanese; none for marks that only lengthen.
    pub key: Option<char>,
    pub place: usize,
    /// After the last character of the text that it stands for.
    pub end: usize,
}

pub fn letters(text: &str) -> Vec<Letter> {
    let mut letters = Vec::with_capacity(text.len());
    for (place, c) in text.chars().enumerate() {
        if c.is_ascii() || is_cjk(c) {
            push(&mut letters, c.to_ascii_lowercase(), place);
            continue;
        }
        for c in std::iter::once(c).nfkc().flat_map(char::to_lowercase) {
            push(&mut letters, c, place);
        }
    }
    letters
}

/// A voicing mark that stands alone, as those of half width do, becomes one with the kana before it.
fn push(letters: &mut Vec<Letter>, c: char, place: usize) {
    if matches!(c, '\u{3099}' | '\u{309a}')
        && let Some(last) = letters.last_mut()
        && let Some(composed) = compose(last.folded, c)
    {
        last.folded = composed;
        last.key = key_of(composed);
        last.end = place + 1;
        return;
    }
    letters.push(Letter {
        folded: c,
        key: key_of(c),
        place,
        end: place + 1,
    });
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
    word.trim_end_matches(signs).len()
}
