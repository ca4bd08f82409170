//! HTML as Markdown: what a reader would see of it, without scripts, styles, menus and hidden parts.

mod blocks;
mod element;
mod facts;
mod tags;
mod tidy;
mod tree;

use std::sync::LazyLock;

use comrak::Options;
use comrak::options::ListStyleType;
use url::Url;

use crate::stories::import::article::About;

/// The Markdown that is written, and read where it must be taken apart.
pub(super) static OPTIONS: LazyLock<Options<'static>> = LazyLock::new(|| {
    let mut options = Options::default();
    options.extension.table = true;
    options.extension.strikethrough = true;
    options.extension.autolink = true;
    options.render.prefer_fenced = true;
    options.render.list_style = ListStyleType::Dash;
    options
});

/// Elements with which a page or a piece of one begins.
const BEGINNINGS: &[&str] = &[
    "!doctype",
    "?xml",
    "rss",
    "html",
    "head",
    "body",
    "main",
    "article",
    "section",
    "header",
    "div",
    "p",
    "h1",
    "h2",
    "h3",
    "figure",
    "blockquote",
    "ul",
    "ol",
    "table",
    "meta",
    "span",
    "b",
];

/// Whether a text looks like HTML rather than like Markdown with some HTML in it.
pub(super) fn is_likely(text: &str) -> bool {
    let Some(rest) = text
        .trim_start_matches('\u{feff}')
        .trim_start()
        .strip_prefix('<')
    else {
        return false;
    };
    let is_name = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '!' | '?');
    let name: String = rest.chars().take_while(is_name).take(20).collect();
    let name = name.to_ascii_lowercase();
    let is_mark =
        |line: &str| line.starts_with("# ") || line.starts_with("## ") || line.starts_with("```");
    let is_page = matches!(
        name.as_str(),
        "!doctype" | "?xml" | "rss" | "html" | "head" | "body"
    );
    is_page || (BEGINNINGS.contains(&name.as_str()) && !text.lines().any(is_mark))
}

/// What the page says of itself, and its words.
pub(super) fn read(html: &str) -> (About, String) {
    let (facts, events) = tags::read(html);
    let canonical_url = facts.canonical_url();
    let base = canonical_url.as_deref().and_then(|it| Url::parse(it).ok());
    let about = About {
        title: facts.title(&events),
        canonical_url,
        is_slides: false,
    };
    (about, tree::markdown(facts.told(events), base.as_ref()))
}

/// A piece of HTML that stands in Markdown.
pub(super) fn piece(html: &str) -> String {
    let (_, events) = tags::read(html);
    tree::markdown(events, None)
}
