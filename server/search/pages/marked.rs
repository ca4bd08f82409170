//! Text with marks on what was found in it, as pieces for a template.

use crate::search::engine::Highlight;

/// A piece of a text.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Piece {
    pub text: String,
    pub is_found: bool,
}

/// The text of a highlight, in its order, in pieces.
pub fn pieces(highlight: &Highlight) -> Vec<Piece> {
    let chars: Vec<char> = highlight.text.chars().collect();
    let piece = |from: usize, to: usize, is_found| {
        let text: String = chars.get(from..to)?.iter().collect();
        (!text.is_empty()).then_some(Piece { text, is_found })
    };
    let mut pieces = Vec::new();
    let mut at = 0;
    for [start, end] in highlight.ranges.iter().copied() {
        pieces.extend(piece(at, start, false));
        pieces.extend(piece(start, end, true));
        at = end;
    }
    pieces.extend(piece(at, chars.len(), false));
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(text: &str, ranges: &[[usize; 2]]) -> String {
        let highlight = Highlight {
            field: "title",
            text: text.to_owned(),
            ranges: ranges.to_vec(),
        };
        let piece = |it: Piece| match it.is_found {
            true => format!("[{}]", it.text),
            false => it.text,
        };
        pieces(&highlight).into_iter().map(piece).collect()
    }

    #[test]
    fn the_pieces_are_the_text() {
        assert_eq!(marked("評価とSRE", &[[0, 2], [3, 6]]), "[評価]と[SRE]");
        assert_eq!(marked("<b>", &[]), "<b>");
        assert_eq!(marked("", &[]), "");
        assert_eq!(marked("a b", &[[0, 1]]), "[a] b");
    }
}
