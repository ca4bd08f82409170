//! An article as the draft of a story. Nothing of it is lost but what is left out.

use std::collections::HashSet;

use crate::i18n::Language;
use crate::stories::content::{Challenge, Content, Link, LinkKind, Practice, Tip, Transition};
use crate::stories::import::article::{Article, Section};
use crate::stories::import::guess::Use;
use crate::stories::import::heading_words::topic;
use crate::stories::import::plain;
use crate::text::clean;

/// The most parts of each kind that a story takes.
const MAX_TRANSITIONS: usize = 20;
const MAX_CHALLENGES: usize = 20;
const MAX_PRACTICES: usize = 20;
const MAX_TIPS: usize = 30;
const MAX_LINKS: usize = 10;

/// The longest line that says what a practice was applied to.
const MAX_APPLIED_TO: usize = 120;

/// Puts each section where its use says; one without a use, and what a story has no place for, goes to
/// the reflection. Texts that are too long stay whole: the form shows what is wrong.
pub fn draft(article: &Article, uses: &[Use]) -> Content {
    let mut draft = Draft {
        content: Content {
            language: Some(language(article)),
            title: article.title.clone().unwrap_or_default(),
            canonical_url: article.canonical_url.clone(),
            ..Default::default()
        },
        headings: Vec::new(),
        own: article.canonical_url.clone(),
    };
    let uses = uses.iter().chain(std::iter::repeat(&Use::Reflection));
    for (section, chosen) in article.sections.iter().zip(uses) {
        draft.section(section, chosen);
    }
    draft.put_headings_away();
    draft.content
}

struct Draft {
    content: Content,
    /// Headings right above other headings, with what their sections were to be.
    headings: Vec<(String, Use)>,
    own: Option<String>,
}

impl Draft {
    fn section(&mut self, section: &Section, chosen: &Use) {
        if *chosen == Use::LeaveOut {
            return;
        }
        self.links(section);
        let heading = section
            .heading
            .as_deref()
            .map(|it| marked(section.level, it));
        if section.text_md.is_empty() {
            self.headings.extend(heading.map(|it| (it, chosen.clone())));
            return;
        }
        // A heading of other headings comes along with the first of them.
        let mut text = Vec::new();
        for (above, its_use) in std::mem::take(&mut self.headings) {
            if std::mem::discriminant(&its_use) == std::mem::discriminant(chosen)
                && *chosen != Use::Summary
            {
                text.push(above);
            } else {
                self.reflect(&above);
            }
        }
        let is_full = self.is_full(chosen);
        match chosen {
            Use::Practice { practice } if !is_full => {
                return self.practice(section, practice, text);
            }
            Use::Summary => return self.summary(section),
            _ => {}
        }
        text.extend(heading);
        text.push(section.text_md.clone());
        self.part(chosen, text.join("\n\n"), is_full);
    }

    fn part(&mut self, chosen: &Use, text: String, is_full: bool) {
        match chosen {
            Use::Transition { from_role, to_role } if !is_full => {
                self.content.transitions.push(Transition {
                    from_role: from_role.clone(),
                    to_role: to_role.clone(),
                    story_md: text,
                    ..Default::default()
                });
            }
            Use::Challenge { kind } if !is_full => {
                self.content.challenges.push(Challenge {
                    kind: kind.clone(),
                    faced_md: text,
                    ..Default::default()
                });
            }
            Use::Tip if !is_full => self.content.tips.push(Tip {
                audience: None,
                text_md: text,
            }),
            _ => self.reflect(&text),
        }
    }

    /// The heading says what the practice was applied to.
    fn practice(&mut self, section: &Section, practice: &Option<String>, mut text: Vec<String>) {
        let heading = section.heading.clone().unwrap_or_default();
        // "What I did" says nothing of what it was applied to.
        let is_bare = topic(&heading).is_some_and(|it| it.1 == heading.trim().to_lowercase());
        let fits = clean::length(&heading) <= MAX_APPLIED_TO && !is_bare;
        if !fits {
            text.push(marked(section.level, &heading));
        }
        text.push(section.text_md.clone());
        self.content.practices.push(Practice {
            practice: practice.clone(),
            applied_to: if fits { heading } else { String::new() },
            how_md: text.join("\n\n"),
            ..Default::default()
        });
    }

    /// Plain text. "Introduction" above a summary says nothing.
    fn summary(&mut self, section: &Section) {
        let text = plain::paragraphs(&section.text_md);
        let parts = [self.content.summary.as_str(), text.as_str()];
        self.content.summary = parts.join("\n\n").trim().to_owned();
    }

    fn reflect(&mut self, text: &str) {
        let parts = [self.content.reflection_md.as_str(), text];
        let is_first = self.content.reflection_md.is_empty();
        self.content.reflection_md = if is_first {
            text.to_owned()
        } else {
            parts.join("\n\n")
        };
    }

    /// Headings with nothing below them.
    fn put_headings_away(&mut self) {
        for (heading, _) in std::mem::take(&mut self.headings) {
            self.reflect(&heading);
        }
    }

    fn is_full(&self, chosen: &Use) -> bool {
        match chosen {
            Use::Transition { .. } => self.content.transitions.len() >= MAX_TRANSITIONS,
            Use::Challenge { .. } => self.content.challenges.len() >= MAX_CHALLENGES,
            Use::Practice { .. } => self.content.practices.len() >= MAX_PRACTICES,
            Use::Tip => self.content.tips.len() >= MAX_TIPS,
            _ => false,
        }
    }

    /// Slides, talks and other articles stand in the story's list of links, too.
    fn links(&mut self, section: &Section) {
        let known: HashSet<String> = self.content.links.iter().map(|it| it.url.clone()).collect();
        let is_new = |it: &&Link| {
            it.kind != LinkKind::Other
                && !known.contains(&it.url)
                && self.own.as_ref() != Some(&it.url)
        };
        let room = MAX_LINKS.saturating_sub(self.content.links.len());
        let new: Vec<Link> = section
            .links
            .iter()
            .filter(is_new)
            .take(room)
            .cloned()
            .collect();
        self.content.links.extend(new);
    }
}

fn marked(level: u8, heading: &str) -> String {
    let mut line = "#".repeat(usize::from(level.clamp(1, 6)));
    line.push(' ');
    for c in heading.chars() {
        // What would be a mark within a line.
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '~' | '&') {
            line.push('\\');
        }
        line.push(c);
    }
    line
}

/// A text with kana is Japanese.
fn language(article: &Article) -> Language {
    let is_kana = |c: char| matches!(c, '\u{3040}'..='\u{30ff}');
    let texts = article.sections.iter().map(|it| it.text_md.as_str());
    let mut texts = article.title.as_deref().into_iter().chain(texts);
    if texts.any(|it| it.contains(is_kana)) {
        Language::Japanese
    } else {
        Language::English
    }
}
