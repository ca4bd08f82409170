//! Who sits at the desk of which story: what every page of writing begins with.

use std::sync::Arc;

use actix_web::web::{Data, Path};

use crate::access::{Member, Visit};
use crate::catalog::{Catalog, Shelf};
use crate::db::Pooled;
use crate::db::ids::StoryId;
use crate::error::Result;
use crate::stories::pages::writing::story_of;

pub(super) struct Seat {
    pub(super) conn: Pooled,
    pub(super) author: Member,
    pub(super) catalog: Arc<Catalog>,
    pub(super) id: StoryId,
}

/// The signed-in person before the story that an address names; whether it is theirs is not asked yet.
///
/// # Errors
/// [`crate::error::Error::SignInRequired`] where nobody is signed in.
pub(super) async fn seat(visit: &Visit, shelf: &Data<Shelf>, story: &Path<String>) -> Result<Seat> {
    let (mut conn, author) = visit.member().await?;
    let catalog = shelf.catalog(&mut conn).await?;
    Ok(Seat {
        id: story_of(story)?,
        conn,
        author,
        catalog,
    })
}
