//! What a moderator looks at, reported or not, and how things stand with it.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::db::Conn;
use crate::db::ids::{PersonId, StoryId};
use crate::db::schema::{people, stories};
use crate::error::{Error, Result};
use crate::people::Handle;
use crate::safety::{Target, author};
use crate::stories::content::Byline;
use crate::stories::story::Status;
use crate::stories::{gate, hide};

#[derive(Clone, Debug)]
pub struct Subject {
    pub target: Target,
    /// The slug of the story, or the handle of the person.
    pub address: String,
    /// The title of the story, or the display name of the person.
    pub name: String,
    pub standing: Standing,
}

#[derive(Clone, Debug)]
pub enum Standing {
    Story {
        is_hidden: bool,
        /// Of an anonymous story whether whoever wrote it is suspended by way of it.
        author: Option<bool>,
    },
    Person {
        is_suspended: bool,
        is_waiting: bool,
        /// How many stories stand in public under their name.
        n_stories: i64,
    },
}

impl Subject {
    /// By its slug or id.
    ///
    /// # Errors
    /// [`Error::NotFound`] for what moderators do not see.
    pub async fn story(conn: &mut Conn, address: &str) -> Result<Self> {
        if address.contains('\0') {
            return Err(Error::NotFound);
        }
        let seen = stories::table.filter(gate::moderated());
        let id: StoryId = match Uuid::try_parse(address) {
            Ok(id) if address.len() == 36 => StoryId(id),
            _ => {
                let named = seen.filter(stories::slug.eq(address));
                named.select(stories::id).first(conn).await?
            }
        };
        Self::of(conn, Target::Story(id)).await
    }

    /// By their handle.
    pub async fn person(conn: &mut Conn, handle: &str) -> Result<Self> {
        let handle = Handle::parse(handle).ok().ok_or(Error::NotFound)?;
        let named = people::table.filter(people::handle.eq(handle.as_str()));
        let id: PersonId = named.select(people::id).first(conn).await?;
        Self::of(conn, Target::Person(id)).await
    }

    pub async fn of(conn: &mut Conn, target: Target) -> Result<Self> {
        match target {
            Target::Story(id) => of_story(conn, id).await,
            Target::Person(id) => of_person(conn, id).await,
        }
    }
}

async fn of_story(conn: &mut Conn, id: StoryId) -> Result<Subject> {
    let (slug, title, status, byline): (Option<String>, String, Status, Byline) = stories::table
        .filter(stories::id.eq(id))
        .filter(gate::moderated())
        .select((
            stories::slug,
            stories::title,
            stories::status,
            stories::byline,
        ))
        .first(conn)
        .await?;
    let author = match byline {
        Byline::Anonymous => Some(author::is_suspended(conn, id).await?),
        Byline::Named => None,
    };
    Ok(Subject {
        target: Target::Story(id),
        address: slug.unwrap_or_else(|| id.0.to_string()),
        name: title,
        standing: Standing::Story {
            is_hidden: status == Status::Hidden,
            author,
        },
    })
}

async fn of_person(conn: &mut Conn, id: PersonId) -> Result<Subject> {
    let (handle, name, suspended, waiting): (
        String,
        String,
        Option<OffsetDateTime>,
        Option<OffsetDateTime>,
    ) = people::table
        .find(id)
        .select((
            people::handle,
            people::display_name,
            people::suspended_at,
            people::waiting_since,
        ))
        .first(conn)
        .await?;
    Ok(Subject {
        target: Target::Person(id),
        address: handle,
        name,
        standing: Standing::Person {
            is_suspended: suspended.is_some(),
            is_waiting: waiting.is_some(),
            n_stories: hide::n_public_by_name(conn, &[id])
                .await?
                .remove(&id)
                .unwrap_or(0),
        },
    })
}
