//! Names of the catalogue in a heading.

use crate::catalog::{Catalog, Entry, Kind};

/// The entry whose name or alias stands in a heading, the longest of all, and the words of it.
pub(super) fn entry<'c>(
    heading: &str,
    catalog: &'c Catalog,
    kind: Kind,
) -> Option<(&'c Entry, String)> {
    let heading = folded(heading);
    let all = catalog.offered(kind).filter(|it| it.slug != "other");
    let named = all.flat_map(|entry| called(entry).map(move |name| (entry, folded(name))));
    let named = named.filter(|it| names(&heading, &it.1));
    // `max_by_key` would take the last of several; the first of the list is the likelier.
    named.reduce(|best, it| {
        if best.1.chars().count() < it.1.chars().count() {
            it
        } else {
            best
        }
    })
}

/// The roles that a heading names, in its order, each once.
pub(super) fn roles<'c>(heading: &str, catalog: &'c Catalog) -> Vec<&'c str> {
    let mut left = folded(heading);
    let mut found: Vec<(usize, &str)> = Vec::new();
    while let Some((role, name)) = entry(&left, catalog, Kind::Role) {
        let Some(at) = place(&left, &name) else { break };
        if found.iter().all(|it| it.1 != role.slug) {
            found.push((at, role.slug.as_str()));
        }
        // As many bytes as before, so that places stay comparable.
        let blank = "\u{1f}".repeat(name.len());
        left.replace_range(at..at + name.len(), &blank);
    }
    found.sort_by_key(|it| it.0);
    found.into_iter().map(|it| it.1).collect()
}

fn called(entry: &Entry) -> impl Iterator<Item = &str> {
    let names = [entry.ja.as_str(), entry.en.as_str()];
    let more = entry.short.iter().chain(&entry.aliases).map(String::as_str);
    names
        .into_iter()
        .chain(more)
        .filter(|it| it.chars().count() > 1)
}

/// Whether a name stands in a text: a Latin one as a word of its own.
pub(super) fn names(text: &str, name: &str) -> bool {
    place(text, name).is_some()
}

fn place(text: &str, name: &str) -> Option<usize> {
    let is_free = |at: &usize| {
        let before = text.get(..*at).and_then(|it| it.chars().next_back());
        let after = text.get(at + name.len()..).and_then(|it| it.chars().next());
        let joins = |own: Option<char>, next: Option<char>| {
            own.is_some_and(|it| it.is_ascii_alphanumeric())
                && next.is_some_and(|it| it.is_ascii_alphanumeric())
        };
        !joins(name.chars().next(), before) && !joins(name.chars().next_back(), after)
    };
    text.match_indices(name).map(|it| it.0).find(is_free)
}

/// Small letters; full-width letters and digits as narrow ones.
pub(super) fn folded(text: &str) -> String {
    let narrow = |c: char| match c {
        '！'..='～' => u32::from(c)
            .checked_sub(0xfee0)
            .and_then(char::from_u32)
            .unwrap_or(c),
        '　' => ' ',
        c => c,
    };
    text.chars()
        .map(narrow)
        .flat_map(char::to_lowercase)
        .collect()
}
