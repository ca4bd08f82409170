//! Where in a text something may stand that is looked for, found at a glance: most of all texts is passed by.

use crate::search::words::fold::{is_normal, spellings};
use crate::search::words::protected;

const ASCII: usize = 128;

/// How many buckets there are for characters, so that most are told apart by a look into one.
const BUCKETS: usize = 1024;

/// Letters of a beginning.
const TELLING: usize = 4;

/// How what is looked for begins. It may see something where nothing stands, but not the other way round.
#[derive(Debug)]
pub(super) struct Scout {
    /// The buckets of the first and of the second characters of Japanese.
    first: Vec<bool>,
    second: Vec<bool>,
    /// Of words, and of the first words of phrases.
    latin: Beginnings,
    /// Of the other words of phrases.
    inner: Beginnings,
    /// How many characters what begins somewhere may take, more or less: runs, and phrases behind their first word.
    runs: usize,
    phrases: usize,
}

/// Where something may stand, as bytes of the text.
pub(super) struct Sight {
    /// Where to begin to look closely: what stands before it tells nothing.
    pub from: usize,
    pub at: usize,
    pub of: Script,
}

/// What may stand somewhere.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Script {
    Latin,
    Japanese,
    /// Letters that are folded to others.
    Any,
}

impl Script {
    pub fn may_be(self, other: Self) -> bool {
        self == other || self == Self::Any
    }
}

impl Default for Scout {
    fn default() -> Self {
        Self {
            first: vec![false; BUCKETS],
            second: vec![false; BUCKETS],
            latin: Beginnings::default(),
            inner: Beginnings::default(),
            runs: 0,
            phrases: 0,
        }
    }
}

/// Characters that stand for none in a key, endings, and signs in names.
const BESIDE: usize = 8;

impl Scout {
    /// The key of a run of Japanese.
    pub fn add_run(&mut self, run: &[char]) {
        self.runs = self.runs.max(run.len() * 2 + BESIDE);
        for (buckets, key) in [&mut self.first, &mut self.second].into_iter().zip(run) {
            for spelt in spellings(*key) {
                if let Some(bucket) = buckets.get_mut(bucket(spelt)) {
                    *bucket = true;
                }
            }
        }
    }

    /// A stem of a Latin word, or a word as it is spelt.
    pub fn add_word(&mut self, word: &str) {
        self.latin.add(word);
    }

    /// Stems side by side.
    pub fn add_phrase(&mut self, stems: &[String]) {
        if let [first, rest @ ..] = stems {
            self.latin.add(first);
            rest.iter().for_each(|it| self.inner.add(it));
        }
        let lengths = stems.iter().map(|it| it.len() + BESIDE);
        self.phrases = self.phrases.max(lengths.sum());
    }

    /// Whether a word may be one that is looked for, or a part of a phrase.
    pub fn knows(&self, word: &str) -> bool {
        self.latin.has(word) || self.inner.has(word)
    }

    pub fn reach(&self, of: Script) -> usize {
        match of {
            Script::Latin => self.phrases.max(BESIDE),
            Script::Japanese => self.runs,
            Script::Any => self.phrases.max(self.runs).max(BESIDE),
        }
    }

    /// The first place at which anything may stand in this text.
    pub fn find(&self, text: &str) -> Option<Sight> {
        let mut before: Option<(usize, char)> = None;
        // Where the Latin word and the signs around it begin in which we are.
        let mut latin = None;
        for (at, c) in text.char_indices() {
            if c.is_ascii() {
                if is_inside_word(c) {
                    let from = *latin.get_or_insert(at);
                    let is_inside = before.is_some_and(|it| it.1.is_ascii_alphanumeric());
                    if !is_inside && self.latin.has(text.get(at..).unwrap_or_default()) {
                        let of = Script::Latin;
                        return Some(Sight { from, at, of });
                    }
                } else {
                    latin = None;
                }
            } else if is_normal(c) {
                latin = None;
                if self.begins_run(c, text.get(at..).unwrap_or_default()) {
                    // It may have one sound with the character before it.
                    let kana = before.filter(|it| !it.1.is_ascii());
                    let from = kana.map_or(at, |it| it.0);
                    let of = Script::Japanese;
                    return Some(Sight { from, at, of });
                }
            } else if folds_to_letters(c) {
                let from = latin.or(before.map(|it| it.0)).unwrap_or(at);
                let of = Script::Any;
                return Some(Sight { from, at, of });
            } else if !matches!(c, '\u{2018}' | '\u{2019}') {
                latin = None;
            }
            before = Some((at, c));
        }
        None
    }

    fn begins_run(&self, first: char, text: &str) -> bool {
        let is_in = |buckets: &[bool], c: char| buckets.get(bucket(c)) == Some(&true);
        if !is_in(&self.first, first) {
            return false;
        }
        let Some(next) = text.chars().nth(1) else {
            return false;
        };
        // Some characters have no key of their own, or one together with the character before.
        let is_plain = is_normal(next) && !matches!(next, 'ー' | '・' | '-');
        let tells = is_plain && !matches!(first, 'ヴ' | 'ゔ');
        !tells || is_in(&self.second, next)
    }
}

fn bucket(c: char) -> usize {
    usize::try_from(u32::from(c)).unwrap_or_default() % BUCKETS
}

/// Beginnings of Latin words, by their first letters.
#[derive(Debug)]
struct Beginnings(Vec<Vec<String>>);

impl Default for Beginnings {
    fn default() -> Self {
        Self(vec![Vec::new(); ASCII])
    }
}

impl Beginnings {
    fn add(&mut self, word: &str) {
        let first = word.bytes().next().map(usize::from);
        if let Some(beginnings) = first.and_then(|it| self.0.get_mut(it)) {
            beginnings.push(beginning(word));
        }
    }

    /// Whether the text goes on from here with one of them, in letters that need not be folded.
    fn has(&self, text: &str) -> bool {
        let first = text
            .bytes()
            .next()
            .map(|it| usize::from(it.to_ascii_lowercase()));
        let beginnings = first.and_then(|it| self.0.get(it)).into_iter().flatten();
        let begins = |it: &String| {
            let start = text.as_bytes().get(..it.len());
            start.is_some_and(|start| start.eq_ignore_ascii_case(it.as_bytes()))
        };
        beginnings.into_iter().any(begins)
    }
}

/// The letters that no ending changes, some of them.
fn beginning(word: &str) -> String {
    let is_stem = word.bytes().all(|it| it.is_ascii_lowercase());
    let n = word.chars().count().saturating_sub(usize::from(is_stem));
    // There are several apostrophes.
    let letters = word.chars().take_while(|it| *it != '\'');
    letters.take(n.clamp(1, TELLING)).collect()
}

/// Whether a word of letters may go on with it.
pub(super) fn is_inside_word(c: char) -> bool {
    match c {
        '\0'..='\u{7f}' => c.is_ascii_alphanumeric() || is_sign(c),
        '\u{2018}' | '\u{2019}' => true,
        c => !is_normal(c) && folds_to_letters(c),
    }
}

fn is_sign(c: char) -> bool {
    matches!(c, '\'' | '_') || protected::SIGNS.contains(c)
}

/// Punctuation is no part of what is looked for.
fn folds_to_letters(c: char) -> bool {
    match c {
        // Those of the width of Japanese.
        '！' | '（' | '）' | '，' | '：' | '；' | '？' | '～' => false,
        '\u{2000}'..='\u{206f}' => false,
        '\u{3200}'..='\u{33ff}' | '\u{ff00}'..='\u{ffef}' => true,
        c => c.is_alphanumeric() || unicode_normalization::char::is_combining_mark(c),
    }
}
