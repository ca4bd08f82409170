//! What is left of a word when its endings are taken away.

use std::sync::LazyLock;

use rust_stemmers::{Algorithm, Stemmer};

use crate::search::words::kind::{is_hiragana, is_kanji};

static ENGLISH: LazyLock<Stemmer> = LazyLock::new(|| Stemmer::create(Algorithm::English));

/// A word of Latin letters: American spelling, then the English stem. Short and mixed ones stay whole.
pub fn latin(word: &str) -> String {
    let word = word.strip_suffix("'s").unwrap_or(word);
    let is_plain = word.bytes().all(|it| it.is_ascii_lowercase());
    if !is_plain {
        return word.to_owned();
    }
    if word.len() < 4 {
        return word.to_owned();
    }
    ENGLISH.stem(&american(word)).into_owned()
}

/// One spelling of two: "organisation", "behaviour", "programme", "centre".
pub fn american(word: &str) -> String {
    let mut word = word.to_owned();
    for (british, american) in [
        ("isation", "ization"),
        ("ising", "izing"),
        ("ised", "ized"),
        ("iser", "izer"),
        ("ise", "ize"),
    ] {
        if word.len() >= 8
            && let Some(start) = word.rfind(british)
            && word.len() - start - british.len() <= 1
        {
            word.replace_range(start..start + british.len(), american);
            break;
        }
    }
    for (british, american) in [
        ("iour", "ior"),
        ("abour", "abor"),
        ("avour", "avor"),
        ("olour", "olor"),
        ("programme", "program"),
        ("centre", "center"),
        ("fulfilm", "fulfillm"),
    ] {
        if word.contains(british) {
            word = word.replace(british, american);
        }
    }
    word
}

/// A word that begins with kanji: without the kana of its inflection, so that 学ぶ, 学び and 学んだ meet.
pub fn japanese(word: &str) -> String {
    if !word.chars().next().is_some_and(is_kanji) {
        return word.to_owned();
    }
    let stem = word.trim_end_matches(is_hiragana);
    let ending = word.chars().count() - stem.chars().count();
    if ending > 3 {
        return word.to_owned();
    }
    stem.to_owned()
}

/// The stem of a word by its letters.
pub fn of(word: &str) -> String {
    match word.is_ascii() {
        true => latin(word),
        false => japanese(word),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn english_endings_and_spellings_meet() {
        for (a, b) in [
            ("incidents", "incident"),
            ("managing", "managed"),
            ("organisation", "organizations"),
            ("optimising", "optimize"),
            ("behaviour", "behaviors"),
            ("programme", "programs"),
            ("manager's", "manager"),
        ] {
            assert_eq!(latin(a), latin(b), "{a} {b}");
        }
    }

    #[test]
    fn short_and_mixed_words_stay_whole() {
        for word in ["sre", "ops", "k8s", "node.js", "c++", "2021"] {
            assert_eq!(latin(word), word);
        }
    }

    #[test]
    fn japanese_inflections_meet() {
        assert_eq!(japanese("学び"), japanese("学ぶ"));
        assert_eq!(japanese("振り返り"), japanese("振り返る"));
        assert_eq!(japanese("作っ"), japanese("作り"));
        assert_eq!(japanese("ひとり"), "ひとり");
        assert_eq!(japanese("評価"), "評価");
    }
}
