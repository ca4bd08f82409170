//! What an author took away last, to bring it back. Pure.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::stories::arrange::{Act, List, Step};
use crate::stories::content::Content;

#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Undo {
    /// One part, and where it stood.
    Part { list: List, at: usize, part: Value },
    /// All that was typed, which was thrown away.
    Whole(Box<Content>),
}

impl Undo {
    /// What this step is about to remove; `None` for another step, and for a part with nothing in it.
    pub fn of(step: Step, content: &Content) -> Option<Self> {
        if step.act != Act::Remove {
            return None;
        }
        let list = step.list;
        let mut document = serde_json::to_value(content).ok()?;
        let part = document.get_mut(list.as_str())?.get_mut(step.at)?.take();
        let is_filled = part.as_object()?.iter().any(is_typed);
        is_filled.then_some(Self::Part {
            list,
            at: step.at,
            part,
        })
    }

    /// The document with what was taken away. What this takes away in turn comes back beside it.
    pub fn apply(self, content: Content) -> (Content, Option<Self>) {
        match self {
            Self::Whole(before) => (*before, Some(Self::Whole(Box::new(content)))),
            Self::Part { list, at, part } => {
                let back = with_part(&content, list, at, part);
                (back.unwrap_or(content), None)
            }
        }
    }
}

/// How many things that were taken away are kept.
const KEPT: usize = 20;

/// One more that was taken away; the oldest is let go when there are too many.
pub fn one_more(mut taken: Vec<Undo>, last: Undo) -> Vec<Undo> {
    taken.push(last);
    let over = taken.len().saturating_sub(KEPT);
    taken.drain(..over);
    taken
}

/// The kind of a link is always chosen: it says nothing about whether somebody typed.
fn is_typed((name, value): (&String, &Value)) -> bool {
    name != "kind" && value.as_str().is_some_and(|it| !it.trim().is_empty())
}

fn with_part(content: &Content, list: List, at: usize, part: Value) -> Option<Content> {
    let mut document = serde_json::to_value(content).ok()?;
    let parts = document.get_mut(list.as_str())?.as_array_mut()?;
    parts.insert(at.min(parts.len()), part);
    serde_json::from_value(document).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stories::content::{Challenge, Tip};

    fn tips(texts: &[&str]) -> Content {
        let tip = |text: &&str| Tip {
            audience: Some("undecided".to_owned()),
            text_md: (*text).to_owned(),
        };
        Content {
            tips: texts.iter().map(tip).collect(),
            ..Content::default()
        }
    }

    #[test]
    fn a_removed_part_comes_back_to_its_place_beside_what_was_typed_since() {
        let mut content = tips(&["a", "b", "c"]);
        let step = Step::parse("remove/tips/1").unwrap();
        let undo = Undo::of(step, &content).unwrap();
        step.apply(&mut content);
        content.title = "typed since".to_owned();

        let kept: Undo = serde_json::from_value(serde_json::to_value(&undo).unwrap()).unwrap();
        let (back, rest) = kept.apply(content);
        assert_eq!(back.tips, tips(&["a", "b", "c"]).tips);
        assert_eq!((back.title.as_str(), rest.is_none()), ("typed since", true));
    }

    #[test]
    fn what_was_thrown_away_is_exchanged_for_what_was_typed_since() {
        let (back, undo) = Undo::Whole(Box::new(tips(&["a"]))).apply(tips(&["b"]));
        assert_eq!(back, tips(&["a"]));
        assert_eq!(undo, Some(Undo::Whole(Box::new(tips(&["b"])))));
    }

    #[test]
    fn nothing_is_kept_of_an_empty_part_or_of_another_step() {
        let mut content = tips(&["a"]);
        content.challenges.push(Challenge::default());
        for step in [
            "remove/challenges/0",
            "remove/tips/7",
            "up/tips/0",
            "add/tips",
        ] {
            assert_eq!(
                Undo::of(Step::parse(step).unwrap(), &content),
                None,
                "{step}"
            );
        }
    }
}
