//! What a page says of itself, and which part of it is the article.

use std::ops::Range;

use html5ever::tokenizer::Tag;

use crate::stories::import::html::element::{Element, Event, attribute};

#[derive(Debug, Default)]
pub(super) struct Facts {
    /// Of `<title>`.
    pub page_title: String,
    og_title: Option<String>,
    canonical: Option<String>,
    og_url: Option<String>,
    /// The events inside each `article`.
    articles: Vec<Range<usize>>,
    /// The events inside each `main`.
    mains: Vec<Range<usize>>,
}

impl Facts {
    pub(super) fn meta(&mut self, tag: &Tag) {
        let content = || attribute(tag, "content").map(str::to_owned);
        let name = attribute(tag, "property").or_else(|| attribute(tag, "name"));
        match name {
            Some("og:title") if self.og_title.is_none() => self.og_title = content(),
            Some("og:url") if self.og_url.is_none() => self.og_url = content(),
            _ => {}
        }
    }

    pub(super) fn link(&mut self, tag: &Tag) {
        let is_canonical =
            attribute(tag, "rel").is_some_and(|it| it.eq_ignore_ascii_case("canonical"));
        if is_canonical && self.canonical.is_none() {
            self.canonical = attribute(tag, "href").map(str::to_owned);
        }
    }

    pub(super) fn part(&mut self, name: &str, events: Range<usize>) {
        if name == "main" {
            self.mains.push(events);
        } else {
            self.articles.push(events);
        }
    }

    pub(super) fn canonical_url(&self) -> Option<String> {
        let named = self.canonical.clone().or_else(|| self.og_url.clone());
        named.filter(|it| !it.is_empty())
    }

    /// What other sites are told, else the page's own; but the heading where they say the same, because
    /// sites add their name: "An article | A site".
    pub(super) fn title(&self, events: &[Event]) -> Option<String> {
        let page = [self.og_title.as_deref(), Some(self.page_title.as_str())];
        let page = page
            .into_iter()
            .flatten()
            .map(one_line)
            .find(|it| !it.is_empty());
        let heading = first_heading(events);
        match (page, heading) {
            (Some(page), Some(heading)) if page.starts_with(&heading) => Some(heading),
            (Some(page), _) => Some(page),
            (None, heading) => heading,
        }
    }

    /// The events of the article alone, where one part of the page holds most of its words.
    pub(super) fn told(&self, mut events: Vec<Event>) -> Vec<Event> {
        let length = |part: &Range<usize>| words(events.get(part.clone()).unwrap_or_default());
        let longest = |parts: &[Range<usize>]| parts.iter().max_by_key(|it| length(it)).cloned();
        let whole = words(&events);
        let is_most = |it: &Range<usize>| length(it) * 2 > whole;
        let article = longest(&self.articles).filter(is_most);
        let Some(part) = article.or_else(|| longest(&self.mains).filter(is_most)) else {
            return events;
        };
        events.truncate(part.end);
        events.drain(..part.start.min(events.len()));
        events
    }
}

fn words(events: &[Event]) -> usize {
    let length = |it: &Event| match it {
        Event::Text(text) => text.trim().len(),
        _ => 0,
    };
    events.iter().map(length).sum()
}

fn first_heading(events: &[Event]) -> Option<String> {
    let opens = |it: &Event| matches!(it, Event::Open(Element::Heading(1)));
    let inside = events.iter().skip_while(|it| !opens(it)).skip(1);
    let inside = inside.take_while(|it| !matches!(it, Event::Close(Element::Heading(_))));
    let text: String = inside
        .filter_map(|it| match it {
            Event::Text(text) => Some(text.as_str()),
            _ => None,
        })
        .collect();
    Some(one_line(&text)).filter(|it| !it.is_empty())
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
