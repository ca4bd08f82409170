//! Folding: what differs on paper but not in meaning becomes the same.
//!
//! Two steps. The text is normalised (NFKC, which mends width too; lower case; accents of Latin letters,
//! dashes and apostrophes) and cut into words; each word then has a *key* (kana, long-vowel marks, middle
//! dots, small kana). Cutting between the two keeps the dictionary's words as the dictionary spells them.

use icu_segmenter::GraphemeClusterSegmenter;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{decompose_canonical, is_combining_mark};

use crate::search::words::kind::{is_katakana, is_middle_dot};

/// Normalised text that knows where it came from.
#[derive(Clone, Debug, Default)]
pub struct Folded {
    pub text: String,
    /// Beside each character: its byte in `text`, and the characters of the original it was made of.
    places: Vec<Place>,
}

#[derive(Clone, Copy, Debug)]
struct Place {
    byte: usize,
    start: usize,
    end: usize,
}

impl Folded {
    pub fn of(text: &str) -> Self {
        let mut folded = Self::default();
        if text.is_ascii() {
            for (n, c) in text.chars().enumerate() {
                folded.push(c.to_ascii_lowercase(), (n, n + 1));
            }
            return folded;
        }
        let (mut byte, mut start) = (0, 0);
        for end in GraphemeClusterSegmenter::new().segment_str(text).skip(1) {
            let cluster = text.get(byte..end).unwrap_or_default();
            let n_chars = cluster.chars().count();
            folded.push_cluster(cluster, (start, start + n_chars));
            (byte, start) = (end, start + n_chars);
        }
        folded
    }

    /// The characters of the original from which these bytes of `text` were made.
    pub fn origin(&self, bytes: std::ops::Range<usize>) -> (usize, usize) {
        let first = self.places.partition_point(|it| it.byte < bytes.start);
        let after = self.places.partition_point(|it| it.byte < bytes.end);
        let start = self.places.get(first).map_or(0, |it| it.start);
        let end = after.checked_sub(1).and_then(|it| self.places.get(it));
        (start, end.map_or(start, |it| it.end))
    }

    /// The folded characters, each with the characters of the original that it stands for.
    pub fn chars(&self) -> impl Iterator<Item = (char, (usize, usize))> {
        let places = self.places.iter().map(|it| (it.start, it.end));
        self.text.chars().zip(places)
    }

    fn push_cluster(&mut self, cluster: &str, origin: (usize, usize)) {
        for c in cluster.nfkc() {
            for c in plain(c).to_lowercase() {
                if !is_combining_mark(c) || !self.ends_in_latin() {
                    self.push(c, origin);
                }
            }
        }
    }

    fn push(&mut self, c: char, (start, end): (usize, usize)) {
        let c = if c == '-' && self.text.chars().next_back().is_some_and(is_katakana) {
            'ー'
        } else {
            c
        };
        self.places.push(Place {
            byte: self.text.len(),
            start,
            end,
        });
        self.text.push(c);
    }

    fn ends_in_latin(&self) -> bool {
        let last = self.text.chars().next_back();
        last.is_some_and(|it| it.is_ascii_alphabetic())
    }
}

/// A letter without its accent, and one dash and one apostrophe for all.
fn plain(c: char) -> char {
    match c {
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' => '-',
        '\u{2018}' | '\u{2019}' | '\u{02bc}' | '\u{ff07}' => '\'',
        c if c.is_ascii() || !c.is_alphabetic() => c,
        c => {
            let mut base = None;
            decompose_canonical(c, |it| base = base.or(Some(it)));
            base.filter(char::is_ascii_alphabetic).unwrap_or(c)
        }
    }
}

/// What a normalised word is compared by.
pub fn key(word: &str) -> String {
    if word.is_ascii() {
        return word.to_owned();
    }
    let mut key = String::with_capacity(word.len());
    for c in word.chars() {
        let last = key.chars().next_back();
        match key_of(c) {
            Some('ぁ' | 'あ') if last == Some('ゔ') => replace_last(&mut key, 'ば'),
            Some(c @ ('い' | 'え' | 'お')) if last == Some('ゔ') => {
                replace_last(&mut key, row_of_b(c));
            }
            Some(c) => key.push(c),
            None => {}
        }
    }
    key
}

/// The character that stands for this one in a key; none stands for marks that only lengthen or join.
pub fn key_of(c: char) -> Option<char> {
    if c == 'ー' || is_middle_dot(c) {
        return None;
    }
    let hiragana = match c {
        '\u{30a1}'..='\u{30f6}' => char::from_u32(u32::from(c) - 0x60).unwrap_or(c),
        _ => c,
    };
    Some(match hiragana {
        'ぁ' => 'あ',
        'ぃ' => 'い',
        'ぅ' => 'う',
        'ぇ' => 'え',
        'ぉ' => 'お',
        'ゃ' => 'や',
        'ゅ' => 'ゆ',
        'ょ' => 'よ',
        'ゎ' => 'わ',
        'っ' => 'つ',
        c => c,
    })
}

const fn row_of_b(vowel: char) -> char {
    match vowel {
        'い' => 'び',
        'え' => 'べ',
        _ => 'ぼ',
    }
}

fn replace_last(key: &mut String, c: char) {
    key.pop();
    key.push(c);
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn width_case_accents_dashes_and_apostrophes_are_folded() {
        assert_eq!(Folded::of("ＳＲＥ　Résumé—It’s").text, "sre resume-it's");
        assert_eq!(Folded::of("ｴﾝｼﾞﾆｱﾘﾝｸﾞ").text, "エンジニアリング");
        assert_eq!(Folded::of("が").text, "が");
        assert_eq!(Folded::of("サ－バ－").text, "サーバー");
    }

    #[test]
    fn kana_long_vowels_and_middle_dots_are_folded_in_keys() {
        let same = [
            ["マネージャー", "マネージャ"],
            ["マネージャー", "まねーじゃー"],
            ["キャパシティ・プランニング", "キャパシティプランニング"],
            ["ソフトウェア", "ソフトウエア"],
            ["ヴァイオリン", "バイオリン"],
            ["メンティー", "メンティ"],
        ];
        for [a, b] in same {
            assert_eq!(key(a), key(b), "{a} {b}");
        }
        assert_ne!(key("バグ"), key("バッグ"));
        assert_ne!(key("ハード"), key("バード"));
    }

    #[test]
    fn folded_text_knows_where_it_came_from() {
        let folded = Folded::of("あｶﾞb");
        assert_eq!(folded.text, "あガb");
        assert_eq!(folded.origin(3..6), (1, 3));
        assert_eq!(folded.origin(6..7), (3, 4));
        let folded = Folded::of("㍿x");
        assert_eq!(folded.text, "株式会社x");
        assert_eq!(folded.origin(3..6), (0, 1));
    }

    proptest! {
        #[test]
        fn folding_twice_changes_nothing_more(text in any::<String>()) {
            let once = Folded::of(&text).text;
            let twice = Folded::of(&once).text;
            prop_assert_eq!(key(&twice), key(&once));
        }

        #[test]
        fn origins_lie_in_the_text_and_never_go_back(text in any::<String>()) {
            let n_chars = text.chars().count();
            let mut last = 0;
            for (_, (start, end)) in Folded::of(&text).chars() {
                prop_assert!(last <= start && start < end && end <= n_chars);
                last = start;
            }
        }
    }
}
