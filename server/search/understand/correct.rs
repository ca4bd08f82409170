//! Words that no story and no name has: what was probably meant.

use crate::search::understand::inflected::is_form_of;
use crate::search::vocabulary::Vocabulary;
use crate::search::words::{Word, stop};

/// From so many letters on one mistake is borne.
const ONE_EDIT: usize = 5;

/// From so many on two.
const TWO_EDITS: usize = 8;

/// From so many on it is no word.
const NO_WORD: usize = 32;

/// From so many katakana on, without long-vowel marks, one.
const KATAKANA: usize = 5;

/// How many spellings one word may stand for.
const MOST: usize = 8;

/// The words of the index. Only words of stories that are found count.
pub trait Lexicon {
    fn has(&self, word: &str) -> bool;

    /// Words that begin so, the most frequent first; at most `limit`.
    fn beginning(&self, prefix: &str, limit: usize) -> Vec<String>;

    /// Words within so many edits, the nearest first; at most `limit`.
    fn near(&self, word: &str, edits: u8, limit: usize) -> Vec<String>;
}

/// How many mistakes a Latin word may have.
pub fn edits(word: &str) -> u8 {
    match word.chars().count() {
        0..ONE_EDIT => 0,
        ONE_EDIT..TWO_EDITS => 1,
        TWO_EDITS..NO_WORD => 2,
        _ => 0,
    }
}

/// Whether a word may be a mistake: long enough, of plain letters, and written so by nobody.
pub fn is_doubtful(word: &Word, vocabulary: &Vocabulary, lexicon: &dyn Lexicon) -> bool {
    let key = &word.key;
    let is_plain = is_latin(key) || word.is_katakana && key.chars().count() >= KATAKANA;
    is_plain && edits(key) > 0 && !is_known(key, vocabulary, lexicon)
}

fn is_latin(key: &str) -> bool {
    key.chars().all(|it| it.is_ascii_alphabetic())
}

/// The spellings that were probably meant by a doubtful word, best first.
pub fn spellings(word: &Word, vocabulary: &Vocabulary, lexicon: &dyn Lexicon) -> Vec<String> {
    let key = &word.key;
    let is_latin = is_latin(key);
    let edits = if word.is_katakana {
        edits(key).min(1)
    } else {
        edits(key)
    };
    // Few mistake the first letter: other words are not what was meant.
    let begins = |it: &str| it.chars().next() == key.chars().next();
    let near = |it: &&str| begins(it) && distance(it, key) <= usize::from(edits);
    let mut found: Vec<String> = vocabulary.words().filter(near).map(str::to_owned).collect();
    // Of katakana the index knows only keys, which are not shown to anybody.
    let near = if is_latin {
        lexicon.near(key, edits, MOST)
    } else {
        Vec::new()
    };
    for candidate in near {
        if begins(&candidate) && !found.contains(&candidate) {
            found.push(candidate);
        }
    }
    // Another form of a word is no mistake, and is found by its stem.
    let is_form = |it: &String| is_form_of(it, key) || is_form_of(key, it);
    if found.iter().any(is_form) {
        return Vec::new();
    }
    // Names before other words of the same distance: they are what people look for.
    let rank = |it: &String| (distance(it, key), !vocabulary.knows(it), it.clone());
    found.sort_by_cached_key(rank);
    found.truncate(MOST);
    found
}

fn is_known(key: &str, vocabulary: &Vocabulary, lexicon: &dyn Lexicon) -> bool {
    stop::is_small(key) || stop::is_asking(key) || vocabulary.knows(key) || lexicon.has(key)
}

fn distance(a: &str, b: &str) -> usize {
    // Most differ in length already by more than any word may.
    if a.chars().count().abs_diff(b.chars().count()) > 2 {
        return usize::MAX;
    }
    strsim::osa_distance(a, b)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_words_may_have_more_mistakes() {
        assert_eq!(
            [edits("rust"), edits("pager"), edits("kubernetes")],
            [0, 1, 2]
        );
    }
}
