//! What a provider has vouched for: an account of its own, and what it calls it.

use crate::people::Handle;
use crate::people::display_name;

/// Longer names are cut; they are for reading only.
const LONGEST: usize = 100;

/// Who vouches where a mailbox does: whoever opens the link that was sent to it. No provider is called so.
const MAILBOX: &str = "mailto:";

#[derive(Clone, Debug)]
pub struct Proven {
    /// Who vouches: an issuer, or the address of a GitHub.
    pub provider: String,
    /// Its own key of the account.
    pub subject: String,
    /// What it calls the account.
    pub name: String,
    /// What it calls the person.
    pub full_name: String,
    /// Only where the provider says that it is verified.
    pub email: Option<String>,
}

impl Proven {
    /// Somebody who can read what is sent to an address.
    pub fn by_mail(address: String) -> Self {
        Self {
            provider: MAILBOX.to_owned(),
            subject: address.clone(),
            name: address,
            full_name: String::new(),
            email: None,
        }
    }

    /// The address whose mail they can read, where it is that which vouches.
    pub fn mailbox(&self) -> Option<&str> {
        (self.provider == MAILBOX).then_some(&self.subject)
    }

    /// A handle near what they are called there; empty where there is none.
    pub fn handle(&self) -> String {
        let begin = self.name.split('@').next().unwrap_or_default();
        let plain = |c: char| {
            if c.is_ascii_alphanumeric() {
                c.to_ascii_lowercase()
            } else {
                '-'
            }
        };
        let handle: String = begin.chars().map(plain).take(30).collect();
        let handle = Handle::parse(handle.trim_matches('-'));
        handle.map_or_else(|_| String::new(), |it| it.to_string())
    }

    /// A display name where what they are called there is one.
    pub fn display_name(&self) -> String {
        display_name::parse(&self.full_name).unwrap_or_default()
    }
}

/// What is shown of a name that another site sent.
pub fn shown(name: &str) -> String {
    let visible = name.chars().filter(|c| !c.is_control());
    visible.take(LONGEST).collect::<String>().trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_handle_is_suggested_where_one_can_be() {
        let handle = |name: &str| {
            let proven = Proven {
                provider: String::new(),
                subject: String::new(),
                name: name.to_owned(),
                full_name: String::new(),
                email: None,
            };
            proven.handle()
        };
        assert_eq!(handle("Octo.Cat"), "octo-cat");
        assert_eq!(handle("aoi@example.org"), "aoi");
        assert_eq!(handle("-aoi-"), "aoi");
        for none in ["", "葵", "ab", "admin", "1st"] {
            assert_eq!(handle(none), "", "{none}");
        }
    }
}
