//! Text as the units that names are matched in: Latin words, and single characters of Japanese.
//!
//! Matching by characters finds a Japanese name wherever the dictionary cuts; boundaries keep it from being
//! found inside another word.

use std::ops::{Bound, RangeBounds};

use crate::i18n::Language;
use crate::search::words::kind::{is_hiragana, is_katakana};
use crate::search::words::{Folded, Word, cut};

#[derive(Clone, Debug)]
pub struct Atoms {
    words: Vec<Word>,
    atoms: Vec<Atom>,
}

#[derive(Clone, Debug)]
struct Atom {
    spelt: String,
    stemmed: String,
    /// Its place in `words`.
    word: usize,
    /// It is the first, or the last, of its word.
    begins: bool,
    ends: bool,
}

/// Between Latin words in a spelling.
const SPACE: char = ' ';

impl Atoms {
    pub fn of(text: &str) -> Self {
        Self::of_words(cut(text, Language::Japanese))
    }

    /// Joined forms are left out: their parts stand beside them.
    pub fn of_words(words: Vec<Word>) -> Self {
        let words: Vec<Word> = words.into_iter().filter(|it| !it.is_joined).collect();
        let mut atoms = Vec::new();
        for (n, word) in words.iter().enumerate() {
            if !word.is_cjk() {
                atoms.push(Atom {
                    spelt: format!("{}{SPACE}", word.key),
                    stemmed: format!("{}{SPACE}", word.stem),
                    word: n,
                    begins: true,
                    ends: true,
                });
                continue;
            }
            let last = word.key.chars().count().saturating_sub(1);
            for (place, c) in word.key.chars().enumerate() {
                atoms.push(Atom {
                    spelt: c.to_string(),
                    stemmed: c.to_string(),
                    word: n,
                    begins: place == 0,
                    ends: place == last,
                });
            }
        }
        Self { words, atoms }
    }

    pub fn words(&self) -> &[Word] {
        &self.words
    }

    pub fn len(&self) -> usize {
        self.atoms.len()
    }

    pub fn is_empty(&self) -> bool {
        self.atoms.is_empty()
    }

    /// The atoms as they are written.
    pub fn spelt(&self, range: impl RangeBounds<usize>) -> String {
        self.slice(range)
            .iter()
            .map(|it| it.spelt.as_str())
            .collect()
    }

    /// The atoms without the endings of Latin words.
    pub fn stemmed(&self, range: impl RangeBounds<usize>) -> String {
        self.slice(range)
            .iter()
            .map(|it| it.stemmed.as_str())
            .collect()
    }

    /// The word that an atom belongs to.
    pub fn word_at(&self, atom: usize) -> Option<usize> {
        self.atoms.get(atom).map(|it| it.word)
    }

    /// Whether a name may stand here: at the borders of words, or long enough for the dictionary to be
    /// doubted. A name of hiragana alone is never found inside a word.
    pub fn may_stand(&self, from: usize, to: usize) -> bool {
        let atoms = self.slice(from..to);
        let begins = atoms.first().is_some_and(|it| it.begins);
        let ends = atoms.last().is_some_and(|it| it.ends);
        if begins && ends {
            return true;
        }
        let is_mixed = |it: &Atom| !it.spelt.chars().all(|c| is_hiragana(c) || is_katakana(c));
        atoms.len() >= 3 && atoms.iter().any(is_mixed)
    }

    fn slice(&self, range: impl RangeBounds<usize>) -> &[Atom] {
        let start = match range.start_bound() {
            Bound::Included(n) => *n,
            Bound::Excluded(n) => n + 1,
            Bound::Unbounded => 0,
        };
        let end = match range.end_bound() {
            Bound::Included(n) => n + 1,
            Bound::Excluded(n) => *n,
            Bound::Unbounded => self.atoms.len(),
        };
        self.atoms
            .get(start..end.min(self.atoms.len()))
            .unwrap_or_default()
    }
}

/// A name and how else it is written: without its brackets, without の, its parts between ・.
pub fn variants(name: &str) -> Vec<String> {
    let folded = Folded::of(name).text;
    let mut variants = vec![folded.clone()];
    if let Some((before, _)) = folded.split_once('(') {
        variants.push(before.to_owned());
    }
    if folded.contains('の') && folded.chars().count() > 4 {
        variants.push(folded.replace('の', ""));
    }
    // Two names in one, unless the point only joins the parts of a katakana word.
    let parts: Vec<&str> = folded.split('・').collect();
    let joins = |it: &&str| it.chars().all(is_katakana);
    if parts.len() > 1 && !parts.iter().all(joins) {
        variants.extend(parts.into_iter().map(str::to_owned));
    }
    variants
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_do_not_depend_on_the_cut() {
        assert_eq!(
            Atoms::of("障害 の振り返り").spelt(..),
            Atoms::of("障害の振り返り").spelt(..)
        );
        assert_eq!(
            Atoms::of("Incident Reviews").stemmed(..),
            Atoms::of("incident review").stemmed(..)
        );
        assert_eq!(
            Atoms::of("on-call").spelt(..),
            Atoms::of("on call").spelt(..)
        );
    }

    #[test]
    fn a_name_stands_at_borders_or_is_long() {
        let atoms = Atoms::of("コミュニティマネージャー");
        let manager = Atoms::of("マネージャー").len();
        assert!(!atoms.may_stand(atoms.len() - manager, atoms.len()));
        assert!(atoms.may_stand(0, atoms.len()));
    }

    #[test]
    fn names_have_variants() {
        assert!(variants("IC（専門職）").contains(&"ic".to_owned()));
        assert!(variants("障害の振り返り").contains(&"障害振り返り".to_owned()));
        assert!(variants("起業・独立").contains(&"独立".to_owned()));
        assert_eq!(variants("サイト・リライアビリティ").len(), 1);
    }
}
