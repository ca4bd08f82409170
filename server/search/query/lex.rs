//! The pieces of what was typed: words, quoted phrases, excluded ones, and operators with their values.

use crate::search::words::Folded;

/// What is typed further is not read.
pub const MAX_CHARS: usize = 300;

/// What is typed further is not read.
pub const MAX_PIECES: usize = 40;

#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Piece {
    Words(String),
    Phrase(String),
    /// Words or a phrase that must not stand in a story.
    Excluded(String),
    /// `name:value`. Whether it means something is for others to say.
    Operator {
        name: String,
        value: String,
    },
}

/// Control characters part words; a quote that is never closed is no quote.
pub fn lex(text: &str) -> Vec<Piece> {
    let chars = text.chars().take(MAX_CHARS).map(readable).collect();
    let mut lexer = Lexer { chars, at: 0 };
    let mut pieces = Vec::new();
    while pieces.len() < MAX_PIECES {
        match lexer.next() {
            Some(piece) => pieces.push(piece),
            None => break,
        }
    }
    pieces
}

fn readable(c: char) -> char {
    match c {
        c if c.is_control() => ' ',
        '“' | '”' | '＂' | '„' => '"',
        '：' => ':',
        '－' | '−' => '-',
        c => c,
    }
}

struct Lexer {
    chars: Vec<char>,
    at: usize,
}

impl Lexer {
    fn next(&mut self) -> Option<Piece> {
        loop {
            self.skip_spaces();
            let is_excluded = self.eat_minus();
            if let Some(phrase) = self.quoted() {
                if phrase.trim().is_empty() {
                    continue;
                }
                return Some(excluded_if(is_excluded, Piece::Phrase(phrase)));
            }
            let word = self.word()?;
            if is_excluded {
                return Some(Piece::Excluded(word));
            }
            return Some(self.operator(&word).unwrap_or(Piece::Words(word)));
        }
    }

    fn peek(&self, ahead: usize) -> Option<char> {
        self.chars.get(self.at + ahead).copied()
    }

    fn skip_spaces(&mut self) {
        while self.peek(0).is_some_and(char::is_whitespace) {
            self.at += 1;
        }
    }

    /// A minus before something; it stands at the beginning of a word.
    fn eat_minus(&mut self) -> bool {
        let is_minus = self.peek(0) == Some('-');
        let before = self
            .peek(1)
            .is_some_and(|it| it == '"' || it.is_alphanumeric());
        if is_minus && before {
            self.at += 1;
        }
        is_minus && before
    }

    fn quoted(&mut self) -> Option<String> {
        if self.peek(0) != Some('"') {
            return None;
        }
        let rest = self.chars.get(self.at + 1..)?;
        let Some(length) = rest.iter().position(|it| *it == '"') else {
            self.at += 1;
            return None;
        };
        let phrase = rest.get(..length)?.iter().collect();
        self.at += length + 2;
        Some(phrase)
    }

    /// Up to the next space or quote. None at the end.
    fn word(&mut self) -> Option<String> {
        self.skip_spaces();
        let rest = self.chars.get(self.at..)?;
        let ends = |it: &char| it.is_whitespace() || *it == '"';
        let length = rest.iter().position(ends).unwrap_or(rest.len());
        if length == 0 {
            return None;
        }
        let word = rest.get(..length)?.iter().collect();
        self.at += length;
        Some(word)
    }

    /// The word as an operator, with the value that stands in it or is quoted behind it.
    fn operator(&mut self, word: &str) -> Option<Piece> {
        let (name, value) = word.split_once(':')?;
        if name.is_empty() || !name.chars().all(char::is_alphabetic) {
            return None;
        }
        let value = if value.is_empty() {
            self.quoted()?
        } else {
            value.to_owned()
        };
        let name = Folded::of(name).text;
        Some(Piece::Operator { name, value })
    }
}

fn excluded_if(is_excluded: bool, piece: Piece) -> Piece {
    match piece {
        Piece::Phrase(text) if is_excluded => Piece::Excluded(text),
        piece => piece,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn words(text: &str) -> Piece {
        Piece::Words(text.to_owned())
    }

    #[test]
    fn words_phrases_exclusions_and_operators_are_told_apart() {
        let expected = [
            words("sre"),
            Piece::Phrase("error budget".to_owned()),
            Piece::Excluded("toil".to_owned()),
            Piece::Excluded("on call".to_owned()),
            Piece::Operator {
                name: "to".to_owned(),
                value: "em".to_owned(),
            },
            Piece::Operator {
                name: "author".to_owned(),
                value: "佐藤 花子".to_owned(),
            },
        ];
        let typed = "sre “error budget” -toil -\"on call\" To：em author:\"佐藤 花子\"";
        assert_eq!(lex(typed), expected);
    }

    #[test]
    fn what_only_looks_like_an_operator_is_words() {
        assert_eq!(lex("a - b"), [words("a"), words("-"), words("b")]);
        assert_eq!(lex("to: em"), [words("to:"), words("em")]);
        assert_eq!(lex("on-call"), [words("on-call")]);
        assert_eq!(lex("-"), [words("-")]);
    }

    #[test]
    fn an_open_quote_is_none() {
        let texts: Vec<Piece> = lex("a \"b c").into_iter().collect();
        assert_eq!(texts, [words("a"), words("b"), words("c")]);
        assert!(lex("\"\" \" \"").is_empty());
    }

    proptest! {
        #[test]
        fn any_text_is_taken_apart_within_bounds(text in any::<String>()) {
            let pieces = lex(&text);
            prop_assert!(pieces.len() <= MAX_PIECES);
        }
    }

    #[test]
    fn hostile_texts_are_bounded() {
        for text in [
            "\"".repeat(10_000),
            "to:x ".repeat(1_000),
            "-".repeat(10_000),
            "あ".repeat(10_000),
        ] {
            let pieces = lex(&text);
            assert!(pieces.len() <= MAX_PIECES);
        }
    }
}
