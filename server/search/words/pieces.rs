//! The pieces of a text between the breaks of Unicode's rules (UAX 29).

use std::ops::Range;

use icu_segmenter::WordSegmenter;
use icu_segmenter::options::WordBreakInvariantOptions;

use crate::search::words::kind::is_cjk;

/// A stretch of a text, in bytes, and whether it is a word.
pub type Piece = (Range<usize>, bool);

/// Cut by the dictionary of the script, where it is written without spaces.
pub fn by_dictionary(text: &str) -> Vec<Piece> {
    let segmenter = WordSegmenter::new_dictionary(WordBreakInvariantOptions::default());
    let mut pieces = Vec::new();
    let mut from = 0;
    for (to, kind) in segmenter.segment_str(text).iter_with_word_type() {
        let part = text.get(from..to).unwrap_or_default();
        let is_word = kind.is_word_like() || part.chars().any(is_cjk);
        pieces.push((from..to, is_word));
        from = to;
    }
    pieces
}

/// Japanese in sequence stays in one piece.
pub fn around_japanese(text: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut from = 0;
    while let Some(rest) = text.get(from..).filter(|it| !it.is_empty()) {
        let is_japanese = rest.starts_with(is_cjk);
        let length = rest.find(|it| is_cjk(it) != is_japanese);
        let to = from + length.unwrap_or(rest.len());
        if is_japanese {
            pieces.push((from..to, true));
        } else {
            let words = by_dictionary(text.get(from..to).unwrap_or_default());
            let moved = |(it, is_word): Piece| (from + it.start..from + it.end, is_word);
            pieces.extend(words.into_iter().map(moved));
        }
        from = to;
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn japanese_in_english_is_one_piece() {
        let text = "the 障害対応 of Thai ภาษาไทย";
        let words = around_japanese(text).into_iter().filter(|it| it.1);
        let words: Vec<&str> = words.map(|it| &text[it.0]).collect();
        assert_eq!(words, ["the", "障害対応", "of", "Thai", "ภาษา", "ไทย"]);
    }
}
