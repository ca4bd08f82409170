//! Secret read-only links to a story that is not public yet.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use time::{Duration, OffsetDateTime};

use crate::access::secret::{Secret, hash};
use crate::db::Conn;
use crate::db::ids::{PersonId, PreviewId, StoryId};
use crate::db::schema::{previews, stories};
use crate::error::{Error, Fault, Result};
use crate::stories::gate;
use crate::stories::read;
use crate::stories::shown::Shown;
use crate::stories::story::Row;

/// How many days a link may last.
pub const DAYS: std::ops::RangeInclusive<i64> = 1..=30;

/// The most links to one story at a time.
const MAX: i64 = 20;

/// A link without its secret.
#[derive(Clone, Debug, HasQuery)]
#[diesel(table_name = previews)]
pub struct Preview {
    pub id: PreviewId,
    pub created_at: OffsetDateTime,
    pub expires_at: OffsetDateTime,
}

/// Makes a link to the author's own story. The secret is returned once and kept nowhere.
///
/// # Errors
/// [`Error::Invalid`] for a number of days out of [`DAYS`]; `too_many_previews`.
pub async fn make(
    conn: &mut Conn,
    author: PersonId,
    story: StoryId,
    days: i64,
) -> Result<(Preview, String)> {
    if !DAYS.contains(&days) {
        let fault = Fault::new("/days", "out_of_range");
        let fault = fault.with("min", DAYS.start()).with("max", DAYS.end());
        return Err(Error::Invalid(vec![fault]));
    }
    read::own_version(conn, author, story).await?;
    let now = OffsetDateTime::now_utc();
    let lasting: i64 = previews::table
        .filter(previews::story_id.eq(story))
        .filter(previews::expires_at.gt(now))
        .count()
        .get_result(conn)
        .await?;
    if lasting >= MAX {
        return Err(Error::Conflict("too_many_previews"));
    }
    let secret = Secret::random("")?;
    let preview = diesel::insert_into(previews::table)
        .values((
            previews::story_id.eq(story),
            previews::hash.eq(secret.hash()),
            previews::created_at.eq(now),
            previews::expires_at.eq(now + Duration::days(days)),
        ))
        .returning(Preview::as_returning())
        .get_result(conn)
        .await?;
    Ok((preview, secret.reveal().to_owned()))
}

/// The links to the author's own story that still lead somewhere, newest first.
pub async fn list(conn: &mut Conn, author: PersonId, story: StoryId) -> Result<Vec<Preview>> {
    read::own_version(conn, author, story).await?;
    let lasting = Preview::query()
        .filter(previews::story_id.eq(story))
        .filter(previews::expires_at.gt(OffsetDateTime::now_utc()))
        .order((previews::created_at.desc(), previews::id));
    Ok(lasting.load(conn).await?)
}

/// Ends one link to the author's own story, or all of them.
///
/// # Errors
/// [`Error::NotFound`] where the one that is named is not there.
pub async fn revoke(
    conn: &mut Conn,
    author: PersonId,
    story: StoryId,
    one: Option<PreviewId>,
) -> Result<()> {
    read::own_version(conn, author, story).await?;
    let mut doomed = diesel::delete(previews::table)
        .filter(previews::story_id.eq(story))
        .into_boxed();
    if let Some(one) = one {
        doomed = doomed.filter(previews::id.eq(one));
    }
    let revoked = doomed.execute(conn).await?;
    if one.is_some() && revoked == 0 {
        return Err(Error::NotFound);
    }
    Ok(())
}

/// The story behind a link, as readers would see it.
///
/// # Errors
/// [`Error::NotFound`] for a link that was never made, has ended, or leads to what its author has
/// withdrawn or deleted.
pub async fn open(conn: &mut Conn, secret: &str) -> Result<Shown> {
    let story: StoryId = previews::table
        .filter(previews::hash.eq(hash(secret)))
        .filter(previews::expires_at.gt(OffsetDateTime::now_utc()))
        .select(previews::story_id)
        .first(conn)
        .await?;
    let row = Row::query()
        .filter(stories::id.eq(story))
        .filter(gate::previewed());
    let row = row.first(conn).await?;
    read::to_others(conn, row).await
}
