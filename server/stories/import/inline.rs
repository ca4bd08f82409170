//! Lines of Markdown that hold a little HTML, or what only one site understands.

use crate::stories::import::html;

/// Longer lines are no prose, and stay as they are.
const MAX_LINE: usize = 10_000;

/// Elements that have a mark in Markdown.
const MARKED: &[&str] = &[
    "a", "b", "code", "del", "em", "i", "kbd", "s", "samp", "strong",
];

/// Elements of which only the words matter here.
const UNMARKED: &[&str] = &[
    "center", "div", "font", "ins", "mark", "p", "small", "span", "sub", "sup", "u",
];

/// A line with its HTML as Markdown. What stands between backticks is code and stays.
pub(super) fn plain(line: &str) -> String {
    if line.len() > MAX_LINE || !line.contains(['<', '=']) {
        return line.to_owned();
    }
    let is_row = line.trim_start().starts_with('|');
    let parts = line.split('`').enumerate();
    let parts: Vec<String> = parts
        .map(|(n, part)| {
            if n % 2 == 0 {
                words(part, is_row)
            } else {
                part.to_owned()
            }
        })
        .collect();
    parts.join("`")
}

/// The line without comments; a comment may go on in the next.
pub(super) fn without_comments(line: &str, is_in_comment: &mut bool) -> String {
    let mut kept = String::new();
    let mut rest = line;
    loop {
        let mark = if *is_in_comment { "-->" } else { "<!--" };
        let Some((before, after)) = rest.split_once(mark) else {
            break;
        };
        if !*is_in_comment {
            kept.push_str(before);
        }
        *is_in_comment = !*is_in_comment;
        rest = after;
    }
    if !*is_in_comment {
        kept.push_str(rest);
    }
    kept
}

/// The address of `@[card](https://…)` and its like.
pub(super) fn embedded(line: &str) -> Option<String> {
    let (kind, rest) = line.strip_prefix("@[")?.split_once("](")?;
    let what = rest.strip_suffix(')')?.trim();
    let is_word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    if what.starts_with("https://") || what.starts_with("http://") {
        return (!what.contains([' ', '<', '>'])).then(|| what.to_owned());
    }
    if what.is_empty() || !what.chars().all(is_word) {
        return None;
    }
    Some(match kind {
        "youtube" => format!("https://www.youtube.com/watch?v={what}"),
        "speakerdeck" => format!("https://speakerdeck.com/player/{what}"),
        "slideshare" => format!("https://www.slideshare.net/slideshow/embed_code/key/{what}"),
        "docswell" => format!("https://www.docswell.com/slide/{what}/embed"),
        _ => return None,
    })
}

fn words(text: &str, is_row: bool) -> String {
    let mut plain = String::new();
    let text = without_size(text);
    let mut rest = text.as_str();
    while let Some((before, tag)) = rest.split_once('<') {
        plain.push_str(before);
        let (markdown, after) = element(tag, is_row).unwrap_or_else(|| ("<".to_owned(), tag));
        plain.push_str(&markdown);
        rest = after;
    }
    plain.push_str(rest);
    plain
}

/// What stands for the element that begins after a `<`, and what follows it.
fn element(tag: &str, is_row: bool) -> Option<(String, &str)> {
    let is_end = tag.starts_with('/');
    let named = tag.trim_start_matches('/');
    let name: String = named
        .chars()
        .take_while(char::is_ascii_alphanumeric)
        .take(10)
        .collect();
    let name = name.to_ascii_lowercase();
    let (_, after) = tag.split_once('>')?;
    match name.as_str() {
        "br" if is_row || after.trim().is_empty() => Some(("  ".to_owned(), after)),
        "br" => Some(("  \n".to_owned(), after)),
        "img" => {
            let html = tag.get(..tag.len() - after.len())?;
            Some((html::piece(&format!("<{html}")).trim().to_owned(), after))
        }
        it if UNMARKED.contains(&it) => Some((String::new(), after)),
        it if MARKED.contains(&it) && is_end => Some((String::new(), after)),
        it if MARKED.contains(&it) => {
            let end = format!("</{it}>");
            let at = tag.find(&end).map_or(0, |at| at + end.len());
            let html = tag.get(..at)?;
            let markdown = html::piece(&format!("<{html}"));
            // With blocks in it, it is no mark within this line.
            let is_mark = !html.is_empty() && !markdown.trim().contains('\n');
            if is_mark {
                Some((markdown.trim().to_owned(), tag.get(at..)?))
            } else {
                Some((String::new(), after))
            }
        }
        _ => None,
    }
}

/// Zenn writes the width of a picture behind its address: `![](/a.png =250x)`.
fn without_size(text: &str) -> String {
    let mut kept = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(" =") {
        kept.push_str(before);
        let size = after.trim_start_matches(|c: char| c.is_ascii_digit() || c == 'x');
        let is_size = size.starts_with(')') && size.len() < after.len() && before.contains("](");
        if !is_size {
            kept.push_str(" =");
        }
        rest = if is_size { size } else { after };
    }
    kept.push_str(rest);
    kept
}
