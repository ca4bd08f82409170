//! Names that the rules for cutting words would take apart.

/// Whole names. What stands between their letters and digits is part of them.
const NAMES: &[&str] = &[
    "c++", "c#", "f#", ".net", "asp.net", "node.js", "next.js", "vue.js", "nuxt.js", "three.js",
    "ci/cd", "sli/slo", "slo/sli", "tcp/ip", "go/no-go", "r&d", "m&a", "staff+",
];

/// The signs in the names.
pub const SIGNS: &str = "+#./&";

/// The length in bytes of the name that begins here, if one does: `before` is the character before it.
pub fn at(rest: &str, before: Option<char>) -> Option<usize> {
    if before.is_some_and(|it| it.is_ascii_alphanumeric()) {
        return None;
    }
    // Most words have no sign behind them, and are told apart here.
    let sign = rest.find(|it: char| !it.is_ascii_alphanumeric());
    let sign = sign.and_then(|it| rest.get(it..)?.chars().next());
    if !sign.is_some_and(|it| SIGNS.contains(it)) {
        return None;
    }
    let starts = |name: &&&str| rest.starts_with(**name) && ends(rest, name);
    NAMES.iter().filter(starts).map(|it| it.len()).max()
}

/// Whether the name ends where it should, not inside another word.
fn ends(rest: &str, name: &str) -> bool {
    let next = rest.get(name.len()..).and_then(|it| it.chars().next());
    !next.is_some_and(|it| it.is_ascii_alphanumeric() || matches!(it, '+' | '#'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_name_has_a_sign() {
        assert!(NAMES.iter().all(|it| it.contains(|c| SIGNS.contains(c))));
        assert!(NAMES.iter().all(|it| at(it, None) == Some(it.len())));
    }

    #[test]
    fn a_protected_name_stands_alone() {
        assert_eq!(at("c++ and", None), Some(3));
        assert_eq!(at("c++11", None), None);
        assert_eq!(at("c#を", Some('の')), Some(2));
        assert_eq!(at(".net core", Some(' ')), Some(4));
        assert_eq!(at(".network", Some(' ')), None);
        assert_eq!(at(".net", Some('p')), None);
        assert_eq!(at("asp.net", None), Some(7));
    }
}
