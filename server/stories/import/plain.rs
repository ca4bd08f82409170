//! Markdown without its marks.

use std::sync::LazyLock;

use comrak::nodes::NodeValue;
use comrak::{Arena, Node, Options};
use url::Url;

use crate::stories::import::html::OPTIONS;
use crate::text::clean;

/// A table is kept as it is written, for the cells that a row has beyond its head are in nobody's tree.
static TABLES_STAY: LazyLock<Options<'static>> = LazyLock::new(|| {
    let mut options = OPTIONS.clone();
    options.extension.table = false;
    options
});

/// Longer texts are not taken apart: what becomes one line of plain text is short.
const TAKEN_APART: usize = 20_000;

/// The words of one line of Markdown.
pub(super) fn line(markdown: &str) -> String {
    // A word before it, so that nothing in it begins a block.
    let words = text(&format!("x {markdown}"), false);
    let words = words.strip_prefix('x').unwrap_or(&words);
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The words of Markdown, with the addresses of its links.
pub(super) fn paragraphs(markdown: &str) -> String {
    text(markdown, true).trim().to_owned()
}

pub(super) fn is_web_address(text: &str) -> bool {
    let starts = text.starts_with("https://") || text.starts_with("http://");
    starts && Url::parse(text).is_ok_and(|it| it.has_host())
}

/// The beginning of a text, with a sign that there was more.
pub(super) fn shortened(text: &str, max: usize) -> String {
    if clean::length(text) <= max {
        return text.to_owned();
    }
    let mut kept: String = text.chars().take(max.saturating_sub(1)).collect();
    kept.push('…');
    kept
}

fn text(markdown: &str, with_addresses: bool) -> String {
    if markdown.len() > TAKEN_APART {
        return markdown.to_owned();
    }
    let arena = Arena::new();
    let root = comrak::parse_document(&arena, markdown, &TABLES_STAY);
    let mut words = String::new();
    for edge in root.traverse() {
        match edge {
            comrak::arena_tree::NodeEdge::Start(node) => enter(node, &mut words),
            comrak::arena_tree::NodeEdge::End(node) => leave(node, &mut words, with_addresses),
        }
    }
    words
}

fn enter(node: Node<'_>, words: &mut String) {
    match &node.data().value {
        NodeValue::Text(text) => words.push_str(text),
        NodeValue::Code(code) => words.push_str(&code.literal),
        NodeValue::CodeBlock(code) => words.push_str(&code.literal),
        NodeValue::HtmlInline(html) => words.push_str(html),
        NodeValue::HtmlBlock(html) => words.push_str(&html.literal),
        NodeValue::Item(_) => words.push('・'),
        NodeValue::SoftBreak | NodeValue::LineBreak => words.push('\n'),
        _ => {}
    }
}

fn leave(node: Node<'_>, words: &mut String, with_addresses: bool) {
    match &node.data().value {
        NodeValue::Link(link) | NodeValue::Image(link)
            if with_addresses && !words.ends_with(&link.url) =>
        {
            words.push_str(&format!(" ({})", link.url));
        }
        NodeValue::Paragraph if node.parent().is_some_and(is_item) => words.push('\n'),
        NodeValue::Paragraph | NodeValue::Heading(_) | NodeValue::List(_) => words.push_str("\n\n"),
        _ => {}
    }
}

fn is_item(node: Node<'_>) -> bool {
    matches!(node.data().value, NodeValue::Item(_))
}
