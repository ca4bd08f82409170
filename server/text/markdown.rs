//! Markdown to HTML that can not hurt its reader. The only place that makes HTML of what people wrote.

use std::borrow::Cow;
use std::sync::LazyLock;

use comrak::nodes::{NodeLink, NodeValue};
use comrak::{Arena, Node, Options};

use crate::text::sanitise::sanitise;

/// The version of the rules in this file. Raise it with any change of them: what was rendered under
/// an older policy is rendered again when it is next read.
pub const POLICY: i32 = 1;

/// The deepest nesting of blocks and marks.
pub const MAX_DEPTH: usize = 50;

/// Authors' headings begin below the headings of the page that shows them.
const HEADING_SHIFT: u8 = 3;

/// The most nodes of a text, and the most cells that its tables could have: short rows are filled up
/// with empty cells, so that a small text could make a huge page.
const MAX_NODES: usize = 20_000;

/// The most HTML that one text may become, in bytes.
const MAX_HTML: usize = 300_000;

/// Why a text is not rendered.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Unrenderable {
    /// It nests deeper than [`MAX_DEPTH`].
    TooDeep,
    /// It would become a page that hurts whoever opens it.
    TooElaborate,
}

impl Unrenderable {
    /// The code of the message.
    pub const fn code(self) -> &'static str {
        match self {
            Self::TooDeep => "too_deep",
            Self::TooElaborate => "too_elaborate",
        }
    }
}

/// Renders GitHub-flavoured Markdown. Raw HTML is shown as text, images become links to them.
///
/// `prefix` stands before every id, so that several texts can stand on one page.
///
/// # Errors
/// When the text nests too deep or would become too large.
pub fn render(markdown: &str, prefix: &str) -> Result<String, Unrenderable> {
    if possible_cells(markdown) > MAX_NODES {
        return Err(Unrenderable::TooElaborate);
    }
    let arena = Arena::new();
    let root = comrak::parse_document(&arena, markdown, &OPTIONS);
    let nodes: Vec<Node<'_>> = root.descendants().collect();
    if nodes.iter().any(|node| depth(node) > MAX_DEPTH) {
        return Err(Unrenderable::TooDeep);
    }
    if nodes.len() > MAX_NODES {
        return Err(Unrenderable::TooElaborate);
    }
    for node in nodes {
        shift_heading(node);
        link_image(&arena, node);
        drop_hostless(node);
    }
    let mut html = String::new();
    // Writing into a String can not fail.
    let _ = comrak::format_html(root, &OPTIONS, &mut html);
    if html.len() > MAX_HTML {
        return Err(Unrenderable::TooElaborate);
    }
    Ok(sanitise(&html, prefix))
}

/// Cells of the largest table that these lines could make.
fn possible_cells(markdown: &str) -> usize {
    let columns = |line: &str| line.bytes().filter(|it| *it == b'|').count();
    markdown.lines().map(columns).max().unwrap_or(0) * markdown.lines().count()
}

static OPTIONS: LazyLock<Options<'static>> = LazyLock::new(|| {
    let mut options = Options::default();
    options.extension.table = true;
    options.extension.strikethrough = true;
    options.extension.autolink = true;
    options.extension.footnotes = true;
    options.render.escape = true;
    options
});

/// How many levels of blocks and marks stand around this node. Bounded: stops once it is too deep.
fn depth(node: Node<'_>) -> usize {
    let is_level = |node: &Node<'_>| {
        !matches!(
            node.data().value,
            NodeValue::Document | NodeValue::Paragraph | NodeValue::List(_) | NodeValue::Text(_)
        )
    };
    node.ancestors()
        .filter(is_level)
        .take(MAX_DEPTH + 1)
        .count()
}

fn shift_heading(node: Node<'_>) {
    if let NodeValue::Heading(heading) = &mut node.data_mut().value {
        heading.level = (heading.level + HEADING_SHIFT).min(6);
    }
}

/// No reader's browser loads a foreign picture unasked.
fn link_image<'a>(arena: &'a Arena<'a>, node: Node<'a>) {
    let link = match &node.data().value {
        NodeValue::Image(link) => NodeLink::clone(link),
        _ => return,
    };
    if node.first_child().is_none() {
        let text = NodeValue::Text(Cow::Owned(link.url.clone()));
        node.append(arena.alloc(text.into()));
    }
    let in_link = node
        .ancestors()
        .skip(1)
        .any(|it| matches!(it.data().value, NodeValue::Link(_)));
    // A link can not stand in a link: there the words of the picture are enough.
    node.data_mut().value = if in_link {
        NodeValue::Emph
    } else {
        NodeValue::Link(Box::new(link))
    };
}

/// `http:/path` means a page of this site to a browser, whatever its author meant.
fn drop_hostless(node: Node<'_>) {
    if let NodeValue::Link(link) = &mut node.data_mut().value {
        let url = link.url.to_ascii_lowercase();
        let rest = url
            .strip_prefix("https:")
            .or_else(|| url.strip_prefix("http:"));
        let has_host = |it: &str| {
            it.strip_prefix("//")
                .is_some_and(|it| !it.starts_with(['/', '\\']))
        };
        if rest.is_some_and(|it| !has_host(it)) {
            link.url.clear();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn html(markdown: &str) -> String {
        render(markdown, "t1-").unwrap()
    }

    #[test]
    fn raw_html_is_shown_as_text() {
        let html = html("<script>alert(1)</script>\n\na <img src=x onerror=alert(1)> b");
        assert!(html.contains("&lt;script&gt;"), "{html}");
        assert!(html.contains("&lt;img src=x"), "{html}");
        assert!(
            !html.contains("<img") && !html.contains("<script"),
            "{html}"
        );
    }

    #[test]
    fn an_image_becomes_a_link_to_it() {
        assert_eq!(
            html("![a graph](https://example.org/a.png)"),
            "<p><a href=\"https://example.org/a.png\" rel=\"nofollow ugc noopener noreferrer\">a graph</a></p>\n"
        );
        assert!(html("![](https://example.org/a.png)").contains(">https://example.org/a.png</a>"));
        let linked = html("[![pic](https://example.org/a.png)](https://example.org/)");
        assert_eq!(linked.matches("<a ").count(), 1, "{linked}");
        assert!(linked.contains("pic"), "{linked}");
    }

    #[test]
    fn links_that_run_or_stay_here_lose_their_target() {
        for url in [
            "javascript:alert(1)",
            "data:text/html,x",
            "vbscript:x",
            "/sign-out",
            "//example.org",
            "http:/roles",
            "HTTPS:roles",
            "http:///roles",
        ] {
            let html = html(&format!("[x]({url})"));
            assert!(!html.contains("href"), "{url}: {html}");
        }
    }

    #[test]
    fn headings_are_shifted_below_their_part() {
        let html = html("# one\n\n## two\n\n##### five");
        assert!(
            html.contains("<h4>one</h4>")
                && html.contains("<h5>two</h5>")
                && html.contains("<h6>five</h6>"),
            "{html}"
        );
    }

    #[test]
    fn ids_are_prefixed_and_their_links_follow() {
        let html = html("a[^1]\n\n[^1]: b");
        assert!(
            html.contains("id=\"t1-fn-1\"") && html.contains("href=\"#t1-fn-1\""),
            "{html}"
        );
    }

    #[test]
    fn a_table_and_a_list_stay() {
        let html = html("| a | b |\n|---|--:|\n| 1 | 2 |\n\n- x\n- y");
        assert!(
            html.contains("<td align=\"right\">2</td>") && html.contains("<li>x</li>"),
            "{html}"
        );
    }

    #[test]
    fn deep_nesting_is_refused() {
        assert!(render(&format!("{} a", ">".repeat(50)), "t-").is_ok());
        assert_eq!(
            render(&format!("{} a", ">".repeat(51)), "t-"),
            Err(Unrenderable::TooDeep)
        );
        assert_eq!(
            render(&format!("{} a", ">".repeat(9_000)), "t-"),
            Err(Unrenderable::TooDeep)
        );
        assert_eq!(
            render(&format!("{}a", "- ".repeat(4_000)), "t-"),
            Err(Unrenderable::TooDeep)
        );
        assert!(render(&"[".repeat(9_000), "t-").is_ok());
    }

    #[test]
    fn a_small_text_does_not_become_a_huge_page() {
        let table = format!(
            "|{}\n|{}\n{}",
            "a|".repeat(400),
            "-|".repeat(400),
            "a\n".repeat(4_200)
        );
        let notes = format!("{}\n\n[^1]: x", "[^1]".repeat(2_480));
        for markdown in [table, notes] {
            assert_eq!(render(&markdown, "t-"), Err(Unrenderable::TooElaborate));
        }
    }
}
