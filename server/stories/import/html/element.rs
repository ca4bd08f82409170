//! The elements that mean something to running text; of all others only the words count.

use html5ever::tokenizer::Tag;

#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) enum Element {
    /// A part that begins on a line of its own.
    Block,
    Heading(u8),
    Quote,
    Bullets,
    Numbers(usize),
    Item,
    /// Code, in this language.
    Listing(String),
    /// A line that names what follows it.
    Term,
    Table,
    Row,
    Cell,
    Rule,
    Break,
    Emphasis,
    Strong,
    Struck,
    Code,
    Link(String),
    Image {
        address: String,
        words: String,
    },
}

#[derive(Debug)]
pub(super) enum Event {
    Open(Element),
    Close(Element),
    Text(String),
}

impl Element {
    pub(super) fn of(tag: &Tag) -> Option<Self> {
        Some(match &*tag.name {
            "address" | "article" | "aside" | "body" | "center" | "dd" | "details" | "dl"
            | "div" | "fieldset" | "figcaption" | "figure" | "footer" | "header" | "hgroup"
            | "main" | "p" | "section" => Self::Block,
            "h1" => Self::Heading(1),
            "h2" => Self::Heading(2),
            "h3" => Self::Heading(3),
            "h4" => Self::Heading(4),
            "h5" => Self::Heading(5),
            "h6" => Self::Heading(6),
            "blockquote" => Self::Quote,
            "ul" | "menu" => Self::Bullets,
            "ol" => Self::Numbers(start(tag)),
            "li" => Self::Item,
            "pre" | "xmp" | "listing" | "plaintext" => Self::Listing(language(tag)),
            "dt" | "summary" | "caption" => Self::Term,
            "table" => Self::Table,
            "tr" => Self::Row,
            "td" | "th" => Self::Cell,
            "hr" => Self::Rule,
            "br" => Self::Break,
            "em" | "i" => Self::Emphasis,
            "strong" | "b" => Self::Strong,
            "del" | "s" | "strike" => Self::Struck,
            "code" | "kbd" | "samp" | "tt" => Self::Code,
            "a" => Self::Link(attribute(tag, "href").unwrap_or_default().to_owned()),
            "img" => Self::Image {
                address: attribute(tag, "src").unwrap_or_default().to_owned(),
                words: attribute(tag, "alt").unwrap_or_default().to_owned(),
            },
            _ => return None,
        })
    }

    /// Whether both are of one kind, whatever else they say.
    pub(super) fn is_like(&self, other: &Self) -> bool {
        std::mem::discriminant(self) == std::mem::discriminant(other)
    }

    /// Within a line of words.
    pub(super) fn is_mark(&self) -> bool {
        matches!(
            self,
            Self::Emphasis | Self::Strong | Self::Struck | Self::Code | Self::Link(_)
        )
    }

    /// Its words are kept letter by letter.
    pub(super) fn is_code(&self) -> bool {
        matches!(self, Self::Code | Self::Listing(_))
    }
}

pub(super) fn attribute<'t>(tag: &'t Tag, name: &str) -> Option<&'t str> {
    let named = tag.attrs.iter().find(|it| &*it.name.local == name);
    named.map(|it| it.value.trim())
}

fn start(tag: &Tag) -> usize {
    let start = attribute(tag, "start").and_then(|it| it.parse().ok());
    start.filter(|it| *it < 1_000_000).unwrap_or(1)
}

/// `data-lang="ruby"`, `class="language-ruby"`
pub(super) fn language(tag: &Tag) -> String {
    let class = attribute(tag, "class").unwrap_or_default();
    let classes = class.split_ascii_whitespace();
    let of_class = classes
        .filter_map(|it| {
            it.strip_prefix("language-")
                .or_else(|| it.strip_prefix("lang-"))
        })
        .next();
    let language = attribute(tag, "data-lang").or(of_class).unwrap_or_default();
    let is_name = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '-' | '+' | '#' | '_' | '.');
    language.chars().take_while(is_name).take(40).collect()
}
