//! What is stored of a story for when it is found: its id and its texts, as one value, for it is read as a whole.

use tantivy::schema::document::{
    DeserializeError, DocumentDeserialize, DocumentDeserializer, ValueDeserialize,
    ValueDeserializer,
};
use uuid::Uuid;

use crate::search::document::Document;
use crate::search::engine::{Failure, Result};
use crate::search::highlight::{LOOKED_AT, Texts};

/// Stands between the parts; PostgreSQL takes no text that has it.
const BETWEEN: char = '\0';

/// So much of its texts as hits are marked in.
pub fn stored(story: &Document) -> String {
    let mut stored = story.id.to_string();
    let mut left = LOOKED_AT;
    for text in [&story.title, &story.summary] {
        stored.push(BETWEEN);
        stored.push_str(text);
    }
    for text in &story.body {
        stored.push(BETWEEN);
        let kept = match text.char_indices().nth(left) {
            Some((end, _)) => text.get(..end).unwrap_or_default(),
            None => text,
        };
        stored.push_str(kept);
        left -= kept.chars().count();
        if left == 0 {
            break;
        }
    }
    stored
}

pub struct Stored(String);

impl Stored {
    pub fn id(&self) -> Result<Uuid> {
        let id = self.0.split(BETWEEN).next().unwrap_or_default();
        Uuid::parse_str(id).map_err(|it| Failure::ToBeRebuilt(it.to_string()))
    }

    pub fn texts(&self) -> Texts<'_> {
        let mut texts = self.0.split(BETWEEN).skip(1);
        Texts {
            title: texts.next().unwrap_or_default(),
            summary: texts.next().unwrap_or_default(),
            body: texts.collect(),
        }
    }
}

impl DocumentDeserialize for Stored {
    fn deserialize<'de, D>(mut document: D) -> std::result::Result<Self, DeserializeError>
    where
        D: DocumentDeserializer<'de>,
    {
        let whole = document.next_field::<Whole>()?;
        whole
            .map(|(_, Whole(text))| Self(text))
            .ok_or_else(|| DeserializeError::custom("nothing is stored"))
    }
}

struct Whole(String);

impl ValueDeserialize for Whole {
    fn deserialize<'de, D>(value: D) -> std::result::Result<Self, DeserializeError>
    where
        D: ValueDeserializer<'de>,
    {
        value.deserialize_string().map(Self)
    }
}
