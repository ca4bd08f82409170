//! What a slug means, after merges. Pure.

use std::collections::HashMap;

use crate::catalog::{Entry, Kind};

/// Beside each entry the place of the one that it means now: itself, or the last of its successors. Merges
/// make chains; one that is longer than the list would be a circle.
pub(super) fn meant(entries: &[Entry]) -> Vec<Option<usize>> {
    let numbered = entries.iter().zip(0..);
    let exact: HashMap<(Kind, &str), usize> = numbered
        .map(|(it, at)| ((it.kind, it.slug.as_str()), at))
        .collect();
    let last = |mut at: usize| {
        for _ in 0..=entries.len() {
            let entry = entries.get(at)?;
            match &entry.merged_into {
                Some(successor) => at = *exact.get(&(entry.kind, successor.as_str()))?,
                None => return Some(at),
            }
        }
        None
    };
    (0..entries.len()).map(last).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Catalog;

    fn catalog(merges: &[(&str, Option<&str>)]) -> Catalog {
        let entry = |(slug, successor): &(&str, Option<&str>)| Entry {
            merged_into: successor.map(str::to_owned),
            ..Entry::plain(Kind::Role, slug, slug, slug)
        };
        Catalog::new(merges.iter().map(entry).collect())
    }

    #[test]
    fn a_merged_slug_means_the_last_of_its_successors() {
        let catalog = catalog(&[("a", Some("b")), ("b", Some("c")), ("c", None), ("d", None)]);
        assert_eq!(catalog.current(Kind::Role, "a"), "c");
        assert_eq!(catalog.family(Kind::Role, "c"), ["a", "b", "c"]);
        assert_eq!(catalog.family(Kind::Role, "d"), ["d"]);
        assert!(catalog.family(Kind::Role, "a").is_empty());
        assert!(catalog.find(Kind::Practice, "c").is_none());
    }

    #[test]
    fn what_leads_to_no_entry_means_none() {
        let catalog = catalog(&[("a", Some("b")), ("b", Some("a")), ("c", Some("gone"))]);
        for slug in ["a", "b", "c", "unknown"] {
            assert!(catalog.find(Kind::Role, slug).is_none(), "{slug}");
            assert_eq!(catalog.current(Kind::Role, slug), slug);
        }
    }

    #[test]
    fn a_new_name_leaves_the_meaning_of_slugs_as_it_was() {
        let entry = Entry::plain(Kind::Role, "sre", "SRE", "SRE");
        let renamed = Entry {
            en: "Site reliability engineer".to_owned(),
            ..entry.clone()
        };
        let waypoint = Entry {
            waypoint: true,
            ..entry.clone()
        };
        let [before, renamed, waypoint] =
            [entry, renamed, waypoint].map(|it| Catalog::new(vec![it]));
        assert_ne!(renamed.edition(), before.edition());
        assert_eq!(renamed.lineage(), before.lineage());
        assert_ne!(waypoint.lineage(), before.lineage());
    }
}
