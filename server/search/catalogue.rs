//! The vocabulary of the catalogue as it is.

use crate::catalog::{Catalog, Entry};
use crate::search::vocabulary::{Named, Vocabulary};

impl Vocabulary {
    /// Retired entries have their names as long as stories hold them; a merged one is another name of its
    /// successor.
    pub fn of(catalog: &Catalog) -> Self {
        let current = catalog.entries().filter(|it| it.merged_into.is_none());
        Self::new(current.map(|it| named(it, catalog)))
    }
}

fn named(entry: &Entry, catalog: &Catalog) -> Named {
    let mut aliases = entry.aliases.clone();
    let merged = catalog.entries().filter(|it| {
        it.kind == entry.kind
            && it.merged_into.is_some()
            && catalog.current(it.kind, &it.slug) == entry.slug
    });
    for merged in merged {
        let names = [&merged.slug, &merged.ja, &merged.en].into_iter();
        let names = names.chain(&merged.short).chain(&merged.aliases);
        aliases.extend(names.cloned());
    }
    Named {
        kind: entry.kind,
        slug: entry.slug.clone(),
        track: entry.track.clone(),
        ja: entry.ja.clone(),
        en: entry.en.clone(),
        short: entry.short.clone(),
        aliases,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Kind;

    fn entry(slug: &str, merged_into: Option<&str>) -> Entry {
        Entry {
            merged_into: merged_into.map(str::to_owned),
            ..Entry::plain(
                Kind::Role,
                slug,
                &format!("{slug}の役"),
                &format!("{slug} role"),
            )
        }
    }

    #[test]
    fn merged_entries_are_names_of_their_successor() {
        let entries = vec![
            entry("one", Some("two")),
            entry("two", Some("three")),
            entry("three", None),
        ];
        let vocabulary = Vocabulary::of(&Catalog::new(entries));
        for name in ["one", "oneの役", "two role", "three"] {
            let called = vocabulary.called(&[Kind::Role], name);
            let slugs: Vec<&str> = called.iter().map(|it| it.slug.as_str()).collect();
            assert_eq!(slugs, ["three"], "{name}");
        }
    }
}
