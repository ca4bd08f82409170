//! Overlapping pairs of the characters of Japanese: what the dictionary cut differently is found by them.

use crate::search::words::fold::{self, Folded};
use crate::search::words::kind::{is_cjk, is_middle_dot};

/// How far apart the positions of two runs stand, so that no phrase reaches over.
const GAP: usize = 2;

/// The pairs of a text with their positions, from the text's own `first` on. A run of one character is
/// that character.
pub fn pairs(text: &str, first: usize) -> Vec<(usize, String)> {
    let mut pairs = Vec::new();
    let mut position = first;
    for run in runs(text) {
        for pair in of_run(&run) {
            pairs.push((position, pair));
            position += 1;
        }
        position += GAP;
    }
    pairs
}

/// All pairs of a key that is one run, with their offsets. Those that reach from one word into the next are rare,
/// so that few stories need to be looked at closely.
pub fn of_key(key: &str) -> Vec<(usize, String)> {
    let all = of_run(&key.chars().collect::<Vec<_>>());
    all.into_iter().enumerate().collect()
}

fn of_run(run: &[char]) -> Vec<String> {
    match run {
        [one] => vec![one.to_string()],
        _ => run.windows(2).map(|it| it.iter().collect()).collect(),
    }
}

/// Unbroken sequences of characters, as keys have them.
fn runs(text: &str) -> Vec<Vec<char>> {
    let folded = Folded::of(text).text;
    let runs = folded.split(|it| !is_cjk(it) && !is_middle_dot(it));
    let keys = runs.map(|it| fold::key(it).chars().collect());
    keys.filter(|it: &Vec<char>| !it.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<(usize, String)> {
        pairs(text, 0)
    }

    fn pair(position: usize, text: &str) -> (usize, String) {
        (position, text.to_owned())
    }

    #[test]
    fn runs_become_pairs_and_do_not_touch() {
        let expected = [
            pair(0, "障害"),
            pair(3, "学"),
            pair(6, "振り"),
            pair(7, "り返"),
        ];
        assert_eq!(texts("障害 SRE 学、振り返"), expected);
    }

    #[test]
    fn long_vowels_and_dots_are_not_seen() {
        assert_eq!(texts("マネージャー"), texts("まねじゃ"));
        assert_eq!(texts("ヒヤリ・ハット"), texts("ヒヤリハット"));
        assert_eq!(texts("ヴァイオリン"), texts("バイオリン"));
    }

    #[test]
    fn a_needle_has_the_pairs_that_its_text_has() {
        assert_eq!(of_key("技術的"), [pair(0, "技術"), pair(1, "術的")]);
        assert_eq!(of_key("人"), [pair(0, "人")]);
    }
}
