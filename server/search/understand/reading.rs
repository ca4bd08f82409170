//! Reading the words of a query: names first, then what is left over, one clause each.

use crate::i18n::Language;
use crate::search::query::Typed;
use crate::search::understand::atoms::Atoms;
use crate::search::understand::clause::{Alternative, Clause, Needle, Occurrence};
use crate::search::understand::correct::{self, Lexicon};
use crate::search::understand::found::{self, Span};
use crate::search::understand::meaning::literal;
use crate::search::understand::naming;
use crate::search::understand::needles::{exact, written};
use crate::search::vocabulary::Vocabulary;
use crate::search::words::{Word, cut, stem, stop};

/// What is asked for further is not looked for.
pub const MOST_CLAUSES: usize = 12;

/// What a word of asking ("how to become") counts beside one of substance.
const ASKING: f32 = 0.15;

/// A word that begins with what was typed last, beside the word itself.
const BEGUN: f32 = 0.35;

/// Another spelling than the likeliest.
const UNLIKELY: f32 = 0.6;

/// From so many letters on a last word may be the beginning of another.
const BEGINNING: usize = 2;

/// What is doubtful further is looked for as it is: looking in vain takes as long as finding.
const MOST_TRIED: usize = 6;

/// How many words a beginning may stand for.
const MOST_BEGINNINGS: usize = 12;

/// The words of a query while they are read.
pub struct Reading<'q> {
    text: &'q str,
    atoms: Atoms,
    /// Beside each word the spellings that it may stand for, where it is misspelt.
    spellings: Vec<Vec<String>>,
    /// What the last word may be the beginning of.
    beginnings: Vec<String>,
    /// Words that were typed, with those that were meant.
    pub mended: Vec<(String, String)>,
    vocabulary: &'q Vocabulary,
    lexicon: &'q dyn Lexicon,
    pub clauses: Vec<Clause>,
}

impl<'q> Reading<'q> {
    pub fn of(typed: &'q Typed, vocabulary: &'q Vocabulary, lexicon: &'q dyn Lexicon) -> Self {
        let text = typed.words.as_str();
        let mut words: Vec<Word> = cut(text, Language::Japanese)
            .into_iter()
            .filter(|it| !it.is_joined)
            .collect();
        let mut mended = Vec::new();
        let mut spellings = vec![Vec::new(); words.len()];
        let mut tried = 0;
        let begun = |it: &Word| lexicon.beginning(&it.key, MOST_BEGINNINGS);
        let last = words.last().filter(|it| is_last(text, it));
        let mut beginnings = last.map(begun).unwrap_or_default();
        for (word, place) in words.iter_mut().zip(&mut spellings) {
            let is_last = is_last(text, word);
            let begins_name = || vocabulary.words().any(|it| it.starts_with(&word.key));
            let is_beginning = is_last && (!beginnings.is_empty() || begins_name());
            let is_doubtful = !is_beginning && correct::is_doubtful(word, vocabulary, lexicon);
            if !is_doubtful || tried >= MOST_TRIED {
                continue;
            }
            tried += 1;
            let meant = correct::spellings(word, vocabulary, lexicon);
            let Some(likeliest) = meant.first() else {
                continue;
            };
            let written = vocabulary.written(likeliest).unwrap_or(likeliest);
            mended.push((word.original(text), written.to_owned()));
            word.key.clone_from(likeliest);
            word.stem = stem::of(likeliest);
            if is_last {
                beginnings = begun(word);
            }
            *place = meant;
        }
        Self {
            text,
            atoms: Atoms::of_words(words),
            spellings,
            beginnings,
            mended,
            vocabulary,
            lexicon,
            clauses: Vec::new(),
        }
    }

    pub fn read(&mut self) {
        let spans = found::spans(self.text, &self.atoms, self.vocabulary);
        let mut at = 0;
        for span in &spans {
            self.free_words(at..span.words.start);
            self.name(span, !span.entries.is_empty());
            at = span.words.end.max(at);
        }
        let completed = self.completed(at);
        let end = completed
            .as_ref()
            .map_or(self.atoms.words().len(), |it| it.words.start);
        self.free_words(at..end);
        if let Some(span) = completed {
            self.name(&span, false);
        }
        if self.clauses.is_empty() {
            for n in 0..self.atoms.words().len() {
                self.word(n, 1.0);
            }
        }
        self.neighbours();
    }

    /// `is_name`: it is called so, and not only begun.
    fn name(&mut self, span: &Span<'_>, is_name: bool) {
        let words = self.atoms.words().get(span.words.clone());
        let typed = self.typed(words.unwrap_or_default());
        let mut alternatives =
            naming::alternatives(self.atoms.words(), span, &typed, self.vocabulary);
        if let Some([word]) = words {
            alternatives.extend(naming::partly(self.vocabulary.partly(word)));
        }
        if self.is_begun(span.words.end) {
            alternatives.extend(self.begun(span.words.end - 1));
        }
        self.clauses.push(Clause {
            occurrence: Occurrence::Should,
            alternatives,
            factor: 1.0,
            is_name,
        });
    }

    /// A name that the last words, from `first` on, begin but do not end.
    fn completed(&self, first: usize) -> Option<Span<'q>> {
        let words = self.atoms.words();
        let last = words
            .last()
            .filter(|it| it.end == self.text.chars().count())?;
        let is_word = |it: &Word| {
            it.key.len() >= BEGINNING
                && (self.lexicon.has(&it.key) || self.vocabulary.knows(&it.key))
        };
        if stop::is_small(&last.key) || is_word(last) {
            return None;
        }
        (first..words.len()).find_map(|start| {
            let spelling = Atoms::of_words(words.get(start..)?.to_vec()).spelt(..);
            let spelling = spelling.trim_end();
            let entries = self.vocabulary.beginning(spelling);
            let synonyms = self.vocabulary.synonyms().beginning(spelling);
            let is_begun = !entries.is_empty() || !synonyms.is_empty();
            (is_begun && spelling.chars().nth(BEGINNING - 1).is_some()).then_some(Span {
                words: start..words.len(),
                entries,
                synonyms,
            })
        })
    }

    /// The words as they were typed, mended.
    fn typed(&self, words: &[Word]) -> String {
        let mut typed = String::new();
        for word in words {
            let original = word.original(self.text);
            let is_mended = self.mended.iter().any(|it| it.0 == original);
            let written = self.vocabulary.written(&word.key).unwrap_or(&word.key);
            let written = if is_mended { written } else { &original };
            // Latin words stand apart; Japanese ones as close as they were typed.
            let space = if word.is_cjk() { "" } else { " " };
            typed.extend([space, written, space]);
        }
        typed
    }

    fn free_words(&mut self, range: std::ops::Range<usize>) {
        let mut n = range.start;
        while n < range.end {
            let end = self.compound(n..range.end).unwrap_or(n + 1);
            if end == n + 1 {
                self.free_word(n);
            }
            n = end;
        }
    }

    /// Words of Japanese that stand together and are a part of a name: one clause, up to the end that is
    /// told.
    fn compound(&mut self, range: std::ops::Range<usize>) -> Option<usize> {
        let words = self.atoms.words().get(range.clone())?;
        let length = words.iter().take_while(|it| it.is_cjk()).count();
        let words = words.get(..length).filter(|it| it.len() > 1)?;
        if words.iter().all(stop::says_little) {
            return None;
        }
        let run: String = words.iter().map(|it| it.key.as_str()).collect();
        let named = naming::partly(self.vocabulary.partly_run(&run));
        if named.is_empty() {
            return None;
        }
        let mut alternatives = vec![Alternative::new(Needle::Run(run), 1.0)];
        alternatives.extend(named);
        self.clauses.push(Clause {
            occurrence: Occurrence::Should,
            alternatives,
            factor: 1.0,
            is_name: false,
        });
        Some(range.start + length)
    }

    fn free_word(&mut self, n: usize) {
        let Some(word) = self.atoms.words().get(n) else {
            return;
        };
        if stop::is_small(&word.key) {
            return;
        }
        let factor = if stop::says_little(word) { ASKING } else { 1.0 };
        self.word(n, factor);
    }

    fn word(&mut self, n: usize, factor: f32) {
        let Some(word) = self.atoms.words().get(n) else {
            return;
        };
        let mut alternatives = written(&self.typed(std::slice::from_ref(word)));
        // The kana of a little word stand by chance in many a name: ふえ in チーフエンジニア.
        if factor >= 1.0 {
            alternatives.extend(naming::partly(self.vocabulary.partly(word)));
        }
        let others = self.spellings.get(n).into_iter().flatten().skip(1);
        let other = |it: &String| {
            let stem = stem::of(it);
            Alternative::new(Needle::Word(stem), UNLIKELY)
        };
        alternatives.extend(others.map(other));
        if self.is_begun(n + 1) {
            alternatives.extend(self.begun(n));
        }
        self.clauses.push(Clause {
            occurrence: Occurrence::Should,
            alternatives,
            factor,
            is_name: false,
        });
    }

    /// Whether the words up to here are all there are, and the last one may go on.
    fn is_begun(&self, end: usize) -> bool {
        let last = self.atoms.words().last();
        end == self.atoms.words().len() && last.is_some_and(|it| is_last(self.text, it))
    }

    /// What a word may be the beginning of. Where it is a word itself, the longer ones mean less.
    fn begun(&self, n: usize) -> Vec<Alternative> {
        let Some(word) = self.atoms.words().get(n) else {
            return Vec::new();
        };
        let is_word = self.lexicon.has(&word.key) || self.vocabulary.knows(&word.key);
        let weight = if is_word { BEGUN } else { 1.0 };
        let longer = self.beginnings.iter().filter(|it| **it != word.key);
        let needle = |it: &String| Alternative::new(Needle::Word(stem::of(it)), weight);
        longer.map(needle).collect()
    }

    /// Words that were typed side by side lift stories in which they stand so.
    fn neighbours(&mut self) {
        let words = self.atoms.words();
        let is_free = |it: &Word| !stop::is_small(&it.key) && !stop::is_asking(&it.key);
        let mut lifts = Vec::new();
        for pair in words.windows(2) {
            if pair.iter().all(is_free) && lifts.len() < MOST_CLAUSES {
                let typed = self.typed(pair);
                lifts.extend(literal(exact(&typed), Occurrence::Bonus));
            }
        }
        let n_asked = self.clauses.len();
        self.clauses.truncate(MOST_CLAUSES);
        if n_asked > 1 {
            self.clauses.extend(lifts);
        }
    }
}

/// Whether a Latin or katakana word ends where the text does, so that it may not be complete.
fn is_last(text: &str, word: &Word) -> bool {
    let may_go_on = word.is_latin() || word.is_katakana;
    may_go_on && word.key.chars().count() >= BEGINNING && word.end == text.chars().count()
}
