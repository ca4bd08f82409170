//! Events as a Markdown document. Never deeper than [`MAX_OPEN`], whatever is opened.

use comrak::nodes::{AstNode, NodeCode, NodeLink, NodeValue};
use comrak::{Arena, Node};
use url::Url;

use crate::stories::import::html::OPTIONS;
use crate::stories::import::html::blocks::item;
use crate::stories::import::html::element::{Element, Event};
use crate::stories::import::html::tidy::{append_text, one_space, tidy};

/// The most elements that stand in one another; the tags of further ones are left out, their words stay.
pub(super) const MAX_OPEN: usize = 60;

pub(super) fn markdown(events: Vec<Event>, base: Option<&Url>) -> String {
    let arena = Arena::new();
    let root = arena.alloc(NodeValue::Document.into());
    let mut builder = Builder {
        arena: &arena,
        root,
        open: Vec::new(),
        base,
    };
    for event in events {
        match event {
            Event::Open(element) => builder.enter(element),
            Event::Close(element) => builder.leave(&element),
            Event::Text(text) => builder.text(&text),
        }
    }
    builder.close_from(0);
    let mut markdown = String::new();
    // Writing into a String can not fail.
    let _ = comrak::format_commonmark(root, &OPTIONS, &mut markdown);
    // The writer parts two lists by a comment, which readers here would see.
    markdown.replace("<!-- end list -->", "")
}

pub(super) struct Builder<'a, 'b> {
    arena: &'a Arena<'a>,
    root: Node<'a>,
    /// From the outside in. A paragraph is a [`Element::Block`].
    pub(super) open: Vec<(Element, Node<'a>)>,
    base: Option<&'b Url>,
}

impl<'a> Builder<'a, '_> {
    fn enter(&mut self, element: Element) {
        if self.is_in(Element::is_code) {
            if element == Element::Break {
                self.text("\n");
            }
            return;
        }
        match element {
            Element::Image { address, words } => self.image(&address, &words),
            Element::Break => self.line_break(),
            it if it.is_mark() => self.mark(it),
            it => self.block(it),
        }
    }

    fn leave(&mut self, element: &Element) {
        let at = self.open.iter().rposition(|it| it.0.is_like(element));
        match element {
            Element::Block if self.is_in(|it| it.is_code() || matches!(it, Element::Link(_))) => {}
            Element::Block => self.end_paragraph(),
            _ => {
                if let Some(at) = at {
                    self.close_from(at);
                }
            }
        }
    }

    pub(super) fn text(&mut self, text: &str) {
        if let Some((element, node)) = self.open.last()
            && element.is_code()
        {
            match &mut node.data_mut().value {
                NodeValue::Code(code) => code.literal.push_str(text),
                NodeValue::CodeBlock(code) => code.literal.push_str(text),
                _ => {}
            }
            return;
        }
        let text = one_space(text);
        if text.trim().is_empty() && !self.is_in_line() {
            return;
        }
        self.begin_line();
        append_text(self.arena, self.top(), &text);
    }

    fn mark(&mut self, element: Element) {
        let value = match &element {
            Element::Link(href) => {
                self.close_first(|it| matches!(it, Element::Link(_)));
                match self.address(href) {
                    Some(url) => NodeValue::Link(Box::new(NodeLink {
                        url,
                        title: String::new(),
                    })),
                    None => return,
                }
            }
            Element::Code => NodeValue::Code(NodeCode {
                num_backticks: 1,
                literal: String::new(),
            }),
            Element::Strong => NodeValue::Strong,
            Element::Struck => NodeValue::Strikethrough,
            _ => NodeValue::Emph,
        };
        if self.open.len() < MAX_OPEN && !self.is_in(|it| it.is_like(&element)) {
            self.begin_line();
            self.push(element, value);
        }
    }

    fn image(&mut self, address: &str, words: &str) {
        let words = one_space(words);
        let Some(url) = self.address(address) else {
            if !words.trim().is_empty() {
                self.text(&words);
            }
            return;
        };
        self.begin_line();
        let link = NodeLink {
            url,
            title: String::new(),
        };
        let image = self.alloc(NodeValue::Image(Box::new(link)));
        append_text(self.arena, image, words.trim());
        self.top().append(image);
    }

    /// Two in a row part paragraphs.
    fn line_break(&mut self) {
        let is_in_paragraph = self
            .open
            .iter()
            .rev()
            .find(|it| !it.0.is_mark())
            .is_some_and(|it| it.0 == Element::Block);
        if !is_in_paragraph {
            if self.is_in_line() {
                self.text(" ");
            }
            return;
        }
        let last = self.top().last_child();
        match last.filter(|it| matches!(it.data().value, NodeValue::LineBreak)) {
            Some(_) if self.open.last().is_some_and(|it| it.0 == Element::Block) => {
                self.end_paragraph();
            }
            Some(_) => {}
            None => self.top().append(self.alloc(NodeValue::LineBreak)),
        }
    }

    /// Where words can stand: in a paragraph, where nothing else is open for them.
    fn begin_line(&mut self) {
        if self.is_in_list_itself() {
            self.push(Element::Item, item());
        }
        if self.is_in_table_itself() {
            self.row();
        }
        if self.open.last().is_some_and(|it| it.0 == Element::Row) {
            self.push(Element::Cell, NodeValue::TableCell);
        }
        if !self.is_in_line() {
            self.push(Element::Block, NodeValue::Paragraph);
        }
    }

    pub(super) fn is_in_line(&self) -> bool {
        let holds_words = |it: &Element| {
            it.is_mark()
                || matches!(
                    it,
                    Element::Block | Element::Heading(_) | Element::Term | Element::Cell
                )
        };
        self.open.last().is_some_and(|it| holds_words(&it.0))
    }

    /// Closes a paragraph; in a heading, a term or a cell, which go on, there is a space.
    pub(super) fn end_paragraph(&mut self) {
        let is_line =
            |it: &Element| matches!(it, Element::Heading(_) | Element::Term | Element::Cell);
        if self.is_in(is_line) {
            self.text(" ");
        } else {
            self.end_line();
        }
    }

    /// Closes whatever holds words.
    pub(super) fn end_line(&mut self) {
        let is_container = |it: &Element| {
            !it.is_mark()
                && !it.is_code()
                && !matches!(
                    it,
                    Element::Block | Element::Heading(_) | Element::Term | Element::Cell
                )
        };
        let container = self.open.iter().rposition(|it| is_container(&it.0));
        self.close_from(container.map_or(0, |it| it + 1));
    }

    fn close_first(&mut self, is: impl Fn(&Element) -> bool) {
        if let Some(at) = self.open.iter().position(|it| is(&it.0)) {
            self.close_from(at);
        }
    }

    pub(super) fn close_from(&mut self, at: usize) {
        while self.open.len() > at {
            let Some((_, node)) = self.open.pop() else {
                return;
            };
            tidy(self.arena, node);
        }
    }

    pub(super) fn push(&mut self, element: Element, value: NodeValue) {
        let node = self.alloc(value);
        self.top().append(node);
        self.open.push((element, node));
    }

    pub(super) fn alloc(&self, value: NodeValue) -> Node<'a> {
        self.arena.alloc(AstNode::from(value))
    }

    pub(super) fn top(&self) -> Node<'a> {
        self.open.last().map_or(self.root, |it| it.1)
    }

    pub(super) fn is_in(&self, is: impl Fn(&Element) -> bool) -> bool {
        self.open.iter().any(|it| is(&it.0))
    }

    pub(super) fn is_in_list_itself(&self) -> bool {
        let last = self.open.last();
        last.is_some_and(|it| matches!(it.0, Element::Bullets | Element::Numbers(_)))
    }

    pub(super) fn is_in_table_itself(&self) -> bool {
        self.open.last().is_some_and(|it| it.0 == Element::Table)
    }

    /// Where a link leads that means the same on every page.
    fn address(&self, href: &str) -> Option<String> {
        let url = match Url::parse(href) {
            Ok(url) => url,
            Err(url::ParseError::RelativeUrlWithoutBase) if !href.starts_with('#') => {
                self.base?.join(href).ok()?
            }
            Err(_) => return None,
        };
        matches!(url.scheme(), "http" | "https" | "mailto").then(|| url.into())
    }
}
