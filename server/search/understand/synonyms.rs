//! The reviewed synonyms (`search/synonyms.toml`): groups that mean the same, and words that lead one way.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, LazyLock};

use serde::Deserialize;

use crate::search::understand::atoms::Atoms;
use crate::search::understand::inflected::is_form_of;
use crate::search::words::Word;

const REVIEWED: &str = include_str!("../synonyms.toml");

/// What so many groups begin with says too little.
const MOST_BEGINNINGS: usize = 2;

static TABLE: LazyLock<Arc<Table>> = LazyLock::new(|| Arc::new(Table::of(&read(REVIEWED))));

/// What stands for what. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Synonyms(Arc<Table>);

#[derive(Debug, Default)]
struct Table {
    /// Groups and targets of one-way words, by what is typed as it is spelt.
    spelt: BTreeMap<String, Vec<usize>>,
    /// Those by the stems of what is typed, each beside the words that have them.
    stemmed: HashMap<String, Vec<(Vec<String>, usize)>>,
    sets: Vec<Vec<String>>,
    longest: usize,
}

#[derive(Debug, Default, Deserialize)]
struct File {
    #[serde(default)]
    group: Vec<Group>,
    #[serde(default)]
    one_way: Vec<OneWay>,
}

#[derive(Debug, Deserialize)]
struct Group {
    words: Vec<String>,
}

#[derive(Debug, Deserialize)]
struct OneWay {
    from: String,
    to: Vec<String>,
}

/// The list that comes with the program.
pub fn reviewed() -> Synonyms {
    Synonyms(Arc::clone(&TABLE))
}

impl Synonyms {
    /// What is found as well when this is typed, as it is spelt.
    pub fn of(&self, spelt: &str) -> Vec<&str> {
        let sets = self.0.spelt.get(spelt).into_iter().flatten();
        self.words(sets.copied())
    }

    /// What is found as well when this is typed (`Atoms::stemmed`), of which the words are forms.
    pub fn of_forms(&self, stemmed: &str, words: &[Word]) -> Vec<&str> {
        let like = self.0.stemmed.get(stemmed).into_iter().flatten();
        let are_forms = |listed: &[String]| {
            let mut pairs = words.iter().zip(listed);
            words.len() == listed.len() && pairs.all(|(typed, it)| is_form_of(&typed.key, it))
        };
        let sets = like.filter(|it| are_forms(&it.0)).map(|it| it.1);
        let mut sets: Vec<usize> = sets.collect();
        sets.dedup();
        self.words(sets.into_iter())
    }

    fn words(&self, sets: impl Iterator<Item = usize>) -> Vec<&str> {
        let words = sets.filter_map(|it| self.0.sets.get(it)).flatten();
        words.map(String::as_str).collect()
    }

    /// What is found as well when a term is typed that begins so, unless there are many.
    pub fn beginning(&self, spelling: &str) -> Vec<&str> {
        let from = self.0.spelt.range(spelling.to_owned()..);
        let begins = from.take_while(|it| it.0.starts_with(spelling));
        let mut sets: Vec<usize> = begins.flat_map(|it| it.1).copied().collect();
        sets.sort_unstable();
        sets.dedup();
        if sets.len() > MOST_BEGINNINGS {
            return Vec::new();
        }
        self.words(sets.into_iter())
    }

    pub fn terms(&self) -> impl Iterator<Item = &str> {
        self.0.sets.iter().flatten().map(String::as_str)
    }

    /// The most atoms of any term.
    pub fn longest(&self) -> usize {
        self.0.longest
    }
}

impl Table {
    fn of(file: &File) -> Self {
        let mut table = Self::default();
        for group in &file.group {
            let n = table.sets.len();
            table.sets.push(group.words.clone());
            for word in &group.words {
                table.lead(word, n);
            }
        }
        for OneWay { from, to } in &file.one_way {
            let n = table.sets.len();
            table.sets.push(to.clone());
            table.lead(from, n);
        }
        table
    }

    fn lead(&mut self, word: &str, set: usize) {
        let atoms = Atoms::of(word);
        self.longest = self.longest.max(atoms.len());
        let sets = self.spelt.entry(atoms.spelt(..)).or_default();
        if !sets.contains(&set) {
            sets.push(set);
        }
        let words = atoms.words().iter().map(|it| it.key.clone()).collect();
        let like = self.stemmed.entry(atoms.stemmed(..)).or_default();
        like.push((words, set));
    }
}

/// The file is part of the program: a test reads it, so it can be read.
fn read(text: &str) -> File {
    toml::from_str(text).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    fn file() -> File {
        toml::from_str(REVIEWED).unwrap()
    }

    #[test]
    fn the_list_can_be_read_and_is_not_small() {
        let file = file();
        assert!(file.group.len() >= 100, "{}", file.group.len());
        assert!(file.group.iter().all(|it| it.words.len() > 1));
        assert!(file.one_way.iter().all(|it| !it.to.is_empty()));
    }

    #[test]
    fn a_word_stands_in_one_group() {
        let mut seen = HashSet::new();
        for word in file().group.iter().flat_map(|it| &it.words) {
            assert!(seen.insert(Atoms::of(word).spelt(..) + word), "{word}");
        }
        for one_way in &file().one_way {
            assert!(!seen.contains(&(Atoms::of(&one_way.from).spelt(..) + &one_way.from)));
        }
    }

    #[test]
    fn groups_lead_both_ways_and_one_way_words_one() {
        let synonyms = reviewed();
        assert!(
            synonyms
                .of(&Atoms::of("障害").spelt(..))
                .contains(&"outage")
        );
        assert!(
            synonyms
                .of(&Atoms::of("outage").spelt(..))
                .contains(&"障害")
        );
        assert!(
            synonyms
                .of(&Atoms::of("KPT").spelt(..))
                .contains(&"振り返り")
        );
        assert!(
            !synonyms
                .of(&Atoms::of("振り返り").spelt(..))
                .contains(&"KPT")
        );
    }

    fn led_to(text: &str) -> Vec<String> {
        let atoms = Atoms::of(text);
        let synonyms = reviewed();
        let mut found = synonyms.of(&atoms.spelt(..));
        found.extend(synonyms.of_forms(&atoms.stemmed(..), atoms.words()));
        found.into_iter().map(str::to_owned).collect()
    }

    #[test]
    fn words_that_only_share_a_stem_lead_nowhere() {
        for text in ["train", "available", "learn", "learning", "organ"] {
            assert!(led_to(text).is_empty(), "{text}");
        }
        for (text, word) in [
            ("negotiating", "交渉"),
            ("migrated", "移行"),
            ("technical debts", "技術的負債"),
            ("availability", "可用性"),
        ] {
            assert!(led_to(text).contains(&word.to_owned()), "{text}");
        }
    }

    #[test]
    fn what_only_lies_beside_is_not_the_same() {
        for (text, other) in [
            ("KPI", "metrics"),
            ("交渉", "年収交渉"),
            ("中間管理職", "板挟み"),
            ("latency", "遅延"),
        ] {
            assert!(!led_to(text).contains(&other.to_owned()), "{text}");
            assert!(!led_to(other).contains(&text.to_owned()) || text == "latency");
        }
        assert!(led_to("うつ").contains(&"メンタルヘルス".to_owned()));
    }
}
