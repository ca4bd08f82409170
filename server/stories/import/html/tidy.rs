//! What is put right when an element ends.

use std::borrow::Cow;

use comrak::nodes::{NodeTable, NodeValue, TableAlignment};
use comrak::{Arena, Node};

pub(super) fn tidy<'a>(arena: &'a Arena<'a>, node: Node<'a>) {
    let is_mark = matches!(
        node.data().value,
        NodeValue::Emph | NodeValue::Strong | NodeValue::Strikethrough | NodeValue::Link(_)
    );
    let is_line = matches!(
        node.data().value,
        NodeValue::Paragraph | NodeValue::Heading(_) | NodeValue::TableCell
    );
    let is_table = matches!(node.data().value, NodeValue::Table(_));
    if let NodeValue::List(list) = &mut node.data_mut().value {
        list.tight = node.children().all(is_one_line);
    }
    if is_mark {
        move_spaces_out(arena, node);
    } else if is_line {
        trim(node);
    } else if is_table {
        square(arena, node);
    }
    if is_empty(node) {
        node.detach();
    }
}

/// An item of one paragraph, with lists below it at most: anything else needs empty lines between its parts.
fn is_one_line(item: Node<'_>) -> bool {
    let is_list = |it: Node<'_>| matches!(it.data().value, NodeValue::List(_));
    let is_paragraph = |it: Node<'_>| matches!(it.data().value, NodeValue::Paragraph);
    item.first_child().is_none_or(is_paragraph) && item.children().skip(1).all(is_list)
}

fn is_empty(node: Node<'_>) -> bool {
    match &mut node.data_mut().value {
        NodeValue::Code(code) => {
            code.literal = code
                .literal
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" ");
            code.literal.is_empty()
        }
        NodeValue::CodeBlock(code) => {
            code.literal = code.literal.trim_matches('\n').to_owned() + "\n";
            code.literal.trim().is_empty()
        }
        NodeValue::TableCell => false,
        _ => node.first_child().is_none(),
    }
}

/// `<b>word </b>` would not be read as emphasis in Markdown.
fn move_spaces_out<'a>(arena: &'a Arena<'a>, node: Node<'a>) {
    let starts = edit(node.first_child(), |text| {
        text.strip_prefix(' ').map(str::to_owned)
    });
    let ends = edit(node.last_child(), |text| {
        text.strip_suffix(' ').map(str::to_owned)
    });
    if starts && let Some(before) = node.previous_sibling() {
        space_after(arena, before);
    }
    if ends {
        space_after(arena, node);
    }
}

/// Changes a text, away when nothing of it is left. Whether there was something to change.
fn edit(node: Option<Node<'_>>, change: impl Fn(&str) -> Option<String>) -> bool {
    let Some(node) = node else { return false };
    let changed = match &node.data().value {
        NodeValue::Text(text) => change(text),
        _ => None,
    };
    let Some(changed) = changed else { return false };
    if changed.is_empty() {
        node.detach();
    } else {
        node.data_mut().value = NodeValue::Text(changed.into());
    }
    true
}

fn space_after<'a>(arena: &'a Arena<'a>, node: Node<'a>) {
    if let NodeValue::Text(text) = &mut node.data_mut().value {
        if !text.ends_with(' ') {
            text.to_mut().push(' ');
        }
        return;
    }
    node.insert_after(arena.alloc(NodeValue::Text(" ".into()).into()));
}

/// Neither spaces nor line breaks stand at the ends of a line of words.
fn trim(node: Node<'_>) {
    let is_break = |it: Node<'_>| matches!(it.data().value, NodeValue::LineBreak);
    while let Some(last) = node.last_child() {
        let is_trimmed = edit(Some(last), |text| {
            let trimmed = text.trim_end_matches(' ');
            (trimmed.len() < text.len()).then(|| trimmed.to_owned())
        });
        if is_break(last) {
            last.detach();
        } else if !is_trimmed {
            break;
        }
    }
    edit(node.first_child(), |text| {
        let trimmed = text.trim_start_matches(' ');
        (trimmed.len() < text.len()).then(|| trimmed.to_owned())
    });
}

/// Markdown cuts every row to the length of the first, which is the header.
fn square<'a>(arena: &'a Arena<'a>, table: Node<'a>) {
    let n_columns = table.children().map(|row| row.children().count()).max();
    let n_columns = n_columns.unwrap_or(0);
    let Some(header) = table.first_child() else {
        return;
    };
    header.data_mut().value = NodeValue::TableRow(true);
    for _ in header.children().count()..n_columns {
        let cell = arena.alloc(NodeValue::TableCell.into());
        append_text(arena, cell, " ");
        header.append(cell);
    }
    table.data_mut().value = NodeValue::Table(Box::new(NodeTable {
        alignments: vec![TableAlignment::None; n_columns],
        num_columns: n_columns,
        num_rows: table.children().count(),
        num_nonempty_cells: 0,
    }));
}

/// Spaces and line ends as a browser shows them.
pub(super) fn one_space(text: &str) -> String {
    let is_space = |c: char| c.is_ascii_whitespace();
    let mut spaced = String::with_capacity(text.len());
    for c in text.chars() {
        if !is_space(c) {
            spaced.push(c);
        } else if !spaced.ends_with(' ') {
            spaced.push(' ');
        }
    }
    spaced
}

/// Adjacent words are one text, so that they are escaped as one.
pub(super) fn append_text<'a>(arena: &'a Arena<'a>, node: Node<'a>, text: &str) {
    if let Some(last) = node.last_child()
        && let NodeValue::Text(before) = &mut last.data_mut().value
    {
        let text = if before.ends_with(' ') {
            text.trim_start_matches(' ')
        } else {
            text
        };
        before.to_mut().push_str(text);
        return;
    }
    if !text.is_empty() {
        let text = NodeValue::Text(Cow::Owned(text.to_owned()));
        node.append(arena.alloc(text.into()));
    }
}
