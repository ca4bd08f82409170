//! What somebody may have meant by a slug or a name that does not exist.

use crate::catalog::Entry;

/// How many are offered.
const OFFERED: usize = 3;

/// Below this likeness (Jaro-Winkler, 0..=1) a name is a guess, not an offer.
const LIKE_ENOUGH: f64 = 0.78;

/// No name is longer; the likeness of long texts takes long to tell.
const LONGEST: usize = 60;

/// The entries whose slug, name or alias is most like what was sent, best first.
pub fn nearest<'a>(entries: impl Iterator<Item = &'a Entry>, sent: &str) -> Vec<String> {
    let named_so = entries.map(|it| {
        let names = [&it.slug, &it.ja, &it.en].into_iter();
        (
            it.slug.as_str(),
            names.chain(&it.aliases).map(String::as_str),
        )
    });
    named(named_so, sent)
}

/// The slugs, given with all names, of which one name is most like what was sent, best first.
pub fn named<'a, N>(slugs: impl Iterator<Item = (&'a str, N)>, sent: &str) -> Vec<String>
where
    N: Iterator<Item = &'a str>,
{
    let sent: String = folded(sent).chars().take(LONGEST).collect();
    let likeness = |names: N| {
        let each = names.map(|it| strsim::jaro_winkler(&folded(it), &sent));
        each.fold(0.0, f64::max)
    };
    let mut scored: Vec<(f64, &str)> = slugs.map(|(slug, names)| (likeness(names), slug)).collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0));
    scored
        .into_iter()
        .take(OFFERED)
        .filter(|it| it.0 >= LIKE_ENOUGH)
        .map(|it| it.1.to_owned())
        .collect()
}

fn folded(name: &str) -> String {
    name.to_lowercase().replace(['_', ' ', '　'], "-")
}
