//! What the people who run an instance say elsewhere: their terms, what they do with data, how to reach them.

use clap::Args;
use url::Url;

/// Each is linked where it is set.
#[derive(Args, Clone, Debug, Default)]
pub struct Links {
    /// The terms of use, to which one agrees by joining
    #[arg(id = "terms_url", long = "terms-url", env = "GUIDEPOST_TERMS_URL", value_name = "URL", value_parser = page)]
    pub terms: Option<Url>,

    /// What happens to personal data
    #[arg(id = "privacy_url", long = "privacy-url", env = "GUIDEPOST_PRIVACY_URL", value_name = "URL", value_parser = page)]
    pub privacy: Option<Url>,

    /// How to reach the people who run the site: a page, or mailto: and an address
    #[arg(id = "contact_url", long = "contact-url", env = "GUIDEPOST_CONTACT_URL", value_name = "URL", value_parser = page_or_mail)]
    pub contact: Option<Url>,
}

fn page(text: &str) -> Result<Url, String> {
    let url: Url = text.parse().map_err(|err| format!("{err}"))?;
    match url.scheme() {
        "http" | "https" => Ok(url),
        _ => Err("must be http:// or https://".to_owned()),
    }
}

fn page_or_mail(text: &str) -> Result<Url, String> {
    let url: Url = text.parse().map_err(|err| format!("{err}"))?;
    match url.scheme() {
        "http" | "https" => Ok(url),
        "mailto" if url.path().contains('@') => Ok(url),
        _ => Err("must be http://, https:// or mailto: with an address".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_one_of_the_web_and_contact_may_be_an_address() {
        for text in ["https://example.org/terms", "http://localhost/a?b#c"] {
            assert!(page(text).is_ok() && page_or_mail(text).is_ok(), "{text}");
        }
        assert!(page_or_mail("mailto:hello@example.org").is_ok());
        for text in [
            "",
            "terms",
            "/terms",
            "javascript:alert(1)",
            "data:text/html,x",
            "mailto:",
        ] {
            assert!(page(text).is_err() && page_or_mail(text).is_err(), "{text}");
        }
        assert!(page("mailto:hello@example.org").is_err());
    }
}
