//! Where two documents of a story differ. Pure.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::stories::content::Content;

#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Difference {
    /// JSON pointer (RFC 6901) into the document.
    pub pointer: String,
    pub ours: String,
    pub theirs: String,
}

/// Every text of which the two have another one, in the order of the pointers.
pub fn differences(ours: &Content, theirs: &Content) -> Vec<Difference> {
    let (mut ours, mut theirs) = (texts(ours), texts(theirs));
    let pointers: Vec<String> = ours.keys().chain(theirs.keys()).cloned().collect();
    let mut found = Vec::new();
    for pointer in pointers {
        let ours = ours.remove(&pointer).unwrap_or_default();
        let theirs = theirs.remove(&pointer).unwrap_or_default();
        if ours != theirs {
            found.push(Difference {
                pointer,
                ours,
                theirs,
            });
        }
    }
    found
}

fn texts(content: &Content) -> BTreeMap<String, String> {
    let mut texts = BTreeMap::new();
    // A document always has a JSON form; without one there would be nothing to compare.
    let value = serde_json::to_value(content).unwrap_or_default();
    gather(&value, String::new(), &mut texts);
    texts
}

fn gather(value: &Value, at: String, texts: &mut BTreeMap<String, String>) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                gather(value, format!("{at}/{name}"), texts);
            }
        }
        Value::Array(items) => {
            for (n, value) in items.iter().enumerate() {
                gather(value, format!("{at}/{n}"), texts);
            }
        }
        Value::String(text) if !text.is_empty() => {
            texts.insert(at, text.clone());
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stories::content::Tip;

    #[test]
    fn both_texts_are_told_wherever_they_stand() {
        let story = |title: &str, tips: &[&str]| Content {
            title: title.to_owned(),
            tips: tips
                .iter()
                .map(|it| Tip {
                    audience: None,
                    text_md: (*it).to_owned(),
                })
                .collect(),
            ..Content::default()
        };
        let found = differences(&story("a", &["same", "one"]), &story("b", &["same"]));
        let found: Vec<_> = found
            .iter()
            .map(|it| (it.pointer.as_str(), it.ours.as_str(), it.theirs.as_str()))
            .collect();
        assert_eq!(
            found,
            [("/tips/1/text_md", "one", ""), ("/title", "a", "b")]
        );
        assert_eq!(differences(&story("a", &[]), &story("a", &[])), []);
    }
}
