//! Where names and synonyms stand in a query: the longest one first at each place, none over another.

use crate::search::understand::atoms::Atoms;
use crate::search::vocabulary::{Named, Vocabulary};

/// Abbreviations that are also English words: only capitals mean the abbreviation.
const ALSO_WORDS: &[&str] = &[
    "set", "sa", "se", "so", "po", "no", "all", "tl", "it", "pr", "dr", "ec",
];

/// A name in a query.
#[derive(Debug)]
pub struct Span<'v> {
    /// Its words.
    pub words: std::ops::Range<usize>,
    /// What is called so.
    pub entries: Vec<&'v Named>,
    /// What means the same.
    pub synonyms: Vec<&'v str>,
}

/// The names in a query. `text` is what the atoms were made of, for its capitals.
pub fn spans<'v>(text: &str, atoms: &Atoms, vocabulary: &'v Vocabulary) -> Vec<Span<'v>> {
    let mut spans = Vec::new();
    let mut at = 0;
    while at < atoms.len() {
        match longest(text, atoms, at, vocabulary) {
            Some((end, span)) => {
                spans.push(span);
                at = end;
            }
            None => at += 1,
        }
    }
    spans
}

fn longest<'v>(
    text: &str,
    atoms: &Atoms,
    from: usize,
    vocabulary: &'v Vocabulary,
) -> Option<(usize, Span<'v>)> {
    let last = atoms.len().min(from + vocabulary.longest());
    (from + 1..=last).rev().find_map(|to| {
        if !atoms.may_stand(from, to) {
            return None;
        }
        let words = atoms.word_at(from)?..atoms.word_at(to - 1)? + 1;
        let span = named(atoms, from..to, words, vocabulary)?;
        (!is_only_a_word(text, atoms, &span)).then_some((to, span))
    })
}

/// As it is spelt, else as forms of the words.
fn named<'v>(
    atoms: &Atoms,
    range: std::ops::Range<usize>,
    words: std::ops::Range<usize>,
    vocabulary: &'v Vocabulary,
) -> Option<Span<'v>> {
    let spelt = atoms.spelt(range.clone());
    let mut entries = vocabulary.looked_up(&spelt);
    let mut synonyms = vocabulary.synonyms().of(&spelt);
    if entries.is_empty() && synonyms.is_empty() {
        let stemmed = atoms.stemmed(range);
        let typed = atoms.words().get(words.clone()).unwrap_or_default();
        entries = vocabulary.looked_up(&stemmed);
        synonyms = vocabulary.synonyms().of_forms(&stemmed, typed);
    }
    (!entries.is_empty() || !synonyms.is_empty()).then_some(Span {
        words,
        entries,
        synonyms,
    })
}

fn is_only_a_word(text: &str, atoms: &Atoms, span: &Span<'_>) -> bool {
    let words = atoms.words().get(span.words.clone()).unwrap_or_default();
    let [word] = words else {
        return false;
    };
    if atoms.words().len() == 1 || !ALSO_WORDS.contains(&word.key.as_str()) {
        return false;
    }
    let typed = text.chars().skip(word.start).take(word.end - word.start);
    !typed.clone().all(char::is_uppercase)
}
