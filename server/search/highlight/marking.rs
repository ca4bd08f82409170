//! The marks of a text, stretch by stretch: whoever has seen enough need not look on.

use crate::search::highlight::marks::{Mark, Marker};
use crate::search::highlight::scout::{Script, is_inside_word};

/// The longest word that is looked at as a whole, in characters.
const WORD: usize = 160;

/// Far more than any text needs that was not made to take long.
const CLOSELY: usize = 60_000;

pub struct Marking<'m, 't> {
    marker: &'m Marker,
    rest: &'t str,
    /// Characters before the rest.
    passed: usize,
    /// Characters that may still be looked at closely, some of them more than once.
    left: usize,
}

impl Marker {
    /// The marks of the stretches that have any, in order.
    pub fn marking<'m, 't>(&'m self, text: &'t str) -> Marking<'m, 't> {
        Marking {
            marker: self,
            rest: text,
            passed: 0,
            left: CLOSELY,
        }
    }

    /// All of a text, in order, none touching another.
    pub fn marks(&self, text: &str) -> Vec<Mark> {
        let mut marks = Vec::new();
        self.marking(text).for_each(|it| join(&mut marks, it));
        marks
    }
}

/// Neighbours become one mark.
pub fn join(marks: &mut Vec<Mark>, more: Vec<Mark>) {
    for (start, end) in more {
        match marks.last_mut() {
            Some(last) if start <= last.1 => last.1 = last.1.max(end),
            _ => marks.push((start, end)),
        }
    }
}

impl Iterator for Marking<'_, '_> {
    type Item = Vec<Mark>;

    fn next(&mut self) -> Option<Vec<Mark>> {
        loop {
            let sight = self.marker.scout.find(self.rest)?;
            self.pass(sight.from);
            let n = self.begins_within(sight.at - sight.from, sight.of);
            let of = script(
                self.rest.get(..byte(self.rest, n)).unwrap_or_default(),
                sight.of,
            );
            let reach = n + self.marker.scout.reach(of);
            self.left = self.left.checked_sub(reach)?;
            let looked_at = self.rest.get(..byte(self.rest, reach)).unwrap_or_default();
            let mut marks = self.marker.marks_in(looked_at, n, of);
            let before = self.passed;
            let after = marks.last().map_or(n, |it| it.1.max(n));
            self.pass(byte(self.rest, after));
            if !marks.is_empty() {
                marks
                    .iter_mut()
                    .for_each(|it| *it = (it.0 + before, it.1 + before));
                return Some(marks);
            }
        }
    }
}

impl Marking<'_, '_> {
    fn pass(&mut self, bytes: usize) {
        let (passed, rest) = self.rest.split_at_checked(bytes).unwrap_or((self.rest, ""));
        self.passed += passed.chars().count();
        self.rest = rest;
    }

    /// Of the rest so many characters, up to the one at this byte, and to the end of the word that it is part of.
    fn begins_within(&self, at: usize, of: Script) -> usize {
        let (before, word) = self.rest.split_at_checked(at).unwrap_or((self.rest, ""));
        let longest = if of == Script::Japanese { 0 } else { WORD };
        let word = word.chars().skip(1).take(longest);
        before.chars().count() + 1 + word.take_while(|it| is_inside_word(*it)).count()
    }

    /// Nothing is looked at behind so many characters of the text.
    pub fn end_at(&mut self, n: usize) {
        let end = byte(self.rest, n.saturating_sub(self.passed));
        self.rest = self.rest.get(..end).unwrap_or_default();
    }
}

/// Letters of others, or Japanese, may stand beside the Latin ones.
fn script(word: &str, seen: Script) -> Script {
    match seen {
        Script::Latin if !word.is_ascii() => Script::Any,
        seen => seen,
    }
}

/// The byte at which the character with this number begins.
fn byte(text: &str, n: usize) -> usize {
    text.char_indices().nth(n).map_or(text.len(), |it| it.0)
}
