//! Roles and practices that may have been meant, where nothing is found.

use crate::catalog::Kind;
use crate::search::engine::Nearest;
use crate::search::vocabulary::{Named, Vocabulary};
use crate::search::words::{Folded, fold};

/// Below this likeness (Jaro-Winkler, 0..=1) a name is a guess, not an offer.
const LIKE_ENOUGH: f64 = 0.8;

/// How many of each are offered.
const OFFERED: usize = 3;

/// No name is longer; the likeness of long texts takes long to tell.
const LONGEST: usize = 40;

pub fn nearest(text: &str, vocabulary: &Vocabulary) -> Nearest {
    let typed: String = plain(text).chars().take(LONGEST).collect();
    Nearest {
        roles: of_kind(Kind::Role, &typed, vocabulary),
        practices: of_kind(Kind::Practice, &typed, vocabulary),
    }
}

fn of_kind(kind: Kind, typed: &str, vocabulary: &Vocabulary) -> Vec<String> {
    if typed.is_empty() {
        return Vec::new();
    }
    let entries = vocabulary.entries().iter().filter(|it| it.kind == kind);
    let mut scored: Vec<(f64, &Named)> = entries
        .map(|it| (likeness(it, typed), it))
        .filter(|it| it.0 >= LIKE_ENOUGH)
        .collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0));
    scored.truncate(OFFERED);
    scored.into_iter().map(|it| it.1.slug.clone()).collect()
}

fn likeness(entry: &Named, typed: &str) -> f64 {
    let names = entry
        .names()
        .chain(entry.aliases.iter().map(String::as_str));
    names
        .map(|it| strsim::jaro_winkler(&plain(it), typed))
        .fold(0.0, f64::max)
}

fn plain(text: &str) -> String {
    fold::key(&Folded::of(text.trim()).text)
}
