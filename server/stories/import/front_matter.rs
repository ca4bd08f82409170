//! What Zenn, Qiita, Marp and most site generators keep on top of a Markdown file, between two lines of `---`.

use crate::stories::import::article::About;

/// The longest that is looked at.
const MAX_LINES: usize = 100;

/// Keys that name the address of the published article.
const ADDRESSES: &[&str] = &[
    "canonical_url",
    "canonical",
    "original_url",
    "permalink",
    "url",
];

/// What it says, and the text below it.
pub(super) fn split(text: &str) -> (About, &str) {
    let none = (About::default(), text);
    let Some(rest) = text.trim_start().strip_prefix("---\n") else {
        return none;
    };
    let mut about = About::default();
    let mut below = rest;
    for _ in 0..MAX_LINES {
        let Some((line, after)) = below
            .split_once('\n')
            .or(Some((below, "")))
            .filter(|_| !below.is_empty())
        else {
            return none;
        };
        below = after;
        if matches!(line.trim_end(), "---" | "...") {
            return (about, below);
        }
        if !is_yaml(line) {
            return none;
        }
        if let Some((key, value)) = line.split_once(':') {
            note(&mut about, key.trim(), unquoted(value.trim()));
        }
    }
    none
}

/// A slide deck may begin with a rule, too: what follows it is then no list of keys.
fn is_yaml(line: &str) -> bool {
    let continues = line.is_empty() || line.starts_with([' ', '\t', '#', '-', ']', '}']);
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
    let is_key = |(key, _): (&str, &str)| !key.is_empty() && key.trim_end().chars().all(is_name);
    continues || line.split_once(':').is_some_and(is_key)
}

fn note(about: &mut About, key: &str, value: &str) {
    let is_said = !matches!(value, "" | "null" | "~");
    match key {
        "title" if is_said => about.title = Some(value.to_owned()),
        // Marp's own key, and Qiita's.
        "marp" | "slide" => about.is_slides |= value == "true",
        key if ADDRESSES.contains(&key) && about.canonical_url.is_none() && is_said => {
            about.canonical_url = Some(value.to_owned());
        }
        _ => {}
    }
}

fn unquoted(value: &str) -> &str {
    let within = |mark: char| value.strip_prefix(mark)?.strip_suffix(mark);
    within('"').or_else(|| within('\'')).unwrap_or(value).trim()
}
