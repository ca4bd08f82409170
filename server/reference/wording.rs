//! Short texts of the document in pieces: words, `code`, and links to the schemas.

use serde_json::Value;

#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Wording(pub Vec<Piece>);

#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Piece {
    Words(String),
    Code(String),
    /// The name of a schema.
    Schema(String),
}

impl Wording {
    /// What stands under a name, with its backticks read.
    pub fn at(value: &Value, name: &str) -> Self {
        let text = text(value, name);
        let piece = |(n, it): (usize, &str)| {
            if n % 2 == 0 {
                Piece::Words(it.to_owned())
            } else {
                Piece::Code(it.to_owned())
            }
        };
        let pieces = text.split('`').enumerate();
        Self(pieces.filter(|it| !it.1.is_empty()).map(piece).collect())
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn say(&mut self, words: impl Into<String>) {
        self.0.push(Piece::Words(words.into()));
    }

    pub fn code(&mut self, code: impl Into<String>) {
        self.0.push(Piece::Code(code.into()));
    }

    /// One after the other, with these words between them.
    pub fn join(wordings: Vec<Self>, between: &str) -> Self {
        let mut all = Self::default();
        for wording in wordings {
            if !all.is_empty() {
                all.say(between);
            }
            all.0.extend(wording.0);
        }
        all
    }
}

/// The text under a name; empty where there is none.
pub fn text<'v>(value: &'v Value, name: &str) -> &'v str {
    value.get(name).and_then(Value::as_str).unwrap_or_default()
}

/// The values of a list under a name; none where there is no list.
pub fn list<'v>(value: &'v Value, name: &str) -> impl Iterator<Item = &'v Value> {
    value
        .get(name)
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
}

/// The names and values of an object under a name; none where there is no object.
pub fn entries<'v>(value: &'v Value, name: &str) -> impl Iterator<Item = (&'v String, &'v Value)> {
    value
        .get(name)
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn backticks_mark_code() {
        let said = Wording::at(&json!({"about": "`ja` or `en`"}), "about");
        let expected = [
            Piece::Code("ja".to_owned()),
            Piece::Words(" or ".to_owned()),
            Piece::Code("en".to_owned()),
        ];
        assert_eq!(said.0, expected);
        assert!(Wording::at(&json!({}), "about").is_empty());
    }
}
