//! One thing that the API does: what it takes, and what it answers.

use serde_json::Value;

use crate::reference::schema::kind;
use crate::reference::wording::{Wording, entries, list, text};

pub struct Operation {
    /// Its place on the page.
    pub id: String,
    pub tag: String,
    pub method: String,
    pub path: String,
    pub summary: Wording,
    pub about: Wording,
    pub needs: Needs,
    pub parameters: Vec<Parameter>,
    pub body: Option<Wording>,
    pub answers: Vec<Answer>,
}

/// What a request must carry to be allowed.
pub enum Needs {
    Nothing,
    AnyToken,
    Scopes(Vec<String>),
}

pub struct Parameter {
    pub name: String,
    /// `path`, `query` or `header`.
    pub place: String,
    pub is_required: bool,
    pub kind: Wording,
    pub about: Wording,
}

pub struct Answer {
    pub status: String,
    pub about: Wording,
    pub kind: Option<Wording>,
    pub headers: Vec<String>,
}

impl Operation {
    pub fn new(path: &str, method: &str, operation: &Value) -> Self {
        let tag = list(operation, "tags").find_map(Value::as_str);
        Self {
            id: text(operation, "operationId").to_owned(),
            tag: tag.unwrap_or_default().to_owned(),
            method: method.to_uppercase(),
            path: path.to_owned(),
            summary: Wording::at(operation, "summary"),
            about: Wording::at(operation, "description"),
            needs: Needs::of(operation),
            parameters: list(operation, "parameters").map(Parameter::new).collect(),
            body: operation.get("requestBody").and_then(content),
            answers: entries(operation, "responses")
                .map(|(status, it)| Answer::new(status, it))
                .collect(),
        }
    }
}

impl Needs {
    fn of(operation: &Value) -> Self {
        let ways: Vec<&Value> = list(operation, "security").collect();
        let is_open = ways
            .iter()
            .any(|it| it.as_object().is_some_and(serde_json::Map::is_empty));
        if ways.is_empty() || is_open {
            return Self::Nothing;
        }
        let schemes = ways.iter().filter_map(|it| it.as_object());
        let scopes: Vec<String> = schemes
            .flat_map(|it| it.values())
            .filter_map(Value::as_array)
            .flatten()
            .filter_map(Value::as_str)
            .map(str::to_owned)
            .collect();
        if scopes.is_empty() {
            Self::AnyToken
        } else {
            Self::Scopes(scopes)
        }
    }
}

impl Parameter {
    fn new(parameter: &Value) -> Self {
        let schema = parameter.get("schema").unwrap_or(&Value::Null);
        Self {
            name: text(parameter, "name").to_owned(),
            place: text(parameter, "in").to_owned(),
            is_required: parameter.get("required").and_then(Value::as_bool) == Some(true),
            kind: kind(schema),
            about: Wording::at(parameter, "description"),
        }
    }
}

impl Answer {
    fn new(status: &str, answer: &Value) -> Self {
        Self {
            status: status.to_owned(),
            about: Wording::at(answer, "description"),
            kind: content(answer),
            headers: entries(answer, "headers").map(|it| it.0.clone()).collect(),
        }
    }
}

/// What a body is, of whichever type.
fn content(value: &Value) -> Option<Wording> {
    let (_, content) = entries(value, "content").next()?;
    content.get("schema").map(kind)
}
