//! What Markdown says, without its marks: for search, which reads words.

use std::sync::LazyLock;

use comrak::nodes::NodeValue;
use comrak::{Arena, Options, parse_document};

/// The words of a text, each block on a line of its own. Addresses of links are left out, raw HTML too.
pub fn plain(markdown: &str) -> String {
    let arena = Arena::new();
    let root = parse_document(&arena, markdown, &OPTIONS);
    let mut text = String::new();
    for node in root.descendants() {
        let node = node.data();
        match &node.value {
            NodeValue::Text(words) => text.push_str(words),
            NodeValue::Code(code) => text.push_str(&code.literal),
            NodeValue::CodeBlock(block) => {
                begin_line(&mut text);
                text.push_str(&block.literal);
            }
            NodeValue::SoftBreak | NodeValue::LineBreak => begin_line(&mut text),
            it if it.block() => begin_line(&mut text),
            _ => {}
        }
    }
    text.truncate(text.trim_end().len());
    text
}

fn begin_line(text: &mut String) {
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
}

static OPTIONS: LazyLock<Options<'static>> = LazyLock::new(|| {
    let mut options = Options::default();
    options.extension.table = true;
    options.extension.strikethrough = true;
    options.extension.footnotes = true;
    options
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_go_and_words_stay() {
        let markdown = "# 課題\n\nI **was** the [only one](https://example.com/x) with `kubectl`.\n\n- one\n- ~~two~~\n\n| a | b |\n| - | - |\n| c | d |\n";
        assert_eq!(
            plain(markdown),
            "課題\nI was the only one with kubectl.\none\ntwo\na\nb\nc\nd"
        );
    }

    #[test]
    fn html_is_no_word() {
        assert_eq!(
            plain("a <b onclick=x>bold</b> word\n\n<script>x</script>"),
            "a bold word"
        );
        assert_eq!(plain(""), "");
        assert_eq!(plain("a < b & c"), "a < b & c");
    }
}
