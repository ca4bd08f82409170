//! From where to where: the little words beside a role say which end of the road it is.

use crate::search::words::Word;

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Direction {
    From,
    To,
    Either,
}

const BEFORE_FROM: &[&str] = &["from", "leaving", "left"];
const BEFORE_TO: &[&str] = &["to", "into", "become", "becoming", "became", "towards"];
const AFTER_FROM: &[&str] = &["から", "出身", "より"];
const AFTER_TO: &[&str] = &["へ", "に", "になる", "なりたい"];

/// The direction of a role that was found in the words `from..to`.
pub fn direction(words: &[Word], from: usize, to: usize) -> Direction {
    // An article may stand between: "to an engineering manager".
    let before = words.get(..from).unwrap_or_default().iter().rev();
    let before = before
        .map(|it| it.key.as_str())
        .find(|it| !matches!(*it, "a" | "an" | "the"));
    let after = words.get(to).map(|it| it.key.as_str());
    let is = |word: Option<&str>, list: &[&str]| word.is_some_and(|it| list.contains(&it));
    if is(before, BEFORE_FROM) || is(after, AFTER_FROM) {
        Direction::From
    } else if is(before, BEFORE_TO) || is(after, AFTER_TO) {
        Direction::To
    } else {
        Direction::Either
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::Language;
    use crate::search::words::cut;

    #[test]
    fn little_words_tell_the_ends() {
        let words = cut("from SRE to an EM", Language::Japanese);
        assert_eq!(direction(&words, 1, 2), Direction::From);
        assert_eq!(direction(&words, 4, 5), Direction::To);
        let words = cut("SREから課長へ", Language::Japanese);
        assert_eq!(direction(&words, 0, 1), Direction::From);
        assert_eq!(direction(&words, 2, 3), Direction::To);
        assert_eq!(
            direction(&cut("SRE", Language::Japanese), 0, 1),
            Direction::Either
        );
    }
}
