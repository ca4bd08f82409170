//! The links in a text, and what stands behind them as far as their host tells.

use std::collections::HashSet;

use url::Url;

use crate::stories::content::{Link, LinkKind};
use crate::stories::import::plain;

/// The longest address and the longest title that a story takes.
const MAX_URL: usize = 2_000;
const MAX_TITLE: usize = 120;

/// How far back the words of a link may begin, in bytes.
const LOOKED_BACK: usize = 400;

/// The most links of one text.
const MAX_LINKS: usize = 100;

const HOSTS: &[(&str, LinkKind)] = &[
    ("speakerdeck.com", LinkKind::Slides),
    ("slideshare.net", LinkKind::Slides),
    ("docswell.com", LinkKind::Slides),
    ("slides.com", LinkKind::Slides),
    ("youtube.com", LinkKind::Talk),
    ("youtu.be", LinkKind::Talk),
    ("vimeo.com", LinkKind::Talk),
    ("zenn.dev", LinkKind::Article),
    ("qiita.com", LinkKind::Article),
    ("note.com", LinkKind::Article),
    ("hatenablog.com", LinkKind::Article),
    ("medium.com", LinkKind::Article),
    ("dev.to", LinkKind::Article),
];

/// Every address once, in the order of the text.
pub(super) fn found(markdown: &str) -> Vec<Link> {
    let mut seen = HashSet::new();
    let mut links = Vec::new();
    let mut read = 0;
    for (at, _) in markdown.match_indices("http") {
        // What stands in an address is part of it.
        let Some(rest) = markdown.get(at..).filter(|_| at >= read) else {
            continue;
        };
        let (url, length) = address(rest);
        read = at + length;
        let Some(url) = url else { continue };
        if seen.insert(url.clone()) {
            let before = markdown.get(..at).unwrap_or_default();
            links.push(link(url, words_before(before)));
        }
        if links.len() == MAX_LINKS {
            break;
        }
    }
    links
}

/// What its host says of an address.
pub(super) fn kind(url: &Url) -> LinkKind {
    let host = url.host_str().unwrap_or_default();
    if host == "docs.google.com" && url.path().starts_with("/presentation/") {
        return LinkKind::Slides;
    }
    let is_under = |name: &str| {
        host.strip_suffix(name)
            .is_some_and(|it| it.is_empty() || it.ends_with('.'))
    };
    let known = HOSTS.iter().find(|it| is_under(it.0));
    known.map_or(LinkKind::Other, |it| it.1)
}

fn link(url: Url, words: Option<String>) -> Link {
    let bare = || {
        let path = url.path().trim_end_matches('/');
        format!("{}{path}", url.host_str().unwrap_or_default())
    };
    let title = words.unwrap_or_else(bare);
    Link {
        kind: kind(&url),
        title: plain::shortened(&title, MAX_TITLE),
        url: url.into(),
    }
}

/// The address with which a text begins, and how much of the text was read for it, in bytes.
fn address(text: &str) -> (Option<Url>, usize) {
    if !text.starts_with("https://") && !text.starts_with("http://") {
        return (None, 0);
    }
    let mut open = 0_usize;
    let mut length = 0;
    for c in text.chars().take(MAX_URL) {
        let ends = c.is_whitespace()
            || matches!(
                c,
                '<' | '>' | '"' | '\'' | '`' | '|' | '\\' | '」' | '）' | '、' | '。'
            );
        open += usize::from(c == '(');
        if ends || (c == ')' && open == 0) {
            break;
        }
        open = open.saturating_sub(usize::from(c == ')'));
        length += c.len_utf8();
    }
    let marks = ['.', ',', ';', ':', '!', '?', '*', '_', ']'];
    let text = text.get(..length).unwrap_or_default();
    let url = Url::parse(text.trim_end_matches(marks)).ok();
    (url.filter(Url::has_host), length)
}

/// `[words](` at the end of a text, or `[words]: `.
fn words_before(text: &str) -> Option<String> {
    let inside = text
        .strip_suffix("](")
        .or_else(|| text.strip_suffix("](<"))
        .or_else(|| text.strip_suffix("]: "))?;
    let mut from = inside.len().saturating_sub(LOOKED_BACK);
    while !inside.is_char_boundary(from) {
        from += 1;
    }
    let near = inside.get(from..)?;
    let words = plain::line(near.rsplit_once('[')?.1);
    Some(words).filter(|it| !it.is_empty() && !it.starts_with('^'))
}
