//! Footnotes and addresses that a text keeps at its end: each section takes its own along.

use crate::stories::import::article::Section;
use crate::stories::import::sections::Fence;

/// The most that are followed.
const MAX_REFERENCES: usize = 200;

struct Reference {
    /// `[1]` or `[^1]`
    label: String,
    /// The section that it stood in.
    section: usize,
    lines: Vec<String>,
}

/// Moves each definition into the sections that refer to it; one that no section refers to stays.
pub(super) fn move_home(sections: &mut [Section]) {
    let mut references = Vec::new();
    for (n, section) in sections.iter_mut().enumerate() {
        if section.text_md.contains("]:") {
            section.text_md = taken_out(&section.text_md, n, &mut references);
        }
    }
    for reference in references {
        let text = reference.lines.join("\n");
        let mut is_home = false;
        for section in sections
            .iter_mut()
            .filter(|it| it.text_md.contains(&reference.label))
        {
            append(section, &text);
            is_home = true;
        }
        if !is_home && let Some(section) = sections.get_mut(reference.section) {
            append(section, &text);
        }
    }
}

fn append(section: &mut Section, text: &str) {
    let is_definition = |it: &str| label(it).is_some();
    let after_definition = section.text_md.lines().last().is_some_and(is_definition);
    let is_footnote = text.starts_with("[^");
    let between = match section.text_md.as_str() {
        "" => "",
        _ if after_definition && !is_footnote => "\n",
        _ => "\n\n",
    };
    section.text_md.push_str(between);
    section.text_md.push_str(text);
}

/// The text without its definitions.
fn taken_out(text: &str, section: usize, references: &mut Vec<Reference>) -> String {
    let mut fence = Fence::default();
    let mut kept: Vec<&str> = Vec::new();
    let mut is_footnote = false;
    for line in text.lines() {
        if fence.holds(line) {
            is_footnote = false;
            kept.push(line);
            continue;
        }
        let label = label(line).filter(|_| references.len() < MAX_REFERENCES);
        if let Some(label) = label {
            is_footnote = label.starts_with("[^");
            let lines = vec![line.to_owned()];
            references.push(Reference {
                label,
                section,
                lines,
            });
        } else if let Some(last) = references
            .last_mut()
            .filter(|_| is_footnote && line.starts_with("    "))
        {
            last.lines.push(line.to_owned());
        } else {
            is_footnote = false;
            kept.push(line);
        }
    }
    kept.join("\n").trim_end().to_owned()
}

/// Of `[label]: what it stands for`, with the brackets.
fn label(line: &str) -> Option<String> {
    if line.starts_with("    ") {
        return None;
    }
    let (label, rest) = line.trim_start().strip_prefix('[')?.split_once("]:")?;
    let is_label = !label.is_empty() && label.len() <= 200 && !label.contains(['[', ']']);
    (is_label && !rest.trim().is_empty()).then(|| format!("[{label}]"))
}
