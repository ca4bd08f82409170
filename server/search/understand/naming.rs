//! What a name in a query leads to: the stories that hold the value, and the texts that call it by any name.

use crate::catalog::Kind;
use crate::search::understand::atoms::Atoms;
use crate::search::understand::clause::{Alternative, Needle, ValueField};
use crate::search::understand::direction::{Direction, direction};
use crate::search::understand::found::Span;
use crate::search::understand::needles::{weighed, written};
use crate::search::vocabulary::{Named, Vocabulary};
use crate::search::words::Word;

/// Beside the typed words themselves.
const NAME: f32 = 0.9;
const ALIAS: f32 = 0.6;
const SYNONYM: f32 = 0.8;

/// Of a value that is called by a synonym of what was typed.
const RELATED: f32 = 0.5;

/// Of the end of a road that the words beside a role do not point to.
const OTHER_END: f32 = 0.25;

/// Of the roles from which a story departed, where no words point.
const DEPARTED: f32 = 0.6;

/// Of values of whose names a word is only a part, of the names proper and of the aliases.
const PART: f32 = 0.4;
const ALIAS_PART: f32 = 0.15;

/// A part of more names than these tells less.
const MANY_PARTS: usize = 8;

/// One clause asks in no more ways.
const MOST: usize = 48;

/// All ways to have what a span names, the surest first. `words` are those of the query.
pub fn alternatives(
    words: &[Word],
    span: &Span<'_>,
    typed: &str,
    vocabulary: &Vocabulary,
) -> Vec<Alternative> {
    let direction = direction(words, span.words.start, span.words.end);
    let mut found: Vec<Alternative> = Vec::new();
    for entry in &span.entries {
        found.extend(values(entry, direction));
    }
    found.extend(written(typed));
    for synonym in &span.synonyms {
        found.extend(weighed(vocabulary.needles(synonym), SYNONYM));
        for entry in vocabulary.called_by_synonym(synonym) {
            found.extend(weakened(values(entry, direction), RELATED));
        }
    }
    for entry in &span.entries {
        let needles = entry.names().flat_map(|it| vocabulary.needles(it));
        found.extend(weighed(needles.collect(), NAME));
    }
    for alias in span.entries.iter().flat_map(|it| &it.aliases) {
        found.extend(weighed(vocabulary.needles(alias), ALIAS));
    }
    // The first of equals is the surest.
    let mut kept: Vec<Alternative> = Vec::new();
    for one in found {
        if kept.len() < MOST && kept.iter().all(|it| it.needle != one.needle) {
            kept.push(one);
        }
    }
    kept
}

/// The values that are called exactly so.
pub fn called(text: &str, vocabulary: &Vocabulary) -> Vec<Alternative> {
    let entries = vocabulary.looked_up(&Atoms::of(text).spelt(..)).into_iter();
    entries
        .flat_map(|it| values(it, Direction::Either))
        .collect()
}

fn weakened(alternatives: Vec<Alternative>, by: f32) -> impl Iterator<Item = Alternative> {
    let weaker = move |it: Alternative| Alternative::new(it.needle, it.weight * by);
    alternatives.into_iter().map(weaker)
}

/// The values of whose names something is a part (`Vocabulary::partly`).
pub fn partly(entries: Vec<(&Named, bool)>) -> Vec<Alternative> {
    let share = if entries.len() > MANY_PARTS { 0.5 } else { 1.0 };
    let of = |(entry, is_proper)| {
        let weight = if is_proper { PART } else { ALIAS_PART };
        weakened(values(entry, Direction::Either), weight * share)
    };
    entries.into_iter().flat_map(of).collect()
}

fn values(entry: &Named, direction: Direction) -> Vec<Alternative> {
    let value = |field, weight| {
        let needle = Needle::Value(field, entry.slug.clone());
        Alternative::new(needle, weight)
    };
    match entry.kind {
        Kind::Role => {
            let (reached, departed) = match direction {
                Direction::From => (OTHER_END, 1.0),
                Direction::To => (1.0, OTHER_END),
                Direction::Either => (1.0, DEPARTED),
            };
            vec![
                value(ValueField::Reached, reached),
                value(ValueField::Departed, departed),
            ]
        }
        Kind::Practice => vec![value(ValueField::Practice, 1.0)],
        Kind::Challenge => vec![value(ValueField::Challenge, 1.0)],
        Kind::Approach => vec![value(ValueField::Approach, 0.9)],
        Kind::Route => vec![value(ValueField::Route, 0.8)],
        _ => Vec::new(),
    }
}
