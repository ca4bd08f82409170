//! The pieces of a text between the breaks of Unicode's rules (UAX 29).

use std::ops::Range;

use icu_segmenter::WordSegmenter;
use icu_segmenter::options::WordBreakInvariantOptions;

use crate::search::words::kind::{is_cjk, is_hiragana, is_kanji};
use crate::search::words::{fold, stop};

/// A stretch of a text, in bytes, and whether it is a word.
pub type Piece = (Range<usize>, bool);

/// Cut by the dictionary of the script, where it is written without spaces.
///
/// The library takes the longest beginning of a word of the dictionary, and where that leads nowhere the
/// character after it, too: った理 of なった理由. Such a piece ends before the kanji, and cutting begins there anew.
pub fn by_dictionary(text: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut from = 0;
    while let Some(rest) = text.get(from..).filter(|it| !it.is_empty()) {
        let began = from;
        for (to, is_word) in broken(rest) {
            let to = began + to;
            let part = text.get(from..to).unwrap_or_default();
            if let Some(length) = swallowing(part) {
                pieces.push((from..from + length, true));
                from += length;
                break;
            }
            pieces.push((from..to, is_word || part.chars().any(is_cjk)));
            from = to;
        }
    }
    pieces
}

/// The ends of the library's pieces, and whether each is a word.
fn broken(text: &str) -> impl Iterator<Item = (usize, bool)> + use<'_> {
    let segmenter = WordSegmenter::new_dictionary(WordBreakInvariantOptions::default());
    let pieces = segmenter.segment_str(text).iter_with_word_type();
    let pieces = pieces.filter(|it| it.0 > 0);
    pieces.map(|(to, kind)| (to, kind.is_word_like()))
}

/// Where in a piece that begins in hiragana the kanji begin that do not belong to it, as they do to the honorific
/// of お客 or ご飯.
fn swallowing(piece: &str) -> Option<usize> {
    let begins = piece.starts_with(is_hiragana) && !piece.starts_with(['お', 'ご', 'み']);
    let kanji = piece.find(is_kanji).filter(|_| begins)?;
    let is_known = || stop::is_asking(&fold::key(piece));
    (!is_known()).then_some(kanji)
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

    fn words(text: &str) -> Vec<&str> {
        let pieces = by_dictionary(text).into_iter();
        pieces.filter_map(|it| text.get(it.0)).collect()
    }

    #[test]
    fn an_ending_takes_no_kanji_with_it() {
        assert_eq!(words("なった理由"), ["な", "った", "理由"]);
        assert_eq!(words("お客さんの話")[0], "お客");
        assert_eq!(words("やり方を変えた")[0], "やり方");
    }

    #[test]
    fn japanese_in_english_is_one_piece() {
        let text = "the 障害対応 of Thai ภาษาไทย";
        let words = around_japanese(text).into_iter().filter(|it| it.1);
        let words: Vec<&str> = words.filter_map(|it| text.get(it.0)).collect();
        assert_eq!(words, ["the", "障害対応", "of", "Thai", "ภาษา", "ไทย"]);
    }
}
