//! An e-mail address, fit to stand in a header and in an envelope.

use std::fmt;

use url::Host;

use crate::error::Fault;

const LONGEST: usize = 254;

/// In ASCII, its domain in lower case. The case of what stands before the `@` is kept for the server
/// that knows what it means; the database takes addresses that differ in it alone for one.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Address(String);

impl Address {
    /// # Errors
    /// `bad_address` at `/address`. Quoted names, bare numbers and hosts without a dot are refused, too:
    /// people who type them have mistyped. A domain in other letters is kept as its ASCII name.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        Self::of(text.trim()).ok_or_else(|| Fault::new("/address", "bad_address"))
    }

    fn of(text: &str) -> Option<Self> {
        let (name, domain) = text.rsplit_once('@')?;
        // `Host` would read percent signs as letters.
        let host = Host::parse(domain).ok().filter(|_| !domain.contains('%'))?;
        let Host::Domain(domain) = host else {
            return None;
        };
        let is_plain = name.is_ascii() && !name.starts_with('"');
        let is_whole = domain.contains('.') && !domain.ends_with('.');
        let address = lettre::Address::new(name, &domain).ok()?;
        let address = address.to_string();
        (is_plain && is_whole && address.len() <= LONGEST).then_some(Self(address))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_kept_as_it_is_but_for_its_domain() {
        for (typed, kept) in [
            ("ada@example.org", "ada@example.org"),
            (" Ada.L+sre@Example.ORG ", "Ada.L+sre@example.org"),
            ("ada@例え.jp", "ada@xn--r8jz45g.jp"),
            ("o'hara@a-b.example", "o'hara@a-b.example"),
        ] {
            assert_eq!(Address::parse(typed).unwrap().as_str(), kept);
        }
    }

    #[test]
    fn what_is_no_address_is_refused() {
        for typed in [
            "",
            "ada",
            "ada@",
            "@example.org",
            "ada@example",
            "ada@example.org.",
            "ada@@example.org",
            "ada@127.0.0.1",
            "ada@[::1]",
            "ada@exa%6dple.org",
            "ada@example.org/path",
            "ada@example.org:25",
            "Ada <ada@example.org>",
            "ada@example.org, bob@example.org",
            "ada@example.org\r\nBcc: bob@example.org",
            "ada\r\nBcc: bob@example.org",
            "ada\n@example.org",
            "\"ada lovelace\"@example.org",
            "葵@example.org",
            "a da@example.org",
            &format!("{}@example.org", "a".repeat(65)),
            &format!("ada@{}.org", "a.".repeat(130)),
        ] {
            let fault = Address::parse(typed).unwrap_err();
            assert_eq!(fault.code, "bad_address", "{typed:?}");
        }
    }
}
