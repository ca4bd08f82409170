//! Folding: what differs on paper but not in meaning becomes the same.
//!
//! Two steps. The text is normalised (NFKC, which mends width too; lower case; accents of Latin letters,
//! dashes and apostrophes) and cut into words; each word then has a *key* (kana, long-vowel marks, middle
//! dots, small kana). Cutting between the two keeps the dictionary's words as the dictionary spells them.

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
        let mut folded = Self {
            text: String::with_capacity(text.len()),
            places: Vec::with_capacity(text.len() / 2),
        };
        each(text, |c, (start, end)| {
            let byte = folded.text.len();
            folded.places.push(Place { byte, start, end });
            folded.text.push(c);
        });
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
}

/// Each folded character of a text, with the characters of the text that it stands for. All folding begins
/// here: what is indexed, asked for and marked is the same.
pub fn each(text: &str, mut take: impl FnMut(char, (usize, usize))) {
    let mut last = None;
    let mut take = |c: char, origin| {
        // Most letters stand behind another that takes no accent, or are none themselves.
        let is_accent = c >= '\u{300}' && last.is_some_and(|it: char| it.is_ascii_alphabetic());
        if is_accent && is_combining_mark(c) {
            return;
        }
        let c = if c == '-' && last.is_some_and(is_katakana) {
            'ー'
        } else {
            c
        };
        last = Some(c);
        take(c, origin);
    };
    let mut chars = text.chars().enumerate().peekable();
    let mut cluster = String::new();
    while let Some((start, c)) = chars.next() {
        let extends = chars
            .peek()
            .is_some_and(|it| belongs_to_the_one_before(it.1));
        if !extends && is_normal(c) {
            take(c.to_ascii_lowercase(), (start, start + 1));
            continue;
        }
        cluster.clear();
        cluster.push(c);
        let mut end = start + 1;
        while let Some((_, c)) = chars.next_if(|it| belongs_to_the_one_before(it.1)) {
            cluster.push(c);
            end += 1;
        }
        for c in cluster.nfkc().flat_map(|it| plain(it).to_lowercase()) {
            take(c, (start, end));
        }
    }
}

/// What is normal already, whatever stands beside it: most of all texts.
pub const fn is_normal(c: char) -> bool {
    matches!(c, '\0'..='\u{7f}' | '\u{3001}'..='\u{3035}' | '\u{3041}'..='\u{3096}' | '\u{30a1}'..='\u{30fe}'
        | '\u{4e00}'..='\u{9fff}')
}

/// Marks that are composed with what stands before them, and the later parts of a syllable of Korean.
fn belongs_to_the_one_before(c: char) -> bool {
    match c {
        '\0'..='\u{2ff}' | '\u{3041}'..='\u{3098}' | '\u{30a1}'..='\u{9fff}' => false,
        '\u{ff9e}' | '\u{ff9f}' | '\u{1160}'..='\u{11ff}' => true,
        c => is_combining_mark(c),
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
    let mut before = None;
    for c in word.chars() {
        match key_after(before, c) {
            Key::New(c) => key.push(c),
            Key::Instead(c) => {
                key.pop();
                key.push(c);
            }
            Key::With(one, c) => {
                key.pop();
                key.extend([one, c]);
            }
            Key::None => {}
        }
        before = Some(c);
    }
    key
}

/// What a character adds to a key.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Key {
    New(char),
    /// One sound with the character before it, in whose place this stands: ヴァ is バ.
    Instead(char),
    /// It also changes the one before it: ヴュ is ビュ.
    With(char, char),
    /// It only lengthens or joins.
    None,
}

/// `before` is the normalised character before it.
pub fn key_after(before: Option<char>, c: char) -> Key {
    let hiragana = hiragana(c);
    if before.map(self::hiragana) == Some('ゔ') {
        match hiragana {
            'ぁ' => return Key::Instead('ば'),
            'ぃ' => return Key::Instead('び'),
            'ぇ' => return Key::Instead('べ'),
            'ぉ' => return Key::Instead('ぼ'),
            'ゃ' => return Key::With('び', 'や'),
            'ゅ' => return Key::With('び', 'ゆ'),
            'ょ' => return Key::With('び', 'よ'),
            _ => {}
        }
    }
    if c == 'ー' || is_middle_dot(c) {
        return Key::None;
    }
    Key::New(match hiragana {
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
        'ゔ' => 'ぶ',
        c => c,
    })
}

/// The normalised characters that are compared as this one, and more: ゔ is compared as ぶ, and as ば before ぁ.
pub fn spellings(key: char) -> impl Iterator<Item = char> {
    let keys = "あいうえおやゆよわつばびぶべぼ".chars();
    let mut pairs = keys.zip("ぁぃぅぇぉゃゅょゎっゔゔゔゔゔ".chars());
    let other = pairs.find(|it| it.0 == key).map_or(key, |it| it.1);
    [key, other].into_iter().flat_map(|it| [it, katakana(it)])
}

fn katakana(c: char) -> char {
    match c {
        '\u{3041}'..='\u{3096}' => char::from_u32(u32::from(c) + 0x60).unwrap_or(c),
        _ => c,
    }
}

fn hiragana(c: char) -> char {
    match c {
        '\u{30a1}'..='\u{30f6}' => char::from_u32(u32::from(c) - 0x60).unwrap_or(c),
        _ => c,
    }
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
        assert_eq!(Folded::of("Cafe\u{301} か\u{3099} 각").text, "cafe が 각");
    }

    #[test]
    fn kana_long_vowels_and_middle_dots_are_folded_in_keys() {
        let same = [
            ["マネージャー", "マネージャ"],
            ["マネージャー", "まねーじゃー"],
            ["キャパシティ・プランニング", "キャパシティプランニング"],
            ["ソフトウェア", "ソフトウエア"],
            ["ヴァイオリン", "バイオリン"],
            ["レヴュー", "レビュー"],
            ["ラヴ", "ラブ"],
            ["メンティー", "メンティ"],
        ];
        for [a, b] in same {
            assert_eq!(key(a), key(b), "{a} {b}");
        }
        assert_ne!(key("バグ"), key("バッグ"));
        assert_ne!(key("ハード"), key("バード"));
    }

    #[test]
    fn each_kana_is_a_spelling_of_its_key() {
        for c in '\u{3041}'..='\u{30fe}' {
            if let Key::New(key) = key_after(None, c) {
                assert!(spellings(key).any(|it| it == c), "{c} {key}");
            }
        }
        for (c, key) in [('ぁ', 'ば'), ('ぃ', 'び'), ('ぇ', 'べ'), ('ぉ', 'ぼ')] {
            assert_eq!(key_after(Some('ヴ'), c), Key::Instead(key));
            assert!(spellings(key).any(|it| it == 'ヴ'));
        }
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
            let mut origins = Vec::new();
            each(&text, |_, origin| origins.push(origin));
            for (start, end) in origins {
                prop_assert!(last <= start && start < end && end <= n_chars);
                last = start;
            }
        }
    }
}
