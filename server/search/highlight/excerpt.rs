//! The part of a text that is shown for a hit.

use crate::search::engine::Highlight;
use crate::search::highlight::marking::join;
use crate::search::highlight::marks::{Mark, Marker};

/// Characters of an excerpt.
const LENGTH: usize = 160;

/// Characters before the first mark of an excerpt.
const BEFORE: usize = 30;

/// Characters of a body that are looked at: long texts take long. Of the first ones the best excerpt is sought,
/// from there on any.
pub const LOOKED_AT: usize = 12_000;
const LOOKED_AT_CLOSELY: usize = 1_200;

/// The texts of a hit, of its body no more than [`LOOKED_AT`].
#[derive(Clone, Debug, Default)]
pub struct Texts<'t> {
    pub title: &'t str,
    pub summary: &'t str,
    pub body: Vec<&'t str>,
}

/// Of each field what was found in it; fields in which nothing was found are left out.
pub fn highlights(texts: &Texts<'_>, marker: &Marker) -> Vec<Highlight> {
    let title = whole("title", texts.title, marker);
    let summary = whole("summary", texts.summary, marker);
    let body = body(&texts.body, marker);
    [title, summary, body].into_iter().flatten().collect()
}

fn whole(field: &'static str, text: &str, marker: &Marker) -> Option<Highlight> {
    let marks = marker.marks(text);
    let ranges: Vec<[usize; 2]> = marks.into_iter().map(|(start, end)| [start, end]).collect();
    (!ranges.is_empty()).then(|| Highlight {
        field,
        text: text.to_owned(),
        ranges,
    })
}

/// From the text with the most marks close to one another.
fn body(texts: &[&str], marker: &Marker) -> Option<Highlight> {
    let mut seen = 0;
    let mut best: Option<(&str, Window)> = None;
    for text in texts {
        let found = most(text, marker, LOOKED_AT_CLOSELY.saturating_sub(seen));
        let n_marks = found.as_ref().map_or(0, |it| it.marks.len());
        if let Some(found) = found
            && best
                .as_ref()
                .is_none_or(|it| it.1.marked() < found.marked())
        {
            best = Some((text, found));
        }
        seen += text.chars().count();
        // One more text may have more marks, but to look on is most of what a search costs.
        if n_marks >= marker.wanted() || (seen > LOOKED_AT_CLOSELY && best.is_some()) {
            break;
        }
    }
    best.map(|(text, window)| cut_out(text, &window))
}

/// The first stretch that shows enough, or the one in which most is marked. Beyond so many characters any is enough.
fn most(text: &str, marker: &Marker, closely: usize) -> Option<Window> {
    let mut marks = Vec::new();
    let mut marking = marker.marking(text);
    while let Some(more) = marking.next() {
        join(&mut marks, more);
        let recent = marks.len().saturating_sub(marker.wanted());
        let start = marks.get(recent).map_or(0, |it| it.0);
        let end = marks.last().map_or(0, |it| it.1);
        let until = start.saturating_sub(BEFORE) + LENGTH;
        let is_enough = marks.len() >= marker.wanted() && end < until;
        if is_enough || end > closely {
            // A mark may reach over the end of the excerpt.
            marking.end_at(until + LENGTH);
        }
    }
    window(&marks)
}

struct Window {
    start: usize,
    marks: Vec<Mark>,
}

impl Window {
    fn marked(&self) -> usize {
        self.marks.iter().map(|it| it.1 - it.0).sum()
    }
}

/// The stretch of the length of an excerpt in which most is marked. A mark that reaches over its end is cut.
fn window(marks: &[Mark]) -> Option<Window> {
    let mut best: Option<(usize, Window)> = None;
    for (n, first) in marks.iter().enumerate() {
        let start = first.0.saturating_sub(BEFORE);
        let end = start + LENGTH;
        let rest = marks.get(n..).unwrap_or_default().iter();
        let inside = rest.take_while(|it| it.0 < end);
        let inside = inside.map(|it| (it.0, it.1.min(end)));
        let marked = inside.clone().map(|it| it.1 - it.0).sum();
        if best.as_ref().is_none_or(|it| it.0 < marked) {
            let marks = inside.collect();
            best = Some((marked, Window { start, marks }));
        }
    }
    best.map(|it| it.1)
}

/// With an ellipsis where something is left out; one line.
fn cut_out(text: &str, window: &Window) -> Highlight {
    let mut excerpt = String::new();
    if window.start > 0 {
        excerpt.push('…');
    }
    let shift = usize::from(window.start > 0);
    let mut rest = text.chars().skip(window.start);
    let shown = rest.by_ref().take(LENGTH);
    excerpt.extend(shown.map(|it| if it.is_control() { ' ' } else { it }));
    if rest.next().is_some() {
        excerpt.push('…');
    }
    let shifted = |it: &Mark| [it.0 - window.start + shift, it.1 - window.start + shift];
    Highlight {
        field: "body",
        text: excerpt,
        ranges: window.marks.iter().map(shifted).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::understand::{Alternative, Clause, Meaning, Needle, Occurrence};

    fn marker(words: &[&str]) -> Marker {
        let clause = |word: &&str| Clause {
            occurrence: Occurrence::Should,
            alternatives: vec![Alternative::new(Needle::Run((*word).to_owned()), 1.0)],
            factor: 1.0,
            is_name: false,
        };
        Marker::of(&Meaning {
            clauses: words.iter().map(clause).collect(),
            ..Meaning::default()
        })
    }

    fn marked(highlight: &Highlight) -> Vec<String> {
        let of = |it: &[usize; 2]| {
            let chars = highlight.text.chars();
            chars.skip(it[0]).take(it[1] - it[0]).collect()
        };
        highlight.ranges.iter().map(of).collect()
    }

    #[test]
    fn an_excerpt_is_taken_where_enough_is_marked() {
        let far = format!("障害{}障害\n対応{}", "あ".repeat(300), "い".repeat(300));
        let texts = Texts {
            body: vec!["何もない", &far],
            ..Texts::default()
        };
        let found = highlights(&texts, &marker(&["障害", "対応"]));
        let [body] = found.as_slice() else {
            panic!("{found:?}")
        };
        assert_eq!(marked(body), ["障害", "対応"]);
        assert!(body.text.starts_with('…') && body.text.ends_with('…'));
        assert!(body.text.chars().count() <= LENGTH + 2 && !body.text.contains('\n'));
    }

    #[test]
    fn all_that_an_excerpt_shows_is_marked() {
        let text = format!("障害{}障害", "あ".repeat(LENGTH - 20));
        let texts = Texts {
            body: vec![&text],
            ..Texts::default()
        };
        let found = highlights(&texts, &marker(&["障害"]));
        assert_eq!(marked(&found[0]), ["障害", "障害"]);
    }

    #[test]
    fn a_mark_that_is_longer_than_the_excerpt_is_cut() {
        for before in [0, 500] {
            let long = "障害".repeat(LENGTH);
            let text = format!("{}{long}", "あ".repeat(before));
            let texts = Texts {
                body: vec![&text],
                ..Texts::default()
            };
            let found = highlights(&texts, &marker(&["障害"]));
            let marked = marked(&found[0]);
            assert_eq!(marked.len(), 1);
            assert!(marked[0].chars().count() >= LENGTH - BEFORE && long.contains(&marked[0]));
        }
    }

    #[test]
    fn fields_without_marks_are_left_out() {
        let texts = Texts {
            title: "障害の話",
            summary: "別の話",
            body: Vec::new(),
        };
        let found = highlights(&texts, &marker(&["障害"]));
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].field, &found[0].ranges), ("title", &vec![[0, 2]]));
    }
}
