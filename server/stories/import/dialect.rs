//! What Zenn, Qiita and Marp add to Markdown, and HTML in it, as plain Markdown.

use crate::stories::import::html;
use crate::stories::import::inline;
use crate::stories::import::sections::Fence;

/// Elements that begin a piece of HTML, up to the next blank line.
const BLOCKS: &[&str] = &[
    "article",
    "aside",
    "audio",
    "blockquote",
    "center",
    "details",
    "div",
    "dl",
    "figure",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "iframe",
    "main",
    "nav",
    "ol",
    "p",
    "pre",
    "script",
    "section",
    "style",
    "summary",
    "table",
    "ul",
    "video",
];

/// From how many slides on a text with rules between its parts is taken for slides.
const MIN_SLIDES: usize = 3;

/// The same text in the Markdown that stories are written in.
pub(super) fn plain(markdown: &str, is_slides: bool) -> String {
    let mut reader = Reader {
        is_slides: is_slides || looks_like_slides(markdown),
        ..Default::default()
    };
    for line in markdown.lines() {
        reader.line(line);
    }
    reader.end_html();
    reader.plain
}

#[derive(Default)]
struct Reader<'t> {
    plain: String,
    is_slides: bool,
    fence: Fence,
    is_in_comment: bool,
    /// `:::message` and its like, from the outside in; whether each is a quotation.
    boxes: Vec<bool>,
    /// Lines of HTML so far.
    html: Vec<&'t str>,
}

/// Boxes nest no deeper.
const MAX_BOXES: usize = 8;

impl<'t> Reader<'t> {
    fn line(&mut self, line: &'t str) {
        if !self.is_in_comment && self.html.is_empty() {
            let was_open = self.fence.is_open();
            if self.fence.holds(line) {
                return self.code(line, !was_open);
            }
        }
        if self.html.is_empty() && (self.is_in_comment || line.contains("<!--")) {
            let kept = inline::without_comments(line, &mut self.is_in_comment);
            if !kept.trim().is_empty() {
                self.push(&inline::plain(&kept));
            }
            return;
        }
        if !self.html.is_empty() || begins_html(line) {
            return self.html(line);
        }
        let text = line.trim();
        if let Some(rest) = text.strip_prefix(":::") {
            return self.colons(line, rest.trim_start_matches(':').trim());
        }
        if let Some(address) = inline::embedded(text) {
            self.push("");
            self.push(&format!("<{address}>"));
            return self.push("");
        }
        if self.is_slides && is_rule(text) {
            return self.push("");
        }
        self.push(&inline::plain(line));
    }

    /// ```` ```ruby:app.rb ```` names a file.
    fn code(&mut self, line: &str, is_first: bool) {
        let named = line.split_once(':').filter(|_| is_first);
        if let Some((fence, file)) = named {
            let file = file.trim().replace('`', "");
            if !file.is_empty() {
                self.push(&format!("`{file}`"));
                self.push("");
            }
            return self.push(fence.trim_end());
        }
        self.push(line);
    }

    fn html(&mut self, line: &'t str) {
        if line.trim().is_empty() {
            self.end_html();
            return self.push("");
        }
        self.html.push(line);
    }

    fn end_html(&mut self) {
        let html = std::mem::take(&mut self.html).join("\n");
        if !html.is_empty() {
            for line in html::piece(&html).lines() {
                self.push(line);
            }
        }
    }

    /// `:::note warn`, `:::details What follows`, and the `:::` that ends both.
    fn colons(&mut self, line: &str, rest: &str) {
        let (name, title) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
        match name {
            "" if self.boxes.is_empty() => self.push(line),
            "" => {
                self.boxes.pop();
                self.push("");
            }
            _ if self.boxes.len() >= MAX_BOXES => self.push(line),
            "message" | "note" => {
                self.push("");
                self.boxes.push(true);
            }
            "details" => {
                self.boxes.push(false);
                self.push("");
                self.push(&format!("**{}**", title.trim()));
                self.push("");
            }
            _ => self.push(line),
        }
    }

    fn push(&mut self, line: &str) {
        for _ in self.boxes.iter().filter(|it| **it) {
            self.plain.push_str("> ");
        }
        self.plain.push_str(line);
        self.plain.push('\n');
    }
}

fn begins_html(line: &str) -> bool {
    let Some(rest) = line.trim_start().strip_prefix('<') else {
        return false;
    };
    let rest = rest.strip_prefix('/').unwrap_or(rest);
    let name: String = rest
        .chars()
        .take_while(char::is_ascii_alphanumeric)
        .take(20)
        .collect();
    BLOCKS.contains(&name.to_ascii_lowercase().as_str())
}

fn is_rule(line: &str) -> bool {
    line.len() >= 3
        && ['-', '*', '_']
            .iter()
            .any(|mark| line.chars().all(|it| it == *mark))
}

/// Rules that are followed by headings part slides.
fn looks_like_slides(markdown: &str) -> bool {
    let mut fence = Fence::default();
    let lines = markdown
        .lines()
        .filter(|it| !fence.holds(it) && !it.trim().is_empty());
    let lines: Vec<&str> = lines.map(str::trim).collect();
    let is_part = |pair: &&[&str]| matches!(pair, [rule, heading] if is_rule(rule) && heading.starts_with('#'));
    lines.windows(2).filter(is_part).count() >= MIN_SLIDES
}
