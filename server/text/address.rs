//! Addresses that people give: of the web and of nothing else.

use url::Url;

/// Whether a text is an address on the web.
pub fn is_web(text: &str) -> bool {
    let parsed = Url::parse(text);
    parsed.is_ok_and(|it| matches!(it.scheme(), "http" | "https") && it.has_host())
        && (text.starts_with("http://") || text.starts_with("https://"))
}
