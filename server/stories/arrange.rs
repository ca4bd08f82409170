//! Adding, moving and removing the parts of a story. Pure.

use crate::named_values;
use crate::stories::content::{Content, Transition};

named_values! {
    /// The lists of a story's parts, by the names that its document gives them.
    pub enum List {
        Transitions = "transitions",
        Challenges = "challenges",
        Practices = "practices",
        Tips = "tips",
        Links = "links",
    }
}

impl List {
    /// How many parts a list may have.
    pub const fn max(self) -> usize {
        match self {
            Self::Transitions | Self::Challenges | Self::Practices => 20,
            Self::Tips => 30,
            Self::Links => 10,
        }
    }
}

named_values! {
    /// What is done with a part.
    pub enum Act { Add = "add", Remove = "remove", Up = "up", Down = "down" }
}

/// One change to a list of parts.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Step {
    pub act: Act,
    pub list: List,
    /// The part that is moved or removed; what is added comes last.
    pub at: usize,
}

impl Step {
    /// Reads `add/tips`, or `up/challenges/2`.
    pub fn parse(text: &str) -> Option<Self> {
        let mut words = text.split('/');
        let act = Act::parse(words.next()?)?;
        let list = List::parse(words.next()?)?;
        let at = match (act, words.next()) {
            (Act::Add, None) => 0,
            (Act::Add, Some(_)) | (_, None) => return None,
            (_, Some(at)) => at.parse().ok()?,
        };
        Some(Self { act, list, at })
    }

    /// Changes the list; where the part stands afterwards, or for a removed one the part that took
    /// its place. `None` where nothing could be done or nothing is left.
    pub fn apply(self, content: &mut Content) -> Option<usize> {
        match self.list {
            List::Transitions => {
                let at = self.on(&mut content.transitions)?;
                if self.act == Act::Add {
                    go_on(&mut content.transitions);
                }
                Some(at)
            }
            List::Challenges => self.on(&mut content.challenges),
            List::Practices => self.on(&mut content.practices),
            List::Tips => self.on(&mut content.tips),
            List::Links => self.on(&mut content.links),
        }
    }

    fn on<T: Default>(self, parts: &mut Vec<T>) -> Option<usize> {
        let last = parts.len().checked_sub(1);
        match self.act {
            Act::Add => {
                if parts.len() >= self.list.max() {
                    return last;
                }
                parts.push(T::default());
                Some(parts.len() - 1)
            }
            Act::Remove => {
                if self.at < parts.len() {
                    parts.remove(self.at);
                }
                Some(self.at.min(parts.len().checked_sub(1)?))
            }
            Act::Up => {
                let above = self.at.checked_sub(1).filter(|_| self.at < parts.len());
                above.inspect(|it| parts.swap(self.at, *it)).or(last)
            }
            Act::Down => {
                let below = self.at.checked_add(1).filter(|it| *it < parts.len());
                below.inspect(|it| parts.swap(self.at, *it)).or(last)
            }
        }
    }
}

/// A new transition begins where the one before it led.
fn go_on(transitions: &mut [Transition]) {
    if let [.., before, new] = transitions {
        new.from_role.clone_from(&before.to_role);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stories::content::Tip;

    fn tips(texts: &[&str]) -> Content {
        let tip = |text: &&str| Tip {
            text_md: (*text).to_owned(),
            ..Tip::default()
        };
        Content {
            tips: texts.iter().map(tip).collect(),
            ..Content::default()
        }
    }

    fn after(step: &str, texts: &[&str]) -> (Option<usize>, Vec<String>) {
        let mut content = tips(texts);
        let at = Step::parse(step).unwrap().apply(&mut content);
        (at, content.tips.into_iter().map(|it| it.text_md).collect())
    }

    #[test]
    fn a_part_moves_and_is_followed() {
        assert_eq!(after("up/tips/2", &["a", "b", "c"]).0, Some(1));
        assert_eq!(after("up/tips/2", &["a", "b", "c"]).1, ["a", "c", "b"]);
        assert_eq!(after("down/tips/0", &["a", "b"]).1, ["b", "a"]);
        assert_eq!(after("up/tips/0", &["a", "b"]).1, ["a", "b"]);
        assert_eq!(after("down/tips/1", &["a", "b"]).1, ["a", "b"]);
    }

    #[test]
    fn a_removed_part_leaves_its_place_to_the_next() {
        assert_eq!(
            after("remove/tips/0", &["a", "b"]),
            (Some(0), vec!["b".to_owned()])
        );
        assert_eq!(
            after("remove/tips/1", &["a", "b"]),
            (Some(0), vec!["a".to_owned()])
        );
        assert_eq!(after("remove/tips/0", &["a"]), (None, vec![]));
        assert_eq!(after("remove/tips/7", &["a"]).1, ["a"]);
    }

    #[test]
    fn a_list_does_not_outgrow_its_limit() {
        let full = vec!["x"; List::Tips.max()];
        assert_eq!(after("add/tips", &full).1.len(), List::Tips.max());
    }

    #[test]
    fn a_new_transition_begins_where_the_last_one_led() {
        let mut content = Content::default();
        content.transitions.push(Transition {
            to_role: Some("sre".to_owned()),
            ..Transition::default()
        });
        assert_eq!(
            Step::parse("add/transitions").unwrap().apply(&mut content),
            Some(1)
        );
        assert_eq!(content.transitions[1].from_role.as_deref(), Some("sre"));
    }

    #[test]
    fn what_is_no_step_is_none() {
        for text in [
            "",
            "add",
            "add/tips/1",
            "up/tips",
            "up/tips/-1",
            "burn/tips/0",
            "up/story/0",
        ] {
            assert_eq!(Step::parse(text), None, "{text}");
        }
    }
}
