//! What happened, and its form in the outbox.

use serde_json::{Value, json};
use uuid::Uuid;

use crate::db::ids::StoryId;

/// What happened. How a lower room causes something in an upper one.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Event {
    StoryPublished(StoryId),
    /// A saved change to a story that readers can see.
    StoryUpdated(StoryId),
    /// Readers can no longer see it: withdrawn, unlisted or deleted.
    StoryGone(StoryId),
}

impl Event {
    pub fn kind(self) -> &'static str {
        match self {
            Self::StoryPublished(_) => "story.published",
            Self::StoryUpdated(_) => "story.updated",
            Self::StoryGone(_) => "story.gone",
        }
    }

    /// The story that it tells of.
    pub fn story(self) -> StoryId {
        let (Self::StoryPublished(story) | Self::StoryUpdated(story) | Self::StoryGone(story)) =
            self;
        story
    }

    pub(super) fn payload(self) -> Value {
        json!({ "story": self.story().0 })
    }

    /// None: a newer server wrote it, and this one does not know what it means.
    pub(super) fn read(kind: &str, payload: &Value) -> Option<Self> {
        let story = payload
            .get("story")
            .and_then(Value::as_str)
            .and_then(|it| Uuid::parse_str(it).ok())
            .map(StoryId);
        match kind {
            "story.published" => story.map(Self::StoryPublished),
            "story.updated" => story.map(Self::StoryUpdated),
            "story.gone" => story.map(Self::StoryGone),
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
        ] {
            assert_eq!(Event::read(event.kind(), &event.payload()), Some(event));
        }
        assert_eq!(Event::read("story.sung", &json!({"story": story.0})), None);
        assert_eq!(Event::read("story.gone", &json!({"story": 1})), None);
    }
}
