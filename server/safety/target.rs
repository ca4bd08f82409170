//! What moderation is about: a story or a person.

use crate::db::ids::{PersonId, StoryId};

#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Target {
    Story(StoryId),
    Person(PersonId),
}

impl Target {
    pub const fn story(self) -> Option<StoryId> {
        match self {
            Self::Story(id) => Some(id),
            Self::Person(_) => None,
        }
    }

    pub const fn person(self) -> Option<PersonId> {
        match self {
            Self::Person(id) => Some(id),
            Self::Story(_) => None,
        }
    }

    /// As the columns say it.
    pub fn of(story: Option<StoryId>, person: Option<PersonId>) -> Option<Self> {
        story.map(Self::Story).or(person.map(Self::Person))
    }
}
