//! Whether a word that was typed is a form of one that is listed: the stem alone makes "train" of "training" and
//! "available" of "availability".

use crate::search::words::{stem, stop};

/// Endings that a word takes and keeps its meaning.
const ENDINGS: &[&str] = &["s", "es", "'s", "d", "ed", "ing"];

/// The same stem, and the typed word is the listed one, another number of it, or longer by an ending of verbs.
/// A listed "training" is no "train", a listed "learnings" no "learn".
pub fn is_form_of(typed: &str, listed: &str) -> bool {
    if typed == listed {
        return true;
    }
    let stem = stem::of(typed);
    if stem != stem::of(listed) || is_common(&stem) {
        return false;
    }
    let (typed, listed) = (stem::american(typed), stem::american(listed));
    singular(&typed) == singular(&listed) || is_longer(&typed, &listed)
}

/// Whether a listed word is looked for in texts as it is spelt: by its stem other words would be found for it.
pub fn is_spelt_only(listed: &str) -> bool {
    let singular = singular(listed);
    let is_noun_of_another = ["ing", "ability", "ibility"]
        .iter()
        .any(|it| singular.len() > it.len() + 1 && singular.ends_with(it));
    let stem = stem::of(listed);
    stem != *listed && (is_noun_of_another || is_common(&stem))
}

fn is_common(stem: &str) -> bool {
    stop::is_small(stem) || stop::is_asking(stem)
}

/// Without the ending of the plural.
pub fn singular(word: &str) -> String {
    let word = word.strip_suffix("'s").unwrap_or(word);
    if let Some(begin) = word.strip_suffix("ies").filter(|it| it.len() > 1) {
        return format!("{begin}y");
    }
    let is_plural = |it: &&str| it.len() > 2 && !it.ends_with('s');
    let begin = word.strip_suffix('s').filter(is_plural).unwrap_or(word);
    let hisses = |it: &&str| ["ch", "sh", "x", "ss"].iter().any(|end| it.ends_with(end));
    let begin = begin.strip_suffix('e').filter(hisses).unwrap_or(begin);
    begin.to_owned()
}

fn is_longer(typed: &str, listed: &str) -> bool {
    // "migrate" and "migrating", "quit" and "quitting", "apply" and "applied".
    let without_e = listed.strip_suffix('e').unwrap_or(listed);
    let doubled = listed.chars().next_back().map(|it| format!("{listed}{it}"));
    let with_i = listed.strip_suffix('y').map(|it| format!("{it}i"));
    let beginnings = [
        Some(listed),
        Some(without_e),
        doubled.as_deref(),
        with_i.as_deref(),
    ];
    beginnings.into_iter().flatten().any(|begin| {
        let ending = typed.strip_prefix(begin);
        ending.is_some_and(|it| ENDINGS.contains(&it))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_a_word_are_told_from_its_relatives() {
        for (typed, listed) in [
            ("incidents", "incident"),
            ("negotiating", "negotiate"),
            ("promotions", "promotion"),
            ("optimization", "optimisation"),
            ("vacancy", "vacancies"),
            ("applied", "apply"),
            ("quitting", "quit"),
        ] {
            assert!(is_form_of(typed, listed), "{typed} {listed}");
        }
        for (typed, listed) in [
            ("train", "training"),
            ("available", "availability"),
            ("learn", "learnings"),
            ("learning", "learnings"),
            ("organ", "organization"),
        ] {
            assert!(!is_form_of(typed, listed), "{typed} {listed}");
        }
    }

    #[test]
    fn nouns_made_of_other_words_are_looked_for_as_they_are_spelt() {
        for word in ["training", "availability", "learnings"] {
            assert!(is_spelt_only(word), "{word}");
        }
        for word in ["incidents", "negotiation", "sre", "latency"] {
            assert!(!is_spelt_only(word), "{word}");
        }
    }
}
