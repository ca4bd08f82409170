//! HTML as a flat list of events. No tree is built here, so that no text nests deeper than we are ready for.

use std::cell::RefCell;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{
    BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};

use crate::stories::import::html::element::{Element, Event, attribute, language};
use crate::stories::import::html::facts::Facts;

/// The tokenizer compares the name of each attribute with all before it in its tag. This many comparisons
/// take a moment.
const MAX_COMPARED: usize = 100_000_000;

/// How much is read at once.
const PIECE: usize = 1_024;

/// The most `article` and `main` elements that are open at once.
const MAX_PARTS: usize = 60;

/// Elements whose content no reader takes for the article.
const SKIPPED: &[&str] = &[
    "audio", "button", "canvas", "datalist", "dialog", "form", "iframe", "math", "nav", "noembed",
    "noframes", "noscript", "object", "script", "select", "style", "svg", "template", "textarea",
    "video",
];

/// Elements without content.
const VOID: &[&str] = &[
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr",
];

/// Elements that a sibling of the same name ends.
const ENDED_BY_SIBLING: &[&str] = &["dd", "dt", "li", "option", "p", "td", "th", "tr"];

/// Reads a page. The rest of a page whose tags have absurdly many attributes is not read.
pub(super) fn read(html: &str) -> (Facts, Vec<Event>) {
    let tokenizer = Tokenizer::new(Sink::default(), TokenizerOpts::default());
    let queue = BufferQueue::default();
    let (mut compared, mut names) = (0, 0);
    for piece in pieces(&without_pictures(html)) {
        queue.push_back(StrTendril::from(piece));
        // Neither scripts nor encodings stop it.
        let _ = tokenizer.feed(&queue);
        // Wherever the name of an attribute may begin: more often than one does.
        names += piece
            .bytes()
            .filter(|it| it.is_ascii_whitespace() || matches!(it, b'/' | b'"'))
            .count();
        if tokenizer.sink.0.borrow_mut().has_token() {
            compared += names * names / 2;
            names = 0;
        }
        if compared + names * names / 2 > MAX_COMPARED {
            break;
        }
    }
    tokenizer.end();
    let mut reader = tokenizer.sink.0.take();
    while let Some((name, from)) = reader.parts.pop() {
        reader.facts.part(&name, from..reader.events.len());
    }
    (reader.facts, reader.events)
}

/// Pictures that stand in the page itself make up most of it, and are not taken over.
fn without_pictures(html: &str) -> String {
    const MARK: &str = ";base64,";
    let is_picture = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '/' | '=');
    let mut parts = html.split(MARK);
    let mut kept = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        kept.push_str(MARK);
        kept.push_str(part.trim_start_matches(is_picture));
    }
    kept
}

/// Pieces of [`PIECE`] bytes or a little more.
fn pieces(mut text: &str) -> impl Iterator<Item = &str> {
    std::iter::from_fn(move || {
        let end = (PIECE.min(text.len())..=text.len()).find(|it| text.is_char_boundary(*it))?;
        let (piece, rest) = text.split_at_checked(end)?;
        text = rest;
        Some(piece).filter(|it| !it.is_empty())
    })
}

#[derive(Default)]
struct Sink(RefCell<Reader>);

impl TokenSink for Sink {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let mut reader = self.0.borrow_mut();
        reader.has_token |= !matches!(token, Token::ParseError(_));
        match token {
            Token::TagToken(tag) => return reader.tag(&tag),
            Token::CharacterTokens(text) => reader.text(&text),
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

#[derive(Default)]
struct Reader {
    facts: Facts,
    events: Vec<Event>,
    /// The element whose content is being skipped, and how often it is open.
    skipped: Option<(String, usize)>,
    is_in_title: bool,
    /// `article` and `main` elements that are open, with the number of events before them.
    parts: Vec<(String, usize)>,
    has_token: bool,
}

impl Reader {
    /// Whether something was read since this was last asked.
    fn has_token(&mut self) -> bool {
        std::mem::take(&mut self.has_token)
    }

    fn tag(&mut self, tag: &Tag) -> TokenSinkResult<()> {
        self.is_in_title = false;
        match (self.skipped.take(), tag.kind) {
            (Some(skipped), _) => self.skipped = still_skipped(skipped, tag),
            (None, TagKind::StartTag) => self.open(tag),
            (None, TagKind::EndTag) => self.close(tag),
        }
        match tag.kind {
            TagKind::StartTag => content_model(&tag.name),
            TagKind::EndTag => TokenSinkResult::Continue,
        }
    }

    fn open(&mut self, tag: &Tag) {
        let name = &*tag.name;
        match name {
            "meta" => self.facts.meta(tag),
            "link" => self.facts.link(tag),
            "title" => self.is_in_title = self.facts.page_title.is_empty(),
            "iframe" => self.embedded(tag),
            _ => {}
        }
        if !VOID.contains(&name) && (SKIPPED.contains(&name) || is_hidden(tag)) {
            let is_empty = tag.self_closing && matches!(name, "svg" | "math");
            self.skipped = (!is_empty).then(|| (name.to_owned(), 1));
            return;
        }
        if matches!(name, "article" | "main") && self.parts.len() < MAX_PARTS {
            self.parts.push((name.to_owned(), self.events.len()));
        }
        let Some(element) = Element::of(tag) else {
            return;
        };
        // The language stands on the `code` inside the `pre`, or on the `div` around it.
        let language = language(tag);
        match self.events.last_mut() {
            Some(Event::Open(Element::Listing(it))) if element == Element::Code => {
                if it.is_empty() {
                    *it = language;
                }
            }
            _ => self.events.push(Event::Open(element)),
        }
    }

    fn close(&mut self, tag: &Tag) {
        let name = &*tag.name;
        let part = self.parts.iter().rposition(|it| it.0 == name);
        while part.is_some_and(|it| it < self.parts.len()) {
            if let Some((name, from)) = self.parts.pop() {
                self.facts.part(&name, from..self.events.len());
            }
        }
        self.events.extend(Element::of(tag).map(Event::Close));
    }

    /// A video or slides: what they show is elsewhere, the way there stays.
    fn embedded(&mut self, tag: &Tag) {
        let Some(address) = attribute(tag, "src").filter(|it| it.starts_with("https://")) else {
            return;
        };
        let link = Element::Link(address.to_owned());
        self.events.extend([
            Event::Open(Element::Block),
            Event::Open(link.clone()),
            Event::Text(address.to_owned()),
            Event::Close(link),
            Event::Close(Element::Block),
        ]);
    }

    fn text(&mut self, text: &str) {
        if self.is_in_title {
            self.facts.page_title.push_str(text);
        } else if self.skipped.is_none() {
            match self.events.last_mut() {
                Some(Event::Text(last)) => last.push_str(text),
                _ => self.events.push(Event::Text(text.to_owned())),
            }
        }
    }
}

fn still_skipped((name, depth): (String, usize), tag: &Tag) -> Option<(String, usize)> {
    if *tag.name != *name {
        return Some((name, depth));
    }
    let ends = tag.kind == TagKind::EndTag || ENDED_BY_SIBLING.contains(&&*tag.name);
    let depth = if ends { depth - 1 } else { depth + 1 };
    (depth > 0).then_some((name, depth))
}

/// How the tokenizer is to read what follows the start of an element.
fn content_model(name: &str) -> TokenSinkResult<()> {
    match name {
        "script" => TokenSinkResult::RawData(RawKind::ScriptData),
        "iframe" | "noembed" | "noframes" | "style" | "xmp" => {
            TokenSinkResult::RawData(RawKind::Rawtext)
        }
        "textarea" | "title" => TokenSinkResult::RawData(RawKind::Rcdata),
        "plaintext" => TokenSinkResult::Plaintext,
        _ => TokenSinkResult::Continue,
    }
}

fn is_hidden(tag: &Tag) -> bool {
    let style = attribute(tag, "style").unwrap_or_default();
    let style: String = style
        .chars()
        .filter(|it| !it.is_whitespace())
        .take(2_000)
        .collect();
    let style = style.to_ascii_lowercase();
    attribute(tag, "hidden").is_some()
        || attribute(tag, "aria-hidden") == Some("true")
        || style.contains("display:none")
        || style.contains("visibility:hidden")
}
