//! What happened, and its form in the outbox.

use serde_json::{Value, json};
use uuid::Uuid;

use crate::db::ids::{PersonId, StoryId};

/// What happened. How a lower room causes something in an upper one.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Event {
    StoryPublished(StoryId),
    /// A saved change to a story that readers can see.
    StoryUpdated(StoryId),
    /// Readers can no longer see it: withdrawn, unlisted or deleted.
    StoryGone(StoryId),
    /// Many stories were written at once: whoever follows events reads all of them anew.
    StoriesFilled,
    /// What they are called beside their stories is another name.
    PersonRenamed(PersonId),
    /// An entry came, has other names or is offered no longer.
    CatalogChanged,
    /// An entry means another one from now on, in the stories that hold it too.
    CatalogMerged,
}

impl Event {
    pub fn kind(self) -> &'static str {
        match self {
            Self::StoryPublished(_) => "story.published",
            Self::StoryUpdated(_) => "story.updated",
            Self::StoryGone(_) => "story.gone",
            Self::StoriesFilled => "stories.filled",
            Self::PersonRenamed(_) => "person.renamed",
            Self::CatalogChanged => "catalog.changed",
            Self::CatalogMerged => "catalog.merged",
        }
    }

    /// The story that it tells of.
    pub fn story(self) -> Option<StoryId> {
        match self {
            Self::StoryPublished(story) | Self::StoryUpdated(story) | Self::StoryGone(story) => {
                Some(story)
            }
            _ => None,
        }
    }

    pub(super) fn payload(self) -> Value {
        match (self, self.story()) {
            (_, Some(story)) => json!({ "story": story.0 }),
            (Self::PersonRenamed(person), None) => json!({ "person": person.0 }),
            (_, None) => json!({}),
        }
    }

    /// None: a newer server wrote it, and this one does not know what it means.
    pub(super) fn read(kind: &str, payload: &Value) -> Option<Self> {
        let id = |name: &str| Uuid::parse_str(payload.get(name)?.as_str()?).ok();
        let story = id("story").map(StoryId);
        match kind {
            "story.published" => story.map(Self::StoryPublished),
            "story.updated" => story.map(Self::StoryUpdated),
            "story.gone" => story.map(Self::StoryGone),
            "stories.filled" => Some(Self::StoriesFilled),
            "person.renamed" => id("person").map(|it| Self::PersonRenamed(PersonId(it))),
            "catalog.changed" => Some(Self::CatalogChanged),
            "catalog.merged" => Some(Self::CatalogMerged),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_is_read_as_it_was_written() {
        let story = StoryId::random();
        for event in [
            Event::StoryPublished(story),
            Event::StoryUpdated(story),
            Event::StoryGone(story),
            Event::StoriesFilled,
            Event::PersonRenamed(PersonId(story.0)),
            Event::CatalogChanged,
            Event::CatalogMerged,
        ] {
            assert_eq!(Event::read(event.kind(), &event.payload()), Some(event));
        }
        assert_eq!(Event::read("story.sung", &json!({"story": story.0})), None);
        assert_eq!(Event::read("story.gone", &json!({"story": 1})), None);
    }
}
