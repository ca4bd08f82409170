//! What each section of an article may become in a story, as a default to choose from.

use crate::catalog::{Catalog, Kind};
use crate::stories::import::article::{Article, Section};
use crate::stories::import::heading_words::{Topic, topic};
use crate::stories::import::names::{entry, folded, names, roles};
use crate::stories::import::plain;
use crate::text::clean;

/// The longest summary of a story.
const MAX_SUMMARY: usize = 800;

/// What a section becomes.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Use {
    Transition {
        from_role: Option<String>,
        to_role: Option<String>,
    },
    Challenge {
        kind: Option<String>,
    },
    Practice {
        practice: Option<String>,
    },
    Tip,
    Reflection,
    Summary,
    LeaveOut,
}

impl Use {
    /// The name and the slugs in one word, as a form sends it: `practice/error-budget`.
    pub fn as_word(&self) -> String {
        let with = |name: &str, slug: &Option<String>| match slug {
            Some(slug) => format!("{name}/{slug}"),
            None => name.to_owned(),
        };
        match self {
            Self::Transition {
                from_role: None,
                to_role,
            } => with("transition", to_role),
            Self::Transition {
                from_role: Some(from),
                to_role,
            } => {
                format!(
                    "transition/{from}/{}",
                    to_role.as_deref().unwrap_or_default()
                )
            }
            Self::Challenge { kind } => with("challenge", kind),
            Self::Practice { practice } => with("practice", practice),
            Self::Tip => "tip".to_owned(),
            Self::Reflection => "reflection".to_owned(),
            Self::Summary => "summary".to_owned(),
            Self::LeaveOut => "leave-out".to_owned(),
        }
    }

    /// What [`Use::as_word`] wrote. Whether the slugs exist is the story's rule.
    pub fn parse(word: &str) -> Option<Self> {
        let (name, slugs) = word.split_once('/').unwrap_or((word, ""));
        let slug = |it: &str| Some(it.to_owned()).filter(|it| !it.is_empty());
        Some(match name {
            "transition" => match slugs.split_once('/') {
                Some((from, to)) => Self::Transition {
                    from_role: slug(from),
                    to_role: slug(to),
                },
                None => Self::Transition {
                    from_role: None,
                    to_role: slug(slugs),
                },
            },
            "challenge" => Self::Challenge { kind: slug(slugs) },
            "practice" => Self::Practice {
                practice: slug(slugs),
            },
            "tip" => Self::Tip,
            "reflection" => Self::Reflection,
            "summary" => Self::Summary,
            "leave-out" => Self::LeaveOut,
            _ => return None,
        })
    }
}

/// A use for every section. One whose own heading says nothing goes the way of the heading above it.
pub fn guesses(article: &Article, catalog: &Catalog) -> Vec<Use> {
    let mut above: Vec<(u8, Use)> = Vec::new();
    let mut uses = Vec::new();
    for section in &article.sections {
        above.retain(|it| it.0 < section.level);
        let own = by_heading(section, catalog);
        let inherited = above
            .last()
            .map(|it| it.1.clone())
            .filter(|_| section.level > 0);
        let chosen = own.or(inherited).unwrap_or_else(|| by_text(section));
        above.push((section.level, of_kind(&chosen)));
        uses.push(chosen);
    }
    // A story has one summary.
    let mut has_summary = false;
    for it in &mut uses {
        if *it == Use::Summary && std::mem::replace(&mut has_summary, true) {
            *it = Use::Reflection;
        }
    }
    uses
}

/// A use for one section.
pub fn guess(section: &Section, catalog: &Catalog) -> Use {
    by_heading(section, catalog).unwrap_or_else(|| by_text(section))
}

/// The same without what only its own heading says.
fn of_kind(chosen: &Use) -> Use {
    match chosen {
        Use::Transition { .. } => Use::Transition {
            from_role: None,
            to_role: None,
        },
        Use::Challenge { .. } => Use::Challenge { kind: None },
        Use::Practice { .. } => Use::Practice { practice: None },
        // The parts of an introduction are more than a summary.
        Use::Summary => Use::Reflection,
        other => other.clone(),
    }
}

fn by_heading(section: &Section, catalog: &Catalog) -> Option<Use> {
    let heading = section.heading.as_deref()?;
    let kind = entry(heading, catalog, Kind::Challenge);
    let practice = entry(heading, catalog, Kind::Practice);
    let word = topic(heading);
    // "The review of an outage" is a practice although a review is a reflection.
    let covers = |name: &str| word.is_some_and(|it| name.len() > it.1.len() && names(name, it.1));
    if let Some((practice, name)) = &practice
        && covers(name)
    {
        return Some(Use::Practice {
            practice: Some(practice.slug.clone()),
        });
    }
    let kind = kind.map(|it| it.0.slug.clone());
    let practice = practice.map(|it| it.0.slug.clone());
    match word.map(|it| it.0) {
        Some(Topic::Aside) => return Some(Use::LeaveOut),
        Some(Topic::Reflection) => return Some(Use::Reflection),
        Some(Topic::Introduction) => return Some(by_text(section)),
        Some(Topic::Tip) => return Some(Use::Tip),
        Some(Topic::Challenge) => return Some(Use::Challenge { kind }),
        Some(Topic::Practice) => return Some(Use::Practice { practice }),
        Some(Topic::Transition) | None => {}
    }
    if kind.is_some() {
        return Some(Use::Challenge { kind });
    }
    if practice.is_some() {
        return Some(Use::Practice { practice });
    }
    let roles = roles(heading, catalog);
    let is_told = word.is_some() || !roles.is_empty();
    is_told.then(|| step(heading, &roles))
}

/// "From SRE to manager", 「SREからマネージャーへ」.
fn step(heading: &str, roles: &[&str]) -> Use {
    let owned = |it: &&str| (*it).to_owned();
    match roles {
        [from, .., to] if !is_enumeration(heading) => Use::Transition {
            from_role: Some(owned(from)),
            to_role: Some(owned(to)),
        },
        _ => Use::Transition {
            from_role: None,
            to_role: roles.first().map(owned),
        },
    }
}

fn is_enumeration(heading: &str) -> bool {
    let heading = folded(heading);
    let moves = ["から", "へ", "→", "->", "➡", " to ", "⇒"];
    !moves.iter().any(|it| heading.contains(it))
}

/// A lead that is short enough is what the story is about.
fn by_text(section: &Section) -> Use {
    let is_opening = section.level == 0 || section.heading.as_deref().is_some_and(is_introduction);
    let is_short = section.text_md.len() <= MAX_SUMMARY * 8
        && clean::length(&plain::paragraphs(&section.text_md)) <= MAX_SUMMARY;
    if section.level == 0 && is_dateline(&section.text_md) {
        return Use::LeaveOut;
    }
    if is_opening && is_short && !section.text_md.is_empty() {
        Use::Summary
    } else {
        Use::Reflection
    }
}

/// Whether a lead says only when or on what occasion the article was written.
fn is_dateline(text: &str) -> bool {
    const SAY: [&str; 6] = [
        "advent calendar",
        "アドベントカレンダー",
        "originally posted",
        "originally published",
        "投稿日",
        "更新日",
    ];
    let text = text.trim().to_lowercase();
    let numbers: Vec<&str> = (text.split(|it: char| !it.is_ascii_digit()))
        .filter(|it| !it.is_empty())
        .collect();
    // A single short number is the start of a list.
    let is_date = (numbers.len() > 1 || numbers.iter().any(|it| it.len() > 3))
        && text
            .chars()
            .all(|it| it.is_ascii_digit() || "年月日/-. ".contains(it));
    let says = text.lines().count() == 1 && SAY.iter().any(|it| text.contains(it));
    is_date || (says && text.chars().count() < 120)
}

fn is_introduction(heading: &str) -> bool {
    topic(heading).is_some_and(|it| it.0 == Topic::Introduction)
}
