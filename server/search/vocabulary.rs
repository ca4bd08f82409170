//! The names by which people call what the catalogue lists, and the words that mean the same.

use std::collections::{HashMap, HashSet};

use crate::catalog::Kind;
use crate::search::understand::atoms::{self, Atoms};
use crate::search::understand::synonyms::{self, Synonyms};
use crate::search::words::Word;

/// One entry of the catalogue. Retired and merged ones are given too where stories hold them.
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
    called: HashMap<String, Vec<usize>>,
    slugs: HashMap<(Kind, String), usize>,
    /// Latin words of all names and synonyms.
    words: HashSet<String>,
    synonyms: Synonyms,
    /// The most atoms of any name.
    longest: usize,
}

impl Vocabulary {
    pub fn new(entries: impl IntoIterator<Item = Named>) -> Self {
        let mut vocabulary = Self {
            entries: entries.into_iter().collect(),
            called: HashMap::new(),
            slugs: HashMap::new(),
            words: HashSet::new(),
            synonyms: synonyms::reviewed(),
            longest: 1,
        };
        for n in 0..vocabulary.entries.len() {
            vocabulary.learn(n);
        }
        let terms: Vec<String> = vocabulary.synonyms.terms().map(str::to_owned).collect();
        for term in terms {
            vocabulary.learn_words(&Atoms::of(&term));
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

    /// The names of an entry in both languages: what a story that holds it is indexed with.
    pub fn names_of(&self, kind: Kind, slug: &str) -> Vec<String> {
        let found = self.find(kind, slug).filter(|it| it.is_telling());
        found.map_or_else(Vec::new, |it| it.names().map(str::to_owned).collect())
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

    /// Whether any name has this Latin word.
    pub fn knows(&self, word: &str) -> bool {
        self.words.contains(word)
    }

    /// The Latin words of all names.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.words.iter().map(String::as_str)
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

    fn learn(&mut self, n: usize) {
        let Some(entry) = self.entries.get(n).cloned() else {
            return;
        };
        self.slugs.insert((entry.kind, entry.slug.clone()), n);
        if !entry.is_telling() {
            return;
        }
        let names = entry.names().map(str::to_owned);
        let by_slug = entry.slug.replace('-', " ");
        let all: Vec<String> = names
            .chain(entry.aliases.iter().cloned())
            .chain([by_slug])
            .collect();
        for name in all.iter().flat_map(|it| atoms::variants(it)) {
            self.learn_name(n, &name);
        }
    }

    fn learn_name(&mut self, n: usize, name: &str) {
        let atoms = Atoms::of(name);
        if atoms.is_empty() {
            return;
        }
        self.learn_words(&atoms);
        self.longest = self.longest.max(atoms.len());
        for spelling in [atoms.spelt(..), atoms.stemmed(..)] {
            let entries = self.called.entry(spelling).or_default();
            if !entries.contains(&n) {
                entries.push(n);
            }
        }
    }

    fn learn_words(&mut self, atoms: &Atoms) {
        let latin = atoms.words().iter().filter(|it| it.is_latin());
        self.words
            .extend(latin.map(|it: &Word| it.key.clone()));
    }
}
