//! What the pieces mean: operators become filters, and what is not understood stays words.

use crate::catalog::Kind;
use crate::i18n::Language;
use crate::search::engine::Filters;
use crate::search::query::lex::{Piece, lex};
use crate::search::vocabulary::Vocabulary;

/// What is excluded further is not read.
const MAX_EXCLUDED: usize = 8;

/// What is quoted further is read as words.
const MAX_PHRASES: usize = 6;

/// A query taken apart.
#[derive(Clone, Debug, Default)]
pub struct Typed {
    /// All that is neither quoted, excluded nor an operator, in order.
    pub words: String,
    pub phrases: Vec<String>,
    pub excluded: Vec<String>,
    pub filters: Filters,
    /// Typed handles or names of authors, which only the index knows.
    pub authors: Vec<String>,
}

/// Never fails: whatever is typed means something, if only words.
pub fn parse(text: &str, vocabulary: &Vocabulary) -> Typed {
    let mut typed = Typed::default();
    for piece in lex(text) {
        match piece {
            Piece::Words(words) => typed.push_words(&words),
            Piece::Phrase(phrase) if typed.phrases.len() < MAX_PHRASES => {
                typed.phrases.push(phrase);
            }
            Piece::Phrase(phrase) => typed.push_words(&phrase),
            Piece::Excluded(text) if typed.excluded.len() < MAX_EXCLUDED => {
                typed.excluded.push(text);
            }
            Piece::Excluded(_) => {}
            Piece::Operator { name, value } => typed.operator(&name, &value, vocabulary),
        }
    }
    // The end of the text is the end of its last word, if that is a word.
    if text.ends_with(char::is_whitespace) {
        typed.words.push(' ');
    }
    typed
}

impl Typed {
    fn push_words(&mut self, words: &str) {
        if !self.words.is_empty() {
            self.words.push(' ');
        }
        self.words.push_str(words);
    }

    fn operator(&mut self, name: &str, value: &str, vocabulary: &Vocabulary) {
        let is_understood = match name {
            "to" => added(&mut self.filters.to, roles(value, vocabulary)),
            "from" => added(&mut self.filters.from, roles(value, vocabulary)),
            "practice" => added(
                &mut self.filters.practices,
                entry(Kind::Practice, value, vocabulary),
            ),
            "challenge" => added(
                &mut self.filters.challenges,
                entry(Kind::Challenge, value, vocabulary),
            ),
            "author" => added(&mut self.authors, author(value)),
            "lang" | "language" => {
                let language = language(value);
                self.filters.language = language.or(self.filters.language);
                language.is_some()
            }
            _ => {
                self.push_words(name);
                false
            }
        };
        // The name of an operator is no word that anybody looks for.
        if !is_understood {
            self.push_words(value);
        }
    }
}

fn added<T: PartialEq>(list: &mut Vec<T>, value: Option<T>) -> bool {
    let is_understood = value.is_some();
    list.extend(value.filter(|it| !list.contains(it)));
    is_understood
}

/// The roles that are called this, or those of the track that is.
fn roles(value: &str, vocabulary: &Vocabulary) -> Option<Vec<String>> {
    if let Some(track) = value.strip_prefix("track:") {
        return roles_of(track, vocabulary);
    }
    let called = vocabulary.called(&[Kind::Role], value);
    if called.is_empty() {
        let tracks = vocabulary.called(&[Kind::Track], value);
        return tracks.first().and_then(|it| roles_of(&it.slug, vocabulary));
    }
    Some(called.into_iter().map(|it| it.slug.clone()).collect())
}

fn roles_of(track: &str, vocabulary: &Vocabulary) -> Option<Vec<String>> {
    let roles: Vec<String> = vocabulary
        .roles_of(track)
        .map(|it| it.slug.clone())
        .collect();
    Some(roles).filter(|it| !it.is_empty())
}

fn entry(kind: Kind, value: &str, vocabulary: &Vocabulary) -> Option<String> {
    let called = vocabulary.called(&[kind], value);
    called.first().map(|it| it.slug.clone())
}

fn author(value: &str) -> Option<String> {
    let author = value.trim().trim_start_matches('@');
    Some(author.to_owned()).filter(|it| !it.is_empty())
}

fn language(value: &str) -> Option<Language> {
    match value.trim().to_lowercase().as_str() {
        "ja" | "jp" | "japanese" | "日本語" => Some(Language::Japanese),
        "en" | "english" | "英語" => Some(Language::English),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::vocabulary::Named;

    fn named(kind: Kind, slug: &str, names: [&str; 2], aliases: &[&str]) -> Named {
        Named {
            kind,
            slug: slug.to_owned(),
            track: Some("management".to_owned()),
            ja: names[0].to_owned(),
            en: names[1].to_owned(),
            short: None,
            aliases: aliases.iter().map(|it| (*it).to_owned()).collect(),
        }
    }

    fn vocabulary() -> Vocabulary {
        Vocabulary::new([
            named(
                Kind::Track,
                "management",
                ["マネジメント", "Management"],
                &["管理職"],
            ),
            named(
                Kind::Role,
                "engineering-manager",
                ["エンジニアリングマネージャー", "Engineering manager"],
                &["EM", "課長"],
            ),
            named(
                Kind::Practice,
                "error-budget",
                ["エラーバジェット", "Error budget"],
                &["エラー予算"],
            ),
        ])
    }

    #[test]
    fn values_are_known_by_slug_name_and_alias_in_both_languages() {
        let manager = vec![vec!["engineering-manager".to_owned()]];
        for text in [
            "to:engineering-manager",
            "to:EM",
            "to:課長",
            "ｔｏ：課長",
            "Ｔｏ:課長",
            "to:エンジニアリングマネージャ",
            "to:\"engineering managers\"",
            "to:track:management",
            "to:管理職",
        ] {
            assert_eq!(parse(text, &vocabulary()).filters.to, manager, "{text}");
        }
        let typed = parse(
            "practice:エラー予算 lang:日本語 author:@hanako",
            &vocabulary(),
        );
        assert_eq!(typed.filters.practices, ["error-budget"]);
        assert_eq!(typed.filters.language, Some(Language::Japanese));
        assert_eq!(typed.authors, ["hanako"]);
        assert!(typed.words.is_empty());
    }

    #[test]
    fn what_is_not_understood_is_words() {
        let typed = parse("to:penguin lang:fr http://x.example a:b", &vocabulary());
        assert_eq!(typed.words, "penguin fr http //x.example a b");
        assert_eq!(typed.filters, Filters::default());
    }

    #[test]
    fn a_thousand_operators_are_bounded() {
        let typed = parse(&"to:em -x \"y\" practice:no ".repeat(1_000), &vocabulary());
        assert_eq!(typed.filters.to.len(), 1);
        assert!(typed.excluded.len() <= MAX_EXCLUDED && typed.phrases.len() <= MAX_PHRASES);
    }
}
