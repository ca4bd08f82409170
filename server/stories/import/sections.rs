//! Markdown cut at its headings.

use crate::stories::import::article::Section;
use crate::stories::import::{links, plain, references};

/// The longest line that is taken for a heading.
const MAX_HEADING: usize = 600;

/// The most sections: the headings of later ones stay in the text.
const MAX_SECTIONS: usize = 300;

/// The lines of a fenced block are nobody's headings.
#[derive(Default)]
pub(super) struct Fence(Option<(char, usize)>);

impl Fence {
    pub(super) fn is_open(&self) -> bool {
        self.0.is_some()
    }

    /// Whether this line stands in a fenced block or opens or closes one.
    pub(super) fn holds(&mut self, line: &str) -> bool {
        let text = line.trim_start_matches(' ');
        let mark = text.chars().next().filter(|it| matches!(it, '`' | '~'));
        let length = mark.map_or(0, |mark| text.chars().take_while(|it| *it == mark).count());
        let rest = text.trim_start_matches(['`', '~']);
        match (self.0, mark) {
            (Some(open), Some(mark)) => {
                if mark == open.0 && length >= open.1 && rest.trim().is_empty() {
                    self.0 = None;
                }
                true
            }
            (Some(_), None) => true,
            (None, Some(mark)) if length >= 3 && !(mark == '`' && rest.contains('`')) => {
                self.0 = Some((mark, length));
                true
            }
            (None, _) => false,
        }
    }
}

/// A text's sections; what stands before the first heading is one without.
pub(super) fn split(markdown: &str) -> Vec<Section> {
    let mut sections = vec![Section::default()];
    let mut fence = Fence::default();
    let mut lines: Vec<&str> = Vec::new();
    let mut above = "";
    for line in markdown.lines() {
        if fence.holds(line) || sections.len() >= MAX_SECTIONS {
            lines.push(line);
            above = "";
        } else if let Some((level, heading)) = heading(line) {
            end(&mut sections, &mut lines);
            sections.push(opened(level, heading));
            above = "";
        } else if let Some(level) = underline(line, above) {
            lines.pop();
            end(&mut sections, &mut lines);
            sections.push(opened(level, above.trim()));
            above = "";
        } else {
            lines.push(line);
            // Only a paragraph of one line is taken for a heading.
            let is_first = lines
                .iter()
                .rev()
                .nth(1)
                .is_none_or(|it| it.trim().is_empty());
            above = if is_first { line } else { "" };
        }
    }
    end(&mut sections, &mut lines);
    references::move_home(&mut sections);
    for section in &mut sections {
        note_links(section);
    }
    sections.retain(|it| it.heading.is_some() || !it.text_md.is_empty());
    sections
}

/// Texts without a heading that follow one another become one.
pub(super) fn join_leads(sections: &mut Vec<Section>) {
    let mut joined: Vec<Section> = Vec::new();
    for section in sections.drain(..) {
        match joined.last_mut() {
            Some(last) if last.heading.is_none() && section.heading.is_none() => {
                let parts = [last.text_md.as_str(), section.text_md.as_str()];
                last.text_md = parts.join("\n\n").trim().to_owned();
                last.links.extend(section.links);
            }
            _ => joined.push(section),
        }
    }
    joined.retain(|it| it.heading.is_some() || !it.text_md.is_empty());
    *sections = joined;
}

fn opened(level: u8, heading: &str) -> Section {
    let plain = Some(plain::line(heading)).filter(|it| !it.is_empty());
    Section {
        level: if plain.is_some() { level } else { 0 },
        heading: plain,
        text_md: String::new(),
        links: links::found(heading),
    }
}

fn end(sections: &mut [Section], lines: &mut Vec<&str>) {
    let Some(section) = sections.last_mut() else {
        return;
    };
    let text = lines.join("\n");
    lines.clear();
    // The indentation of the first line may be that of code.
    let text = text.trim_end().trim_start_matches('\n');
    section.text_md = if text.trim().is_empty() {
        String::new()
    } else {
        text.to_owned()
    };
}

fn note_links(section: &mut Section) {
    for link in links::found(&section.text_md) {
        if section.links.iter().all(|it| it.url != link.url) {
            section.links.push(link);
        }
    }
}

/// `## A heading ##`
fn heading(line: &str) -> Option<(u8, &str)> {
    if line.len() > MAX_HEADING || line.starts_with("    ") {
        return None;
    }
    let text = line.trim();
    let marks = text.bytes().take_while(|it| *it == b'#').count();
    let level = u8::try_from(marks).ok().filter(|it| (1..=6).contains(it))?;
    let rest = text.get(marks..)?;
    if !rest.is_empty() && !rest.starts_with([' ', '\t', '　']) {
        return None;
    }
    let rest = rest.trim();
    let closed = rest.trim_end_matches('#');
    let rest = if closed.ends_with([' ', '\t']) {
        closed
    } else {
        rest
    };
    Some((level, rest.trim()))
}

/// A line of `===` or `---` under a line of words.
fn underline(line: &str, above: &str) -> Option<u8> {
    let line = line.trim_end();
    let mark = line.chars().next()?;
    let level = match mark {
        '=' => 1,
        '-' => 2,
        _ => return None,
    };
    let is_words = !above.trim().is_empty()
        && above.len() <= MAX_HEADING
        && !above.starts_with(['>', '-', '*', '+', '|', ' ', '\t', '<'])
        && !above.contains('|');
    let is_line = line.len() >= 2 && line.chars().all(|it| it == mark);
    (is_words && is_line).then_some(level)
}
