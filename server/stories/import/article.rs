//! An article as it was pasted: its title, where it stands, and its sections.

use crate::named_values;
use crate::stories::content::Link;
use crate::stories::import::{dialect, export, front_matter, html, plain, sections};
use crate::text::clean;

/// The longest text that is read. Whoever receives one refuses a longer one.
pub const MAX_BYTES: usize = 1 << 20;

named_values! {
    /// How a text is marked up.
    pub enum Format { Markdown = "markdown", Html = "html" }
}

#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Article {
    pub title: Option<String>,
    /// Where it says that it was published.
    pub canonical_url: Option<String>,
    /// In the order of the text; what stands before the first heading has no heading.
    pub sections: Vec<Section>,
}

#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Section {
    /// As plain text.
    pub heading: Option<String>,
    /// 1 to 6; 0 without a heading.
    pub level: u8,
    /// Without the heading.
    pub text_md: String,
    /// What the heading and the text point to, each address once.
    pub links: Vec<Link>,
}

/// What a text says about itself besides its words.
#[derive(Debug, Default)]
pub(super) struct About {
    pub title: Option<String>,
    pub canonical_url: Option<String>,
    /// Its parts are slides, with a rule between two.
    pub is_slides: bool,
}

impl Format {
    /// What this text looks like.
    pub fn of(text: &str) -> Self {
        if html::is_likely(text) {
            Self::Html
        } else {
            Self::Markdown
        }
    }
}

/// Reads an article. Nothing is fetched, and whatever the text is, the work is in proportion to its length.
pub fn read(text: &str, format: Format) -> Article {
    let text = legible(text);
    let (about, markdown) = match format {
        Format::Html => html::read(&export::unwrapped(&text)),
        Format::Markdown => {
            let (about, body) = front_matter::split(&text);
            let markdown = dialect::plain(body, about.is_slides);
            (about, markdown)
        }
    };
    let mut sections = sections::split(&markdown);
    let title = title(about.title.as_deref(), &mut sections);
    let canonical_url = about.canonical_url.filter(|it| plain::is_web_address(it));
    Article {
        title,
        canonical_url,
        sections,
    }
}

/// One kind of line end, and none of the characters that a story refuses: whoever pastes a page can
/// not see them to take them out.
fn legible(text: &str) -> String {
    let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
    let is_kept = |c: &char| !clean::is_forbidden(*c);
    let line_end = |c: char| if c == '\r' { '\n' } else { c };
    text.chars().filter(is_kept).map(line_end).collect()
}

/// What the text calls itself, else its first heading of the first level. Where that heading says the
/// same, it is no section of its own.
fn title(named: Option<&str>, sections: &mut Vec<Section>) -> Option<String> {
    let first = sections.iter().position(|it| it.level == 1);
    let heading = first.and_then(|it| sections.get(it)?.heading.clone());
    let (Some(first), Some(heading)) = (first, heading) else {
        return named.map(str::to_owned);
    };
    // Sites add their name to the title of a page: "An article | A site".
    let is_title = named.is_none_or(|it| it.starts_with(&heading));
    if !is_title {
        return named.map(str::to_owned);
    }
    if let Some(section) = sections.get_mut(first) {
        section.heading = None;
        section.level = 0;
    }
    sections::join_leads(sections);
    Some(heading)
}
