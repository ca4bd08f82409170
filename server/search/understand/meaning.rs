//! What a query means: the clauses of its words, of what is quoted and of what is excluded, and its language.

use crate::i18n::Language;
use crate::search::query::Typed;
use crate::search::understand::clause::{Alternative, Clause, Meaning, Occurrence};
use crate::search::understand::correct::Lexicon;
use crate::search::understand::naming;
use crate::search::understand::needles::exact;
use crate::search::understand::reading::Reading;
use crate::search::vocabulary::Vocabulary;
use crate::search::words::{Word, cut};

/// What the words and phrases of a query mean, to readers of a language.
pub fn understand(
    typed: &Typed,
    reader: Option<Language>,
    vocabulary: &Vocabulary,
    lexicon: &dyn Lexicon,
) -> Meaning {
    let mut reading = Reading::of(typed, vocabulary, lexicon);
    reading.read();
    let mut clauses = reading.clauses;
    // Other signs than those of an operator that is still being typed, or a word longer than any: nobody wrote
    // that.
    let is_unwritten = |it: char| !it.is_whitespace() && !matches!(it, '-' | ':' | '"');
    if clauses.is_empty() && typed.words.contains(is_unwritten) {
        clauses.push(Clause {
            occurrence: Occurrence::Must,
            alternatives: Vec::new(),
            factor: 1.0,
            is_name: false,
        });
    }
    for phrase in &typed.phrases {
        clauses.extend(quoted(phrase, Occurrence::Must, vocabulary));
    }
    for text in &typed.excluded {
        clauses.extend(quoted(text, Occurrence::MustNot, vocabulary));
    }
    Meaning {
        clauses,
        language: language(typed, reader, vocabulary),
        mended: reading.mended,
    }
}

/// A query with Japanese in it is Japanese; one of names that both languages use is the reader's own.
fn language(typed: &Typed, reader: Option<Language>, vocabulary: &Vocabulary) -> Option<Language> {
    let text = [&typed.words].into_iter().chain(&typed.phrases);
    let words: Vec<Word> = text.flat_map(|it| cut(it, Language::Japanese)).collect();
    if words.iter().any(Word::is_cjk) {
        return Some(Language::Japanese);
    }
    let is_shared = |it: &Word| {
        let called = vocabulary.looked_up(&format!("{} ", it.key));
        called
            .iter()
            .any(|entry| entry.short.is_some() || entry.ja.is_ascii())
    };
    if words.iter().all(is_shared) {
        return reader;
    }
    Some(Language::English)
}

/// Text that stands so in a story, or is the name of a value that it holds: the story's page shows it.
fn quoted(text: &str, occurrence: Occurrence, vocabulary: &Vocabulary) -> Option<Clause> {
    let mut alternatives = exact(text);
    alternatives.extend(naming::called(text, vocabulary));
    literal(alternatives, occurrence)
}

pub(super) fn literal(alternatives: Vec<Alternative>, occurrence: Occurrence) -> Option<Clause> {
    (!alternatives.is_empty()).then_some(Clause {
        occurrence,
        alternatives,
        factor: 1.0,
        is_name: false,
    })
}
