//! A story's step from one status to another: taken once, from the row as its author read it.
//!
//! | from | publish | unlist | withdraw | delete |
//! | --- | --- | --- | --- | --- |
//! | draft, scheduled | published, or scheduled while `publish_at` lies ahead | unlisted | | deleted |
//! | published | | unlisted | withdrawn | deleted |
//! | unlisted | published | | withdrawn | deleted |
//! | withdrawn | published | unlisted | | deleted |
//! | hidden | | | | deleted |
//!
//! Moderators hide what is published or unlisted, and show it again (`hide.rs`).
//! What the table leaves empty is refused with `wrong_status`.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use time::OffsetDateTime;

use crate::db::Conn;
use crate::db::ids::{PersonId, StoryId};
use crate::db::schema::stories;
use crate::error::{Error, OnConstraint, Result};
use crate::events::{self, Event};
use crate::stories::read;
use crate::stories::story::{Row, Status};

/// The columns that a step changes; `None` leaves a column as it is.
#[derive(AsChangeset, Clone, Debug)]
#[diesel(table_name = stories)]
pub(super) struct Step {
    pub(super) status: Status,
    pub(super) updated_at: OffsetDateTime,
    pub(super) slug: Option<String>,
    pub(super) published_at: Option<OffsetDateTime>,
    pub(super) listed_at: Option<OffsetDateTime>,
    pub(super) was_named_in_public: Option<bool>,
    pub(super) deleted_at: Option<Option<OffsetDateTime>>,
    pub(super) deleted_from: Option<Option<Status>>,
    pub(super) hidden_from: Option<Option<Status>>,
    pub(super) missed_at: Option<Option<OffsetDateTime>>,
}

impl Step {
    pub(super) fn to(status: Status, at: OffsetDateTime) -> Self {
        Self {
            status,
            updated_at: at,
            slug: None,
            published_at: None,
            listed_at: None,
            was_named_in_public: None,
            deleted_at: None,
            deleted_from: None,
            hidden_from: None,
            missed_at: Some(None),
        }
    }

    /// Takes the step and tells of what changed for readers. Inside the caller's transaction.
    ///
    /// # Errors
    /// [`Error::Stale`] when the row is not any more as it was read.
    pub(super) async fn take(self, conn: &mut Conn, row: &Row) -> Result<()> {
        let event = self.event(row);
        let as_read = stories::id
            .eq(row.id)
            .and(stories::author_id.eq(row.author_id))
            .and(stories::version.eq(row.version))
            .and(stories::status.eq(row.status));
        let taken = diesel::update(stories::table.filter(as_read))
            .set(self)
            .execute(conn)
            .await
            .on_constraint(|name| {
                (name == "stories_slug_key").then_some(Error::Conflict("slug_taken"))
            })?;
        if taken == 0 {
            return Err(Error::Stale(None));
        }
        if let Some(event) = event {
            events::record(conn, event).await?;
        }
        Ok(())
    }

    /// Who reads lists learns of what comes into them and of what leaves them, and of nothing else.
    fn event(&self, row: &Row) -> Option<Event> {
        let (was, is) = (
            row.status == Status::Published,
            self.status == Status::Published,
        );
        match (was, is) {
            (false, true) => Some(Event::StoryPublished(row.id)),
            (true, false) => Some(Event::StoryGone(row.id)),
            _ => None,
        }
    }
}

/// Tells why a step could not be taken: somebody saved in between, or took one.
pub(super) async fn explained(
    conn: &mut Conn,
    (author, id, read_version): (PersonId, StoryId, i32),
    taken: Result<()>,
) -> Result<()> {
    match taken {
        Err(Error::Stale(None)) => match read::own_version(conn, author, id).await? {
            version if version == read_version => Err(Error::Conflict("wrong_status")),
            _ => Err(Error::Stale(None)),
        },
        taken => taken,
    }
}
