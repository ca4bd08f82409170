//! The name a person goes by in addresses, such as `tsuzura` in `/people/tsuzura`.

use std::fmt;
use std::str::FromStr;

use diesel_derive_newtype::DieselNewType;
use serde::Deserialize;

/// Invariant: `[a-z][a-z0-9-]{2,29}`, and neither a reserved word nor one that looks like it.
#[derive(Clone, Debug, Deserialize, DieselNewType, Eq, Hash, PartialEq)]
#[serde(try_from = "String")]
pub struct Handle(String);

/// Why a text is no handle; the code of the message.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum InvalidHandle {
    Form,
    Reserved,
}

/// Words that mean the site itself, its pages or its keepers.
const RESERVED: &[&str] = &[
    "about",
    "abuse",
    "account",
    "accounts",
    "admin",
    "administrator",
    "anonymous",
    "api",
    "app",
    "assets",
    "auth",
    "bookmarks",
    "catalog",
    "contact",
    "delete",
    "docs",
    "edit",
    "embed",
    "everyone",
    "feed",
    "feeds",
    "fit-gap",
    "guidepost",
    "guideposts",
    "health",
    "healthz",
    "help",
    "home",
    "info",
    "login",
    "logout",
    "mail",
    "map",
    "me",
    "mentor",
    "mentoring",
    "mentors",
    "mentorship",
    "mentorships",
    "metrics",
    "michishirube",
    "mod",
    "moderator",
    "moderators",
    "moderation",
    "new",
    "nobody",
    "null",
    "oembed",
    "official",
    "people",
    "postmaster",
    "practice",
    "practices",
    "preview",
    "privacy",
    "readyz",
    "register",
    "report",
    "reports",
    "road",
    "roads",
    "robots",
    "role",
    "roles",
    "root",
    "search",
    "security",
    "session",
    "sessions",
    "settings",
    "sign-in",
    "sign-out",
    "sign-up",
    "sitemap",
    "staff",
    "static",
    "status",
    "stories",
    "story",
    "support",
    "suspended",
    "system",
    "team",
    "terms",
    "token",
    "tokens",
    "undefined",
    "user",
    "users",
    "webhook",
    "webhooks",
    "webmaster",
    "write",
    "www",
];

impl Handle {
    pub fn parse(input: &str) -> Result<Self, InvalidHandle> {
        let handle = input.trim().to_ascii_lowercase();
        let starts_well = handle.starts_with(|c: char| c.is_ascii_lowercase());
        let reads_well = handle
            .chars()
            .all(|c| matches!(c, 'a'..='z' | '0'..='9' | '-'));
        if !starts_well || !reads_well || !(3..=30).contains(&handle.len()) {
            return Err(InvalidHandle::Form);
        }
        let looks = look(&handle);
        if RESERVED.iter().any(|it| look(it) == looks) {
            return Err(InvalidHandle::Reserved);
        }
        Ok(Self(handle))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The same for handles that are mistaken for one another: `adm1n`, `ad-min` and `admin`.
fn look(handle: &str) -> String {
    handle
        .chars()
        .filter(|c| *c != '-')
        .map(|c| match c {
            '0' => 'o',
            '1' | 'i' => 'l',
            '3' => 'e',
            '4' => 'a',
            '5' => 's',
            '7' => 't',
            c => c,
        })
        .collect()
}

impl InvalidHandle {
    pub const fn code(self) -> &'static str {
        match self {
            Self::Form => "bad_handle",
            Self::Reserved => "handle_reserved",
        }
    }
}

impl TryFrom<String> for Handle {
    type Error = String;

    fn try_from(input: String) -> Result<Self, String> {
        input.parse()
    }
}

impl FromStr for Handle {
    type Err = String;

    fn from_str(input: &str) -> Result<Self, String> {
        Self::parse(input).map_err(|err| match err {
            InvalidHandle::Form => {
                "a handle is 3 to 30 letters a-z, digits or hyphens, and starts with a letter"
                    .to_owned()
            }
            InvalidHandle::Reserved => {
                format!("`{input}` is reserved, or looks like a reserved word")
            }
        })
    }
}

impl fmt::Display for Handle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_handle_is_kept_in_lowercase() {
        assert_eq!(Handle::parse(" Ada-L ").unwrap().as_str(), "ada-l");
    }

    #[test]
    fn what_could_not_stand_in_an_address_is_no_handle() {
        let long = "a".repeat(31);
        for input in [
            "",
            "ab",
            "1st",
            "-ada",
            "ada lovelace",
            "a\0da",
            "ädä",
            "ada_l",
            &long,
        ] {
            assert_eq!(Handle::parse(input), Err(InvalidHandle::Form), "{input:?}");
        }
    }

    #[test]
    fn reserved_words_and_their_look_alikes_are_refused() {
        for input in [
            "admin",
            "adm1n",
            "ad-min",
            "s-t-o-r-i-e-s",
            "r0les",
            "st4ff",
            "log1n",
        ] {
            assert_eq!(
                Handle::parse(input),
                Err(InvalidHandle::Reserved),
                "{input:?}"
            );
        }
    }
}
