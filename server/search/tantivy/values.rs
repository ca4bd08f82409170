//! The values of a story as terms of the index.

use crate::i18n::Language;
use crate::search::document::Document;
use crate::search::understand::ValueField;
use crate::search::words::{Folded, fold};

/// The fields whose terms are held in memory as sets, because they are filtered by and counted.
pub const SETS: &[&str] = &[
    TO, FROM, ROAD, PRACTICE, CHALLENGE, APPROACH, ROUTE, LANGUAGE,
];

/// Those of them that are counted.
pub const COUNTED: &[&str] = &[TO, FROM, PRACTICE, CHALLENGE, LANGUAGE];

pub const TO: &str = "to";
pub const FROM: &str = "from";
pub const PRACTICE: &str = "practice";
pub const CHALLENGE: &str = "challenge";
pub const APPROACH: &str = "approach";
pub const ROUTE: &str = "route";
pub const LANGUAGE: &str = "language";
const ROAD: &str = "road";
const HANDLE: &str = "handle";
const BY: &str = "by";

/// The longest value that is kept, in bytes.
const LONGEST: usize = 400;

/// All values of a story.
pub fn of(story: &Document) -> Vec<String> {
    let values = &story.values;
    let mut terms = vec![term(LANGUAGE, story.language.as_str())];
    for (field, slugs) in [
        (TO, &values.reached),
        (FROM, &values.departed),
        (PRACTICE, &values.practices),
        (CHALLENGE, &values.challenges),
        (APPROACH, &values.approaches),
        (ROUTE, &values.routes),
    ] {
        terms.extend(slugs.iter().map(|it| term(field, it)));
    }
    terms.extend(values.roads.iter().map(|(from, to)| road(from, to)));
    if let Some(author) = &story.author {
        terms.push(handle(&author.handle));
        terms.push(by(&author.display_name));
    }
    terms.retain(|it| it.len() <= LONGEST);
    terms
}

pub fn term(field: &str, value: &str) -> String {
    format!("{field}:{value}")
}

pub fn road(from: &str, to: &str) -> String {
    format!("{ROAD}:{from}>{to}")
}

pub fn handle(handle: &str) -> String {
    term(HANDLE, &handle.to_lowercase())
}

/// An author by the name that is shown, however it is written.
pub fn by(name: &str) -> String {
    let name: String = name.split_whitespace().collect();
    term(BY, &fold::key(&Folded::of(&name).text))
}

pub const fn field(field: ValueField) -> &'static str {
    match field {
        ValueField::Reached => TO,
        ValueField::Departed => FROM,
        ValueField::Practice => PRACTICE,
        ValueField::Challenge => CHALLENGE,
        ValueField::Approach => APPROACH,
        ValueField::Route => ROUTE,
    }
}

pub fn language(language: Language) -> String {
    term(LANGUAGE, language.as_str())
}
