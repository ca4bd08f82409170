//! A story as one viewer gets it: with its author or without, its instants as fine as may be shown.

use time::OffsetDateTime;

use crate::stories::author::Author;
use crate::stories::content::Byline;
use crate::stories::story::{Row, Story};

#[derive(Clone, Debug)]
pub struct Shown {
    pub story: Story,
    /// `None` for an anonymous story.
    pub author: Option<Author>,
    /// Whether the viewer wrote it.
    pub is_own: bool,
}

/// The instants that may be shown.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Instants {
    pub created_at: OffsetDateTime,
    pub updated_at: OffsetDateTime,
    pub published_at: Option<OffsetDateTime>,
    /// To the second for the author alone, who sends it back.
    pub publish_at: Option<OffsetDateTime>,
}

impl Shown {
    pub fn instants(&self) -> Instants {
        let row = &self.story.row;
        let instants = Instants::of(row);
        if self.is_own {
            return Instants {
                publish_at: row.publish_at,
                ..instants
            };
        }
        instants
    }
}

impl Instants {
    /// For anyone.
    fn of(row: &Row) -> Self {
        Self {
            created_at: shown_at(row.byline, row.created_at),
            updated_at: shown_at(row.byline, row.updated_at),
            published_at: row.published_at.map(|it| shown_at(row.byline, it)),
            publish_at: row.publish_at.map(|it| shown_at(row.byline, it)),
        }
    }
}

/// An instant of an anonymous story is its day: an hour could give its author away.
pub fn shown_at(byline: Byline, at: OffsetDateTime) -> OffsetDateTime {
    match byline {
        Byline::Named => at,
        Byline::Anonymous => at
            .to_offset(time::UtcOffset::UTC)
            .replace_time(time::Time::MIDNIGHT),
    }
}
