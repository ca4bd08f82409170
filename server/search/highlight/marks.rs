//! The places of a text in which a query is found: words by their stems, Japanese wherever it stands.

use std::collections::{HashMap, HashSet};

use crate::search::highlight::latin::{Latin, span};
use crate::search::highlight::letters::{Letter, lengthened, letters};
use crate::search::highlight::marking::join;
use crate::search::highlight::scout::{Scout, Script};
use crate::search::understand::{Meaning, Needle, Occurrence};
use crate::search::words::kind::is_cjk;
use crate::search::words::stop;

/// What to mark. Made once for a query.
#[derive(Debug, Default)]
pub struct Marker {
    stems: HashSet<String>,
    /// Latin words that are looked for as they are spelt.
    pub(super) forms: HashSet<String>,
    phrases: Vec<Vec<String>>,
    /// Keys of Japanese by their first characters, longest first.
    runs: HashMap<char, Vec<Vec<char>>>,
    pub(super) scout: Scout,
    /// How many things are asked for.
    n_asked: usize,
}

/// A place in characters of the text.
pub type Mark = (usize, usize);

impl Marker {
    pub fn of(meaning: &Meaning) -> Self {
        let mut marker = Self::default();
        let clauses = meaning.clauses.iter();
        let asked = clauses.filter(|it| it.occurrence != Occurrence::MustNot);
        for clause in asked {
            marker.n_asked += usize::from(clause.occurrence != Occurrence::Bonus);
            for alternative in &clause.alternatives {
                marker.add(&alternative.needle);
            }
        }
        for runs in marker.runs.values_mut() {
            runs.sort_by_key(|it| std::cmp::Reverse(it.len()));
            runs.dedup();
        }
        marker
    }

    /// So many marks close to one another show well what was found.
    pub fn wanted(&self) -> usize {
        self.n_asked.clamp(1, 3)
    }

    fn add(&mut self, needle: &Needle) {
        match needle {
            Needle::Word(word) if word.chars().any(is_cjk) => self.add_run(word),
            Needle::Word(stem) => {
                self.scout.add_word(stem);
                self.stems.insert(stem.clone());
            }
            Needle::Form(key) => {
                self.scout.add_word(key);
                self.forms.insert(key.clone());
            }
            Needle::Phrase(stems) => {
                self.scout.add_phrase(stems);
                self.phrases.push(stems.clone());
            }
            Needle::Run(key) => self.add_run(key),
            Needle::Value(..) => {}
        }
    }

    /// One character alone stands in too many other words.
    fn add_run(&mut self, key: &str) {
        let run: Vec<char> = key.chars().collect();
        if let [first, _, ..] = run.as_slice()
            && !stop::is_small(key)
        {
            self.scout.add_run(&run);
            self.runs.entry(*first).or_default().push(run);
        }
    }

    /// In order, none touching another: those of this script that begin within the first `n` characters.
    pub(super) fn marks_in(&self, text: &str, n: usize, of: Script) -> Vec<Mark> {
        let letters = letters(text);
        let mut marks = Vec::new();
        if of.may_be(Script::Japanese) {
            marks = self.runs_in(&letters, n);
        }
        if of.may_be(Script::Latin) {
            marks.extend(self.words_in(&self.words(&letters), n));
        }
        marks.sort_unstable();
        let mut joined = Vec::new();
        join(&mut joined, marks);
        joined
    }

    fn runs_in(&self, letters: &[Letter], n: usize) -> Vec<Mark> {
        let mut marks = Vec::new();
        let keys: Vec<&Letter> = letters.iter().filter(|it| it.key.is_some()).collect();
        let mut at = 0;
        let begins_within = |it: &&[&Letter]| it.first().is_some_and(|it| it.place < n);
        while let Some(rest) = keys.get(at..).filter(begins_within) {
            let stands = |run: &&Vec<char>| {
                let is = |(c, it): (&char, &&Letter)| it.key == Some(*c) || it.folded == *c;
                run.len() <= rest.len() && run.iter().zip(rest).all(is)
            };
            // What is told by its script has katakana in its key.
            let first = rest.first().and_then(|it| {
                let by_key = self.runs.get(&it.key?).into_iter().flatten();
                let by_script = self
                    .runs
                    .get(&it.folded)
                    .filter(|_| it.key != Some(it.folded));
                by_key.chain(by_script.into_iter().flatten()).find(stands)
            });
            match first {
                Some(run) => {
                    let end = rest.get(run.len() - 1).map_or(0, |it| it.end);
                    let start = rest.first().map_or(0, |it| it.place);
                    marks.push((start, lengthened(letters, end)));
                    at += run.len();
                }
                None => at += 1,
            }
        }
        marks
    }

    fn words_in(&self, words: &[Latin], n: usize) -> Vec<Mark> {
        let mut marks = Vec::new();
        let begins_within = |it: &(usize, &Latin)| it.1.mark.0 < n;
        for (at, word) in words.iter().enumerate().take_while(begins_within) {
            if self.stems.contains(&word.stem) || word.is_form {
                marks.push(word.mark);
            }
            for phrase in &self.phrases {
                let following = words.get(at..at + phrase.len()).unwrap_or_default();
                let stems = following.iter().map(|it| &it.stem);
                if !following.is_empty() && stems.eq(phrase.iter()) {
                    marks.extend(following.first().zip(following.last()).map(span));
                }
            }
        }
        marks
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::search::words::fold;

    fn marker(needles: &[Needle]) -> Marker {
        let mut marker = Marker::default();
        needles.iter().for_each(|it| marker.add(it));
        marker
    }

    fn marked(needles: &[Needle], text: &str) -> Vec<String> {
        let marks = marker(needles).marks(text).into_iter();
        let of = |(start, end): Mark| text.chars().skip(start).take(end - start).collect();
        marks.map(of).collect()
    }

    fn word(stem: &str) -> Needle {
        Needle::Word(stem.to_owned())
    }

    fn run(text: &str) -> Needle {
        Needle::Run(fold::key(text))
    }

    #[test]
    fn words_are_marked_by_their_stems() {
        assert_eq!(
            marked(&[word("manag")], "A Manager’s managed MANAGING man"),
            ["Manager", "managed", "MANAGING"]
        );
        assert_eq!(marked(&[word("c++")], "C, C++ and c++11"), ["C++"]);
        assert_eq!(marked(&[word("sre")], "ＳＲＥとSREs"), ["ＳＲＥ"]);
        let form = Needle::Form("training".to_owned());
        assert_eq!(marked(&[form], "Training on a train"), ["Training"]);
    }

    #[test]
    fn japanese_is_marked_wherever_it_stands_and_however_it_is_written() {
        let manager = run("マネージャ");
        let text = "エンジニアリングマネージャーとﾏﾈｰｼﾞｬｰ、マネジャー";
        assert_eq!(
            marked(std::slice::from_ref(&manager), text),
            ["マネージャー", "ﾏﾈｰｼﾞｬｰ", "マネジャー"]
        );
        assert_eq!(
            marked(&[run("障害の振り返り")], "障害の振り返りを"),
            ["障害の振り返り"]
        );
    }

    #[test]
    fn folded_spellings_are_marked_whole() {
        let text = "ヴァイオリンとCafé、cafe\u{301}";
        assert_eq!(
            marked(&[run("バイオリン"), word("cafe")], text),
            ["ヴァイオリン", "Café", "cafe\u{301}"]
        );
        assert_eq!(marked(&[word("タイ")], "行きたいタイ"), ["タイ"]);
    }

    #[test]
    fn japanese_of_any_width_is_marked_beside_latin_letters() {
        let needles = [word("sre"), run("マネージャー"), word("o'reilly")];
        assert_eq!(
            marked(&needles, "SREﾏﾈｰｼﾞｬｰ、O’Reilly"),
            ["SREﾏﾈｰｼﾞｬｰ", "O’Reilly"]
        );
    }

    #[test]
    fn phrases_are_marked_whole() {
        let phrase = Needle::Phrase(vec!["error".to_owned(), "budget".to_owned()]);
        assert_eq!(
            marked(&[phrase], "an error; Error budgets"),
            ["Error budgets"]
        );
    }

    proptest! {
        #[test]
        fn what_is_passed_by_has_no_marks(text in "([障害対応たタつッばヴァーｶﾞ・ -.'a-eA-D+#Ｃé’—。、]|to |c\\+\\+|サ－バ|o[’']reilly|go/no-go|ｶﾞか|a팀){0,400}") {
            let needles = [
                run("障害"), run("対応"), run("ばつ"), run("たつ"), run("さば"), run("がか"),
                word("タ"), word("a"), word("cab"), word("c++"), word("bead"), word("o'reilly"), word("go/no-go"),
                Needle::Form("dad".to_owned()),
                Needle::Phrase(vec!["to".to_owned(), "be".to_owned()]),
            ];
            let marker = marker(&needles);
            prop_assert_eq!(marker.marks(&text), marker.marks_in(&text, usize::MAX, Script::Any));
        }
    }

    #[test]
    fn neighbours_become_one_mark() {
        assert_eq!(
            marked(&[run("障害"), run("対応")], "障害対応"),
            ["障害対応"]
        );
    }
}
