//! Where the blocks of a document may stand: an item in a list, a cell in a row, a heading on a line of its own.

use comrak::nodes::{ListDelimType, ListType, NodeCodeBlock, NodeHeading, NodeList, NodeValue};

use crate::stories::import::html::element::Element;
use crate::stories::import::html::tree::{Builder, MAX_OPEN};

impl Builder<'_, '_> {
    pub(super) fn block(&mut self, element: Element) {
        if self.is_in(|it| *it == Element::Cell) && !matches!(element, Element::Row | Element::Cell)
        {
            // A cell is one line.
            return self.text(" ");
        }
        let stays_in_line = matches!(element, Element::Block | Element::Rule);
        if stays_in_line
            && self.is_in(|it| matches!(it, Element::Link(_) | Element::Heading(_) | Element::Term))
        {
            return self.text(" ");
        }
        match element {
            Element::Item => self.item(),
            Element::Row => self.row(),
            Element::Cell => self.cell(),
            _ => {
                self.end_line();
                self.container(element);
            }
        }
    }

    fn container(&mut self, element: Element) {
        if element == Element::Block || self.open.len() >= MAX_OPEN {
            return;
        }
        if self.is_in_list_itself() {
            self.push(Element::Item, item());
        }
        if self.is_in_table_itself() || self.is_in(|it| *it == Element::Row) {
            return;
        }
        let value = match &element {
            Element::Heading(level) => NodeValue::Heading(NodeHeading {
                level: *level,
                ..Default::default()
            }),
            Element::Quote => NodeValue::BlockQuote,
            Element::Bullets => return self.list(element, ListType::Bullet, 1),
            Element::Numbers(start) => {
                let start = *start;
                return self.list(element, ListType::Ordered, start);
            }
            Element::Listing(language) => NodeValue::CodeBlock(Box::new(NodeCodeBlock {
                fenced: true,
                fence_char: b'`',
                fence_length: 3,
                info: language.clone(),
                closed: true,
                ..Default::default()
            })),
            Element::Table => NodeValue::Table(Box::default()),
            Element::Rule => return self.top().append(self.alloc(NodeValue::ThematicBreak)),
            _ => {
                self.push(Element::Term, NodeValue::Paragraph);
                return self.push(Element::Strong, NodeValue::Strong);
            }
        };
        self.push(element, value);
    }

    fn list(&mut self, element: Element, list_type: ListType, start: usize) {
        let list = NodeList {
            list_type,
            start,
            delimiter: ListDelimType::Period,
            bullet_char: b'-',
            tight: true,
            ..Default::default()
        };
        self.push(element, NodeValue::List(list));
    }

    fn item(&mut self) {
        let is_list = |it: &Element| matches!(it, Element::Bullets | Element::Numbers(_));
        match self.open.iter().rposition(|it| is_list(&it.0)) {
            Some(at) => self.close_from(at + 1),
            None => {
                self.end_line();
                self.container(Element::Bullets);
            }
        }
        if self.is_in_list_itself() && self.open.len() < MAX_OPEN {
            self.push(Element::Item, item());
        }
    }

    pub(super) fn row(&mut self) {
        if let Some(at) = self.open.iter().rposition(|it| it.0 == Element::Table) {
            self.close_from(at + 1);
            self.push(Element::Row, NodeValue::TableRow(false));
        } else {
            self.end_paragraph();
        }
    }

    fn cell(&mut self) {
        if let Some(at) = self.open.iter().rposition(|it| it.0 == Element::Row) {
            self.close_from(at + 1);
            self.push(Element::Cell, NodeValue::TableCell);
        } else if self.is_in_table_itself() {
            self.row();
            self.push(Element::Cell, NodeValue::TableCell);
        } else {
            self.end_paragraph();
        }
    }
}

pub(super) fn item() -> NodeValue {
    NodeValue::Item(NodeList::default())
}
