//! What somebody may have meant by a slug that does not exist.

use crate::catalog::Entry;

/// How many are offered.
const OFFERED: usize = 3;

/// Below this likeness (Jaro-Winkler, 0..=1) a name is a guess, not an offer.
const LIKE_ENOUGH: f64 = 0.78;

/// No name is longer; the likeness of long texts takes long to tell.
const LONGEST: usize = 60;

/// The entries whose slug, name or alias is most like what was sent, best first.
pub fn nearest<'a>(entries: impl Iterator<Item = &'a Entry>, sent: &str) -> Vec<String> {
    let sent: String = folded(sent).chars().take(LONGEST).collect();
    let mut scored: Vec<(f64, &Entry)> = entries.map(|it| (likeness(it, &sent), it)).collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0));
    scored
        .into_iter()
        .take(OFFERED)
        .filter(|it| it.0 >= LIKE_ENOUGH)
        .map(|it| it.1.slug.clone())
        .collect()
}

fn likeness(entry: &Entry, sent: &str) -> f64 {
    let names = [&entry.slug, &entry.ja, &entry.en];
    names
        .into_iter()
        .chain(&entry.aliases)
        .map(|name| strsim::jaro_winkler(&folded(name), sent))
        .fold(0.0, f64::max)
}

fn folded(name: &str) -> String {
    name.to_lowercase().replace(['_', ' ', '　'], "-")
}
