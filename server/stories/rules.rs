//! What a story must be, to be saved and to be published. Every broken rule comes back at once.

use std::cmp::Ordering;

use time::{OffsetDateTime, UtcOffset};

use crate::catalog::unknown::unknown;
use crate::catalog::{Catalog, Kind};
use crate::error::Fault;
use crate::stories::content::{Challenge, Content, Link, Practice, Tip, Transition};
use crate::stories::started_on::{InvalidDate, StartedOn};
use crate::text::address::is_web;
use crate::text::clean;

/// The longest text in Markdown, in characters.
pub const MAX_MD: usize = 10_000;
/// All texts of a story together.
const MAX_STORY: usize = 40_000;

/// The content as it is stored: cleaned, with slugs that the catalogue knows. With it every rule that
/// it breaks of those that a draft must keep, too.
pub fn checked(
    mut content: Content,
    catalog: &Catalog,
    now: OffsetDateTime,
) -> (Content, Vec<Fault>) {
    let mut check = Check {
        catalog,
        faults: Vec::new(),
        length: 0,
    };
    check.content(&mut content, now);
    if check.length > MAX_STORY {
        check.add(
            Fault::new("", "story_too_long")
                .with("max", MAX_STORY)
                .with("actual", check.length),
        );
    }
    (content, check.faults)
}

struct Check<'c> {
    catalog: &'c Catalog,
    faults: Vec<Fault>,
    /// Characters of all texts so far.
    length: usize,
}

impl Check<'_> {
    fn content(&mut self, content: &mut Content, now: OffsetDateTime) {
        self.line("/title".into(), &mut content.title, 120);
        self.paragraphs("/summary".into(), &mut content.summary, 800);
        self.markdown("/reflection_md".into(), &mut content.reflection_md);
        self.address("/canonical_url".into(), &mut content.canonical_url);
        self.instant("/publish_at", &mut content.publish_at);
        self.count("/transitions", &mut content.transitions, 20);
        self.count("/challenges", &mut content.challenges, 20);
        self.count("/practices", &mut content.practices, 20);
        self.count("/tips", &mut content.tips, 30);
        self.count("/links", &mut content.links, 10);
        for (n, it) in content.transitions.iter_mut().enumerate() {
            self.transition(&format!("/transitions/{n}"), it, now);
        }
        self.order(&content.transitions);
        for (n, it) in content.challenges.iter_mut().enumerate() {
            self.challenge(&format!("/challenges/{n}"), it);
        }
        for (n, it) in content.practices.iter_mut().enumerate() {
            self.practice(&format!("/practices/{n}"), it);
        }
        for (n, it) in content.tips.iter_mut().enumerate() {
            self.tip(&format!("/tips/{n}"), it);
        }
        for (n, it) in content.links.iter_mut().enumerate() {
            self.link(&format!("/links/{n}"), it);
        }
    }

    fn transition(&mut self, at: &str, it: &mut Transition, now: OffsetDateTime) {
        self.slug(format!("{at}/from_role"), Kind::Role, &mut it.from_role);
        self.slug(format!("{at}/to_role"), Kind::Role, &mut it.to_role);
        self.slug(format!("{at}/route"), Kind::Route, &mut it.route);
        self.slug(format!("{at}/scope"), Kind::Scope, &mut it.scope);
        self.optional_line(format!("{at}/title"), &mut it.title, 80);
        self.optional_line(format!("{at}/organisation"), &mut it.organisation, 120);
        self.date(format!("{at}/started_on"), &mut it.started_on, now);
        self.markdown(format!("{at}/story_md"), &mut it.story_md);
    }

    fn challenge(&mut self, at: &str, it: &mut Challenge) {
        self.slug(format!("{at}/kind"), Kind::Challenge, &mut it.kind);
        self.slug(format!("{at}/approach"), Kind::Approach, &mut it.approach);
        self.markdown(format!("{at}/faced_md"), &mut it.faced_md);
        self.markdown(format!("{at}/response_md"), &mut it.response_md);
        self.optional_markdown(format!("{at}/hindsight_md"), &mut it.hindsight_md);
    }

    fn practice(&mut self, at: &str, it: &mut Practice) {
        self.slug(format!("{at}/practice"), Kind::Practice, &mut it.practice);
        self.line(format!("{at}/applied_to"), &mut it.applied_to, 120);
        self.markdown(format!("{at}/how_md"), &mut it.how_md);
        self.optional_line(format!("{at}/indicator"), &mut it.indicator, 200);
        self.optional_markdown(format!("{at}/caveat_md"), &mut it.caveat_md);
    }

    fn tip(&mut self, at: &str, it: &mut Tip) {
        self.slug(format!("{at}/audience"), Kind::Audience, &mut it.audience);
        self.paragraphs(format!("{at}/text_md"), &mut it.text_md, 2_000);
    }

    fn link(&mut self, at: &str, it: &mut Link) {
        self.line(format!("{at}/title"), &mut it.title, 120);
        if it.title.is_empty() {
            self.add(Fault::new(format!("{at}/title"), "missing"));
        }
        let mut url = Some(std::mem::take(&mut it.url));
        self.address(format!("{at}/url"), &mut url);
        match url {
            Some(url) => it.url = url,
            None => self.add(Fault::new(format!("{at}/url"), "missing")),
        }
    }

    /// Each date lies not before the latest one above it, at the precision that both have.
    fn order(&mut self, transitions: &[Transition]) {
        let mut latest: Option<StartedOn> = None;
        for (n, it) in transitions.iter().enumerate() {
            let Some(date) = it
                .started_on
                .as_deref()
                .and_then(|it| StartedOn::parse(it).ok())
            else {
                continue;
            };
            match latest.map(|it| date.compare(it)) {
                Some(Ordering::Less) => {
                    self.add(Fault::new(
                        format!("/transitions/{n}/started_on"),
                        "date_order",
                    ));
                }
                Some(Ordering::Equal) => latest = latest.map(|it| it.finer(date)),
                _ => latest = Some(date),
            }
        }
    }

    fn date(&mut self, at: String, date: &mut Option<String>, now: OffsetDateTime) {
        self.optional_line(at.clone(), date, 10);
        let Some(text) = date else { return };
        match StartedOn::parse(text) {
            Ok(date) if date.is_far_ahead(now) => self.add(Fault::new(at, "date_too_far_ahead")),
            Ok(_) => {}
            Err(InvalidDate::Form) => self.add(Fault::new(at, "bad_date")),
            Err(InvalidDate::TooEarly) => {
                self.add(Fault::new(at, "date_too_early").with("min", "1950"));
            }
        }
    }

    /// In UTC, as fine as the database keeps it.
    fn instant(&mut self, at: &str, instant: &mut Option<OffsetDateTime>) {
        let Some(sent) = *instant else { return };
        let usable = sent.checked_to_offset(UtcOffset::UTC);
        let usable = usable.filter(|it| (2000..=2999).contains(&it.year()));
        *instant = usable.and_then(|it| it.replace_microsecond(it.microsecond()).ok());
        if instant.is_none() {
            self.add(Fault::new(at, "bad_instant"));
        }
    }

    fn slug(&mut self, at: String, kind: Kind, slug: &mut Option<String>) {
        if slug.as_deref().is_some_and(|it| it.trim().is_empty()) {
            *slug = None;
        }
        let Some(sent) = slug else { return };
        match self.catalog.find(kind, sent) {
            Some(entry) if kind != Kind::Track => *sent = entry.slug.clone(),
            _ => {
                let fault = unknown(at, self.catalog, kind, sent);
                self.add(fault);
            }
        }
    }

    fn address(&mut self, at: String, url: &mut Option<String>) {
        self.optional_line(at.clone(), url, 2_000);
        if url.as_ref().is_some_and(|it| !is_web(it)) {
            self.add(Fault::new(at, "bad_url"));
        }
    }

    /// What stands beyond the limit is not looked at.
    fn count<T>(&mut self, at: &str, parts: &mut Vec<T>, max: usize) {
        if parts.len() > max {
            self.add(
                Fault::new(at, "too_many")
                    .with("max", max)
                    .with("actual", parts.len()),
            );
            parts.truncate(max);
        }
    }

    fn markdown(&mut self, at: String, text: &mut String) {
        self.paragraphs(at, text, MAX_MD);
    }

    fn optional_markdown(&mut self, at: String, text: &mut Option<String>) {
        self.optional(at, text, |check, at, text| {
            check.paragraphs(at, text, MAX_MD);
        });
    }

    fn optional_line(&mut self, at: String, text: &mut Option<String>, max: usize) {
        self.optional(at, text, |check, at, text| check.line(at, text, max));
    }

    fn optional(
        &mut self,
        at: String,
        text: &mut Option<String>,
        store: impl FnOnce(&mut Self, String, &mut String),
    ) {
        if let Some(kept) = text {
            store(self, at, kept);
            if kept.is_empty() {
                *text = None;
            }
        }
    }

    fn line(&mut self, at: String, text: &mut String, max: usize) {
        let cleaned = clean::line(text);
        self.store(at, text, cleaned, max);
    }

    fn paragraphs(&mut self, at: String, text: &mut String, max: usize) {
        let cleaned = clean::paragraphs(text);
        self.store(at, text, cleaned, max);
    }

    fn store(
        &mut self,
        at: String,
        text: &mut String,
        cleaned: Result<String, clean::ForbiddenCharacter>,
        max: usize,
    ) {
        match cleaned {
            Ok(cleaned) => *text = cleaned,
            Err(found) => {
                let code_point = format!("U+{:04X}", u32::from(found.0));
                self.add(
                    Fault::new(at.clone(), "forbidden_character").with("character", code_point),
                );
            }
        }
        let length = clean::length(text);
        self.length += length;
        if length > max {
            self.add(
                Fault::new(at, "too_long")
                    .with("max", max)
                    .with("actual", length),
            );
        }
    }

    fn add(&mut self, fault: Fault) {
        self.faults.push(fault);
    }
}
