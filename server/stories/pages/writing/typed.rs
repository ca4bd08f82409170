//! What was typed in a form, as the document of a story.

use serde_json::{Map, Value};

use crate::catalog::{Catalog, Kind};
use crate::error::{Error, Result};
use crate::stories::arrange::List;
use crate::stories::content::Content;
use crate::stories::started_on::as_typed;
use crate::web::Form;

/// Above what any list may hold: what is too much comes back to its author; of a forged form it is not looked at.
const MAX_PARTS: usize = 60;

/// The document that a form holds. What the form does not show stays as it was in `before`.
///
/// # Errors
/// `wrong_type` for what no form of ours can send.
pub(super) fn content(form: &Form, before: &Content, catalog: &Catalog) -> Result<Content> {
    let mut document = match serde_json::to_value(before).map_err(anyhow::Error::from)? {
        Value::Object(document) => document,
        _ => Map::new(),
    };
    for list in List::NAMES {
        document.insert((*list).to_owned(), Value::Array(Vec::new()));
    }
    for (name, value) in form.pairs() {
        // Browsers send `\r\n` for what is a new line everywhere else.
        let value = value.replace("\r\n", "\n");
        let is_date = name.ends_with("/started_on");
        let value = if is_date { as_typed(&value) } else { value };
        put(&mut document, name, value);
    }
    let read = serde_json::from_value(Value::Object(document)).ok();
    let mut content: Content = read.ok_or_else(|| Error::fault("", "wrong_type"))?;
    // Practices are typed by their names; an unknown one stays as it was typed.
    for it in &mut content.practices {
        let typed = it.practice.as_deref().unwrap_or_default();
        if let Some(entry) = catalog.named(Kind::Practice, typed) {
            it.practice = Some(entry.slug.clone());
        }
    }
    Ok(content)
}

fn put(document: &mut Map<String, Value>, name: &str, value: String) {
    let mut words = name.split('/');
    let place = (words.next(), words.next(), words.next(), words.next());
    match place {
        (Some(name), None, ..) if document.get(name).is_some_and(|it| !it.is_array()) => {
            // An empty field is no other text than none.
            let value = if value.is_empty() && name == "canonical_url" {
                Value::Null
            } else {
                value.into()
            };
            document.insert(name.to_owned(), value);
        }
        (Some(name), Some(n), Some(field), None) => {
            let n = n.parse::<usize>().ok().filter(|n| *n < MAX_PARTS);
            let list = document.get_mut(name).and_then(Value::as_array_mut);
            let (Some(n), Some(parts)) = (n, list) else {
                return;
            };
            while parts.len() <= n {
                parts.push(Value::Object(Map::new()));
            }
            // A link has all its fields, a part leaves the empty ones out.
            let is_kept = !value.is_empty() || name == "links";
            if let (true, Some(Value::Object(part))) = (is_kept, parts.get_mut(n)) {
                part.insert(field.to_owned(), value.into());
            }
        }
        _ => {}
    }
}
