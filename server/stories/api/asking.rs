//! What the faces that change a story share: the caller's own story, at the version that they read.

use actix_web::{HttpRequest, HttpResponse};
use uuid::Uuid;

use crate::catalog::Shelf;
use crate::db::Conn;
use crate::db::ids::{PersonId, StoryId};
use crate::error::{Error, Result};
use crate::stories::api::body::StoryBody;
use crate::stories::read;
use crate::web::Audience;
use crate::web::answer::{if_match, json_tagged};
use crate::web::site::base_of;

pub(super) type Asking<'v> = (&'v mut Conn, PersonId);

pub(super) fn story_id(text: &str) -> Result<StoryId> {
    Uuid::try_parse(text)
        .map(StoryId)
        .ok()
        .ok_or(Error::NotFound)
}

/// The version that `If-Match` names and that the story, which is the caller's own, still has.
pub(super) async fn read_version(
    req: &HttpRequest,
    asking: Asking<'_>,
    shelf: &Shelf,
    id: StoryId,
) -> Result<i32> {
    let (conn, author) = asking;
    let version = read::own_version(conn, author, id).await?;
    let read = if_match(req).and_then(|read| {
        let is_current = read == version;
        is_current.then_some(read).ok_or(Error::Stale(None))
    });
    or_current(req, (conn, author), shelf, id, read).await
}

/// Adds the story as it is now to the answer that somebody saved in between.
pub(super) async fn or_current<T>(
    req: &HttpRequest,
    (conn, author): Asking<'_>,
    shelf: &Shelf,
    id: StoryId,
    done: Result<T>,
) -> Result<T> {
    let Err(Error::Stale(None)) = done else {
        return done;
    };
    let shown = read::read_own(conn, author, id).await?;
    let body = StoryBody::new(shown, &*shelf.catalog(conn).await?, &base_of(req));
    let current = serde_json::to_value(&body).map_err(anyhow::Error::from)?;
    Err(Error::Stale(Some(Box::new(current))))
}

/// The caller's own story as it is now.
pub(super) async fn own(
    req: &HttpRequest,
    asking: Asking<'_>,
    shelf: &Shelf,
    id: StoryId,
) -> Result<HttpResponse> {
    let (conn, author) = asking;
    let shown = read::read_own(conn, author, id).await?;
    let body = StoryBody::new(shown, &*shelf.catalog(conn).await?, &base_of(req));
    let etag = body.etag()?;
    json_tagged(req, &body, Audience::Personal, &etag)
}
