//! What a value of the API may be, in words.

use serde_json::Value;

use crate::reference::wording::{Piece, Wording, entries, list, text};

pub struct Schema {
    pub name: String,
    pub about: Wording,
    /// What it is, where it has no fields.
    pub kind: Wording,
    pub fields: Vec<Field>,
}

pub struct Field {
    pub name: String,
    pub is_required: bool,
    pub kind: Wording,
    pub about: Wording,
}

impl Schema {
    pub fn new(name: &str, schema: &Value) -> Self {
        let required: Vec<&str> = list(schema, "required").filter_map(Value::as_str).collect();
        let field = |(name, schema): (&String, &Value)| Field {
            name: name.clone(),
            is_required: required.contains(&name.as_str()),
            kind: kind(schema),
            about: about(schema),
        };
        Self {
            name: name.to_owned(),
            about: Wording::at(schema, "description"),
            kind: kind(schema),
            fields: entries(schema, "properties").map(field).collect(),
        }
    }
}

/// What a schema says of itself, or of the one choice that it is.
fn about(schema: &Value) -> Wording {
    let choices = ["oneOf", "anyOf", "allOf"];
    let inside = choices.iter().flat_map(|it| list(schema, it));
    [schema]
        .into_iter()
        .chain(inside)
        .map(|it| Wording::at(it, "description"))
        .find(|it| !it.is_empty())
        .unwrap_or_default()
}

/// What a value may be.
pub fn kind(schema: &Value) -> Wording {
    if let Some(name) = text(schema, "$ref")
        .rsplit('/')
        .next()
        .filter(|it| !it.is_empty())
    {
        return Wording(vec![Piece::Schema(name.to_owned())]);
    }
    for (choices, between) in [("oneOf", " or "), ("anyOf", " or "), ("allOf", " and ")] {
        let kinds: Vec<Wording> = list(schema, choices).map(kind).collect();
        if !kinds.is_empty() {
            return Wording::join(kinds, between);
        }
    }
    let mut said = Wording::default();
    let types = types(schema);
    said.say(match types.as_slice() {
        [] => "any value".to_owned(),
        types => types.join(" or "),
    });
    if types.contains(&"array") {
        say_items(&mut said, schema);
    }
    say_values(&mut said, schema);
    say_bounds(&mut said, schema);
    said
}

fn types(schema: &Value) -> Vec<&str> {
    let one = schema.get("type").and_then(Value::as_str);
    one.into_iter()
        .chain(list(schema, "type").filter_map(Value::as_str))
        .collect()
}

fn say_items(said: &mut Wording, schema: &Value) {
    if let Some(items) = schema.get("items") {
        said.say(" of ");
        said.0.extend(kind(items).0);
    }
}

fn say_values(said: &mut Wording, schema: &Value) {
    for (n, value) in list(schema, "enum").enumerate() {
        said.say(if n == 0 { ": " } else { ", " });
        said.code(
            value
                .as_str()
                .map_or_else(|| value.to_string(), str::to_owned),
        );
    }
    let format = text(schema, "format");
    if !format.is_empty() && !format.starts_with("int") {
        said.say(format!(" ({format})"));
    }
    let pattern = text(schema, "pattern");
    if !pattern.is_empty() {
        said.say(", as ");
        said.code(pattern);
    }
}

fn say_bounds(said: &mut Wording, schema: &Value) {
    for (name, before, after) in [
        ("minLength", ", at least ", " characters"),
        ("maxLength", ", at most ", " characters"),
        ("minItems", ", at least ", ""),
        ("maxItems", ", at most ", ""),
        ("minimum", ", from ", ""),
        ("maximum", ", up to ", ""),
    ] {
        if let Some(bound) = schema.get(name) {
            said.say(format!("{before}{bound}{after}"));
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn words(schema: Value) -> String {
        let piece = |it: Piece| match it {
            Piece::Words(it) => it,
            Piece::Code(it) => format!("`{it}`"),
            Piece::Schema(it) => format!("[{it}]"),
        };
        kind(&schema).0.into_iter().map(piece).collect()
    }

    #[test]
    fn what_a_value_may_be_is_said_in_words() {
        for (schema, said) in [
            (json!({}), "any value"),
            (
                json!({"type": ["string", "null"], "maxLength": 80}),
                "string or null, at most 80 characters",
            ),
            (
                json!({"type": "array", "items": {"$ref": "#/components/schemas/Tip"}, "maxItems": 3}),
                "array of [Tip], at most 3",
            ),
            (
                json!({"oneOf": [{"$ref": "#/components/schemas/Tip"}, {"type": "null"}]}),
                "[Tip] or null",
            ),
            (
                json!({"type": "string", "enum": ["a", "b"]}),
                "string: `a`, `b`",
            ),
            (
                json!({"type": "integer", "format": "int32", "minimum": 1, "maximum": 9}),
                "integer, from 1, up to 9",
            ),
            (json!({"type": "string", "format": "uuid"}), "string (uuid)"),
        ] {
            assert_eq!(words(schema), said);
        }
    }
}
