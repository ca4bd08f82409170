//! The names by which people call what the catalogue lists, and the words that mean the same.

use std::collections::{BTreeMap, HashMap};

use crate::catalog::Kind;
use crate::search::understand::Needle;
use crate::search::understand::atoms::{self, Atoms};
use crate::search::understand::needles::expanded;
use crate::search::understand::synonyms::{self, Synonyms};
use crate::search::words::{Folded, Word, stop};

/// Characters of Japanese that are a part of a name and not only in it by chance.
const SHORTEST_PART: usize = 2;

/// What so many names begin with says too little.
const MOST_BEGINNINGS: usize = 4;

/// One entry of the catalogue. Retired ones are given too, for the stories that hold them.
#[derive(Clone, Debug)]
pub struct Named {
    pub kind: Kind,
    pub slug: String,
    /// The track of a role.
    pub track: Option<String>,
    pub ja: String,
    pub en: String,
    /// The usual abbreviation.
    pub short: Option<String>,
    pub aliases: Vec<String>,
}

impl Named {
    /// Its names in both languages and its abbreviation.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let names = [&self.ja, &self.en];
        names.into_iter().chain(&self.short).map(String::as_str)
    }

    /// Whether it says something: everything else is called "other".
    fn is_telling(&self) -> bool {
        self.slug != "other"
    }
}

/// All names and synonyms, ready to be looked up. Made once for each edition of the catalogue.
#[derive(Debug)]
pub struct Vocabulary {
    entries: Vec<Named>,
    /// Entries by what they are called.
    called: BTreeMap<String, Vec<usize>>,
    /// Entries by the stems of Latin words in their names; whether it is one of the names proper.
    parts: HashMap<String, Vec<(usize, bool)>>,
    /// Japanese names as keys.
    runs: Vec<(String, usize, bool)>,
    slugs: HashMap<(Kind, String), usize>,
    /// Latin and katakana words of all names and synonyms, as keys and as they are written.
    words: HashMap<String, String>,
    synonyms: Synonyms,
    /// What is looked for in texts for each name and synonym: to find that out takes longer than to look it up.
    needles: HashMap<String, Vec<Needle>>,
    /// The entries that each synonym calls.
    by_synonym: HashMap<String, Vec<usize>>,
    /// The most atoms of any name.
    longest: usize,
}

impl Vocabulary {
    pub fn new(entries: impl IntoIterator<Item = Named>) -> Self {
        let mut vocabulary = Self {
            entries: entries.into_iter().collect(),
            called: BTreeMap::new(),
            parts: HashMap::new(),
            runs: Vec::new(),
            slugs: HashMap::new(),
            words: HashMap::new(),
            synonyms: synonyms::reviewed(),
            needles: HashMap::new(),
            by_synonym: HashMap::new(),
            longest: 1,
        };
        for n in 0..vocabulary.entries.len() {
            vocabulary.learn(n);
        }
        let terms: Vec<String> = vocabulary.synonyms.terms().map(str::to_owned).collect();
        for term in terms {
            vocabulary.learn_synonym(term);
        }
        vocabulary.longest = vocabulary.longest.max(vocabulary.synonyms.longest());
        vocabulary
    }

    pub fn entries(&self) -> &[Named] {
        &self.entries
    }

    pub fn find(&self, kind: Kind, slug: &str) -> Option<&Named> {
        let n = self.slugs.get(&(kind, slug.to_owned()))?;
        self.entries.get(*n)
    }

    /// The entries of these lists that people call by this slug, name or alias.
    pub fn called(&self, kinds: &[Kind], name: &str) -> Vec<&Named> {
        let atoms = Atoms::of(name);
        let by_slug = kinds.iter().filter_map(|it| self.find(*it, name.trim()));
        let mut found: Vec<&Named> = by_slug.collect();
        if found.is_empty() {
            for spelling in [atoms.spelt(..), atoms.stemmed(..)] {
                let entries = self.looked_up(&spelling);
                found.extend(entries.into_iter().filter(|it| kinds.contains(&it.kind)));
                if !found.is_empty() {
                    break;
                }
            }
        }
        found
    }

    /// The roles of a track.
    pub fn roles_of<'v>(&'v self, track: &'v str) -> impl Iterator<Item = &'v Named> {
        self.entries
            .iter()
            .filter(move |it| it.kind == Kind::Role && it.track.as_deref() == Some(track))
    }

    /// Whether any name has this word.
    pub fn knows(&self, word: &str) -> bool {
        self.words.contains_key(word)
    }

    /// The Latin and katakana words of all names.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.words.keys().map(String::as_str)
    }

    /// A word of a name, by its key, as it is written.
    pub fn written(&self, key: &str) -> Option<&str> {
        self.words.get(key).map(String::as_str)
    }

    pub(super) fn synonyms(&self) -> &Synonyms {
        &self.synonyms
    }

    pub(super) const fn longest(&self) -> usize {
        self.longest
    }

    /// The entries called exactly this (`Atoms::spelt` or `stemmed`).
    pub(super) fn looked_up(&self, spelling: &str) -> Vec<&Named> {
        let found = self.called.get(spelling).into_iter().flatten();
        found.filter_map(|it| self.entries.get(*it)).collect()
    }

    /// The entries that are called as a synonym is.
    pub(super) fn called_by_synonym(&self, synonym: &str) -> impl Iterator<Item = &Named> {
        let called = self.by_synonym.get(synonym).into_iter().flatten();
        called.filter_map(|it| self.entries.get(*it))
    }

    /// What is looked for in texts for a name or a synonym.
    pub(super) fn needles(&self, text: &str) -> Vec<Needle> {
        let known = self.needles.get(text).cloned();
        known.unwrap_or_else(|| expanded(text))
    }

    /// The entries of whose names this word is a part, and whether of a name proper.
    pub(super) fn partly(&self, word: &Word) -> Vec<(&Named, bool)> {
        if word.is_latin() {
            let parts = self.parts.get(&word.stem).into_iter().flatten();
            return self.entries_of(parts.copied());
        }
        self.partly_run(&word.key)
    }

    /// The entries in whose names this key of Japanese stands.
    pub(super) fn partly_run(&self, key: &str) -> Vec<(&Named, bool)> {
        if key.chars().count() < SHORTEST_PART {
            return Vec::new();
        }
        let runs = self.runs.iter().filter(|it| it.0.contains(key));
        self.entries_of(runs.map(|it| (it.1, it.2)))
    }

    fn entries_of(&self, parts: impl Iterator<Item = (usize, bool)>) -> Vec<(&Named, bool)> {
        let mut found: BTreeMap<usize, bool> = BTreeMap::new();
        for (n, is_proper) in parts {
            *found.entry(n).or_default() |= is_proper;
        }
        let entry = |(n, is_proper)| Some((self.entries.get(n)?, is_proper));
        found.into_iter().filter_map(entry).collect()
    }

    /// The entries with a name that begins so (`Atoms::spelt`), unless they are many.
    pub(super) fn beginning(&self, spelling: &str) -> Vec<&Named> {
        let from = self.called.range(spelling.to_owned()..);
        let begins = from.take_while(|it| it.0.starts_with(spelling));
        let mut found: Vec<usize> = begins.flat_map(|it| it.1).copied().collect();
        found.sort_unstable();
        found.dedup();
        if found.len() > MOST_BEGINNINGS {
            return Vec::new();
        }
        found
            .into_iter()
            .filter_map(|it| self.entries.get(it))
            .collect()
    }

    fn learn(&mut self, n: usize) {
        let Some(entry) = self.entries.get(n).cloned() else {
            return;
        };
        self.slugs.insert((entry.kind, entry.slug.clone()), n);
        if !entry.is_telling() {
            return;
        }
        let by_slug = entry.slug.replace('-', " ");
        let proper = entry.names().map(|it| (it, true));
        let aliases = entry.aliases.iter().chain([&by_slug]);
        let names = proper.chain(aliases.map(|it| (it.as_str(), false)));
        for (name, is_proper) in names {
            self.needles.insert(name.to_owned(), expanded(name));
            for name in atoms::variants(name) {
                self.learn_name(n, &name);
            }
            self.learn_parts(n, name, is_proper);
        }
    }

    fn learn_synonym(&mut self, term: String) {
        self.learn_words(&term);
        self.needles.insert(term.clone(), expanded(&term));
        let called = self.called.get(&Atoms::of(&term).spelt(..)).cloned();
        self.by_synonym.insert(term, called.unwrap_or_default());
    }

    fn learn_name(&mut self, n: usize, name: &str) {
        let atoms = Atoms::of(name);
        if atoms.is_empty() {
            return;
        }
        self.learn_words(name);
        self.longest = self.longest.max(atoms.len());
        let (spelt, stemmed) = (atoms.spelt(..), atoms.stemmed(..));
        // No name is called by a word that stands in every text.
        let is_common = stop::is_small(stemmed.trim_end()) || stop::is_asking(stemmed.trim_end());
        let stemmed = Some(stemmed).filter(|_| !is_common);
        for spelling in [Some(spelt), stemmed].into_iter().flatten() {
            let entries = self.called.entry(spelling).or_default();
            if !entries.contains(&n) {
                entries.push(n);
            }
        }
    }

    fn learn_parts(&mut self, n: usize, name: &str, is_proper: bool) {
        let atoms = Atoms::of(name);
        for word in atoms.words().iter().filter(|it| it.is_latin()) {
            let parts = self.parts.entry(word.stem.clone()).or_default();
            parts.push((n, is_proper));
        }
        let japanese = atoms.words().iter().filter(|it| it.is_cjk());
        let run: String = japanese.map(|it| it.key.as_str()).collect();
        if !run.is_empty() {
            self.runs.push((run, n, is_proper));
        }
    }

    fn learn_words(&mut self, text: &str) {
        let folded = Folded::of(text).text;
        for word in Atoms::of(&folded).words() {
            if word.is_latin() || word.is_katakana {
                let chars = folded.chars().skip(word.start);
                let written = chars.take(word.end - word.start).collect();
                self.words.entry(word.key.clone()).or_insert(written);
            }
        }
    }
}
