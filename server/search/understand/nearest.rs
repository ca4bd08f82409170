//! Roles and practices that may have been meant, where nothing is found.

use crate::catalog::Kind;
use crate::catalog::nearest::named;
use crate::search::engine::Nearest;
use crate::search::vocabulary::Vocabulary;
use crate::search::words::Folded;

/// `words` are those of the query, without its operators.
pub fn nearest(words: &str, vocabulary: &Vocabulary) -> Nearest {
    let words = Folded::of(words.trim()).text;
    if words.is_empty() {
        return Nearest::default();
    }
    let of_kind = |kind| {
        let entries = vocabulary.entries().iter().filter(|it| it.kind == kind);
        let named_so = entries.map(|it| {
            let slug = std::iter::once(it.slug.as_str());
            let names = slug.chain(it.names());
            (
                it.slug.as_str(),
                names.chain(it.aliases.iter().map(String::as_str)),
            )
        });
        named(named_so, &words)
    };
    Nearest {
        roles: of_kind(Kind::Role),
        practices: of_kind(Kind::Practice),
    }
}
