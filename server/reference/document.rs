//! The whole API as people read it: what it does by subject, and what it speaks of.

use serde_json::Value;

use crate::error::Result;
use crate::openapi;
use crate::reference::operation::Operation;
use crate::reference::schema::Schema;
use crate::reference::wording::{Wording, entries, list, text};

pub struct Document {
    pub subjects: Vec<Subject>,
    pub schemas: Vec<Schema>,
}

pub struct Subject {
    pub name: String,
    pub about: Wording,
    pub operations: Vec<Operation>,
}

/// In the order in which they are shown.
const METHODS: [&str; 5] = ["get", "post", "put", "patch", "delete"];

impl Document {
    pub fn read() -> Result<Self> {
        let document = serde_json::to_value(openapi::document()).map_err(anyhow::Error::from)?;
        Ok(Self::new(&document))
    }

    fn new(document: &Value) -> Self {
        let components = document.get("components").unwrap_or(&Value::Null);
        let schemas = entries(components, "schemas");
        Self {
            subjects: subjects(document),
            schemas: schemas.map(|(name, it)| Schema::new(name, it)).collect(),
        }
    }
}

fn subjects(document: &Value) -> Vec<Subject> {
    let subject = |tag: &Value| Subject {
        name: text(tag, "name").to_owned(),
        about: Wording::at(tag, "description"),
        operations: Vec::new(),
    };
    let mut subjects: Vec<Subject> = list(document, "tags").map(subject).collect();
    for operation in operations(document) {
        let known = subjects.iter_mut().find(|it| it.name == operation.tag);
        match known {
            Some(subject) => subject.operations.push(operation),
            None => subjects.push(Subject {
                name: operation.tag.clone(),
                about: Wording::default(),
                operations: vec![operation],
            }),
        }
    }
    subjects.retain(|it| !it.operations.is_empty());
    subjects
}

fn operations(document: &Value) -> impl Iterator<Item = Operation> {
    entries(document, "paths").flat_map(|(path, item)| {
        METHODS.iter().filter_map(|method| {
            let operation = item.get(method)?;
            Some(Operation::new(path, method, operation))
        })
    })
}
