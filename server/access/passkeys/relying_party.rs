//! Whom passkeys are made for: this site, by the name in its address.

use url::Url;
use webauthn_rs::{Webauthn, WebauthnBuilder};

use crate::access::local::is_loopback_name;

/// What devices show beside the address.
const NAME: &str = "Guidepost";

#[derive(Debug)]
pub struct RelyingParty {
    pub(super) webauthn: Webauthn,
    id: String,
    origin: String,
}

/// Why browsers make no passkeys for an address.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Absence {
    /// Its host is a number, not a name.
    Number,
    /// It is not encrypted, and not of one's own machine.
    Plain,
}

impl RelyingParty {
    pub fn of(base_url: &Url) -> Result<Self, Absence> {
        let id = base_url.domain().ok_or(Absence::Number)?;
        if base_url.scheme() != "https" && !is_loopback_name(id) {
            return Err(Absence::Plain);
        }
        let builder = WebauthnBuilder::new(id, base_url);
        // It refuses addresses without a name alone.
        let webauthn = builder.and_then(|it| it.rp_name(NAME).build());
        Ok(Self {
            webauthn: webauthn.ok().ok_or(Absence::Number)?,
            id: id.to_owned(),
            origin: base_url.origin().ascii_serialization(),
        })
    }

    /// The name for which its passkeys are good.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The address that a browser must be at: scheme, name and port.
    pub fn origin(&self) -> &str {
        &self.origin
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(address: &str) -> Result<String, Absence> {
        RelyingParty::of(&Url::parse(address).unwrap()).map(|it| it.id)
    }

    #[test]
    fn an_address_has_passkeys_when_it_has_a_name_and_is_safe() {
        for (address, id) in [
            ("http://localhost:8080", "localhost"),
            ("http://guide.localhost", "guide.localhost"),
            ("https://guidepost.example/", "guidepost.example"),
            ("https://道しるべ.example", "xn--p8jp9g130r.example"),
        ] {
            assert!(of(address).is_ok(), "{address}");
            if address.is_ascii() {
                assert_eq!(of(address).unwrap(), id);
            }
        }
        for address in [
            "http://127.0.0.1:8080",
            "https://192.0.2.7",
            "https://[::1]",
        ] {
            assert_eq!(of(address), Err(Absence::Number), "{address}");
        }
        assert_eq!(of("http://guidepost.example"), Err(Absence::Plain));
        let other = "http://localhost.guidepost.example";
        assert_eq!(of(other), Err(Absence::Plain));
    }
}
