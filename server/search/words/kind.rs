//! What a character is to the cutting of words.

pub fn is_katakana(c: char) -> bool {
    matches!(c, '\u{30a1}'..='\u{30fa}' | '\u{30fc}'..='\u{30ff}' | '\u{31f0}'..='\u{31ff}')
}

pub fn is_hiragana(c: char) -> bool {
    matches!(c, '\u{3041}'..='\u{309f}')
}

/// Kanji, with the mark that repeats one.
pub fn is_kanji(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3ffff}' | '々' | '〇')
}

/// A character of a script that is written without spaces.
pub fn is_cjk(c: char) -> bool {
    is_kanji(c) || is_hiragana(c) || is_katakana(c) || matches!(c, '\u{ac00}'..='\u{d7af}')
}

/// The point between the parts of a katakana name.
pub fn is_middle_dot(c: char) -> bool {
    matches!(c, '・' | '·' | '‧' | '•')
}
