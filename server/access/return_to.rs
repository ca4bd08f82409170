//! Where to go after signing in: an address of this site and of no other.

use std::fmt;

use url::{Position, Url};

/// Longer addresses are not carried through a sign-in.
const LONGEST: usize = 2_000;

/// Invariant: a path of this site, with its query, as a browser would read it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ReturnTo(String);

impl ReturnTo {
    /// The front page for whatever is, or could be taken for, an address elsewhere.
    pub fn parse(input: &str) -> Self {
        Self::own(input).unwrap_or_else(|| Self("/".to_owned()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    fn own(input: &str) -> Option<Self> {
        let path = input.split(['?', '#']).next()?;
        let is_plain = input.len() <= LONGEST && !input.contains(char::is_control);
        if !is_plain || !path.starts_with('/') || path.contains("//") || path.contains('\\') {
            return None;
        }
        // The host stands for ours: what leads away from it would lead away from us.
        let here = Url::parse("http://guidepost.invalid/").ok()?;
        let there = here.join(input).ok()?;
        let path = &there[Position::BeforePath..];
        let stays = there.origin() == here.origin() && !path.starts_with("//");
        stays.then(|| Self(path.to_owned()))
    }
}

impl fmt::Display for ReturnTo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_of_this_site_is_kept() {
        for (input, kept) in [
            ("/", "/"),
            ("/write", "/write"),
            ("/stories?to=cto&author=a#x", "/stories?to=cto&author=a#x"),
            ("/stories?q=http://a/", "/stories?q=http://a/"),
            ("/people/あ", "/people/%E3%81%82"),
        ] {
            assert_eq!(ReturnTo::parse(input).as_str(), kept);
        }
    }

    #[test]
    fn nobody_is_led_elsewhere() {
        for input in [
            "",
            "write",
            "//evil.example",
            "/\\evil.example",
            "\\\\evil.example",
            "https://evil.example/",
            "javascript:alert(1)",
            "/\t/evil.example",
            "/\n/evil.example",
            "/a//evil.example",
            "/.//evil.example",
            "/%2e//evil.example",
            " //evil.example",
            "/\u{0}",
            &format!("/{}", "a".repeat(LONGEST)),
        ] {
            assert_eq!(ReturnTo::parse(input).as_str(), "/", "{input:?}");
        }
    }
}
