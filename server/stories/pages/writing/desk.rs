//! Who sits at the desk of which story: what every page of writing begins with.

use std::sync::Arc;

use actix_web::web::Data;

use crate::access::{Member, Visit};
use crate::catalog::{Catalog, Shelf};
use crate::db::Pooled;
use crate::db::ids::StoryId;
use crate::error::{Error, Result};
use crate::stories::content::Content;
use crate::stories::desk::Desk;
use crate::stories::pages::writing::{story_of, typed};
use crate::stories::working_copy::{self, Keep, Read};
use crate::web::Form;

pub(super) struct Seat {
    pub(super) conn: Pooled,
    pub(super) author: Member,
    pub(super) catalog: Arc<Catalog>,
    pub(super) id: StoryId,
}

/// The signed-in person before the story that an address names; whether it is theirs is not asked yet.
///
/// # Errors
/// [`Error::SignInRequired`] where nobody is signed in.
pub(super) async fn seat(visit: &Visit, shelf: &Data<Shelf>, story: &str) -> Result<Seat> {
    let (mut conn, author) = visit.member().await?;
    let catalog = shelf.catalog(&mut conn).await?;
    Ok(Seat {
        id: story_of(story)?,
        conn,
        author,
        catalog,
    })
}

impl Seat {
    /// # Errors
    /// [`Error::NotFound`] where it is not theirs.
    pub(super) async fn desk(&mut self) -> Result<Desk> {
        Desk::open(&mut self.conn, self.author.person, self.id).await
    }

    /// Keeps what the form of writing held when a button beside it was pressed.
    ///
    /// # Errors
    /// [`Error::Stale`] when another window kept or saved something else in between.
    pub(super) async fn keep_typed(&mut self, form: &Form) -> Result<()> {
        let desk = self.desk().await?;
        if form.one("revision").is_none() {
            return Ok(());
        }
        let typed = typed::content(form, &desk.typed, &self.catalog)?;
        self.keep(&desk.typed, read(form)?, &typed).await
    }

    /// Keeps what was typed, unless it lies on the desk already.
    ///
    /// # Errors
    /// [`Error::Stale`] when another window kept or saved something else in between.
    pub(super) async fn keep(&mut self, lies: &Content, read: Read, typed: &Content) -> Result<()> {
        if lies != typed {
            let at = (self.id, read);
            working_copy::keep(&mut self.conn, self.author.person, at, typed, Keep::Typed).await?;
        }
        Ok(())
    }

    /// Where a page of this story is.
    pub(super) fn address(&self, page: &str) -> String {
        format!("/stories/{}/{page}", self.id.0)
    }
}

/// The version of the story that the window which sent this had read.
pub(super) fn version(form: &Form) -> Result<i32> {
    form.text("version").parse().ok().ok_or(Error::Stale(None))
}

/// What the window that sent this had read.
pub(super) fn read(form: &Form) -> Result<Read> {
    let revision = form.text("revision").parse().ok();
    Ok(Read {
        version: version(form)?,
        revision: revision.ok_or(Error::Stale(None))?,
    })
}
