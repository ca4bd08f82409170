//! Reading one story by its address.

use diesel::prelude::*;
use diesel_async::{AsyncConnection, RunQueryDsl};
use uuid::Uuid;

use crate::db::Conn;
use crate::db::ids::{PersonId, StoryId};
use crate::db::schema::stories;
use crate::error::{Error, Result};
use crate::i18n::Language;
use crate::stories::author::Author;
use crate::stories::gate::{self, Seen};
use crate::stories::render::{self, Rendered};
use crate::stories::shown::Shown;
use crate::stories::story::{Row, Status, Story};
use crate::text::markdown;

/// The story with this id or slug, as far as the viewer may see it.
///
/// # Errors
/// [`Error::Gone`] for a withdrawn one; [`Error::NotFound`] for everything that the viewer may not
/// see, so that nobody learns that it exists.
pub async fn read(conn: &mut Conn, address: &str, viewer: Option<PersonId>) -> Result<Shown> {
    let opened = Row::query().filter(gate::opened_by(viewer));
    let row = match Uuid::try_parse(address) {
        Ok(id) if address.len() == 36 => {
            opened
                .filter(stories::id.eq(StoryId(id)))
                .first(conn)
                .await?
        }
        _ if address.contains('\0') => return Err(Error::NotFound),
        _ => opened.filter(stories::slug.eq(address)).first(conn).await?,
    };
    let seen = match gate::seen(&row, viewer) {
        None => return Err(Error::NotFound),
        Some(Seen::Gone) => return Err(Error::Gone),
        Some(seen) => seen,
    };
    let mut story = Story::with_parts(conn, row).await?;
    if render::is_outdated(&story) {
        renew(conn, &mut story).await?;
    }
    let author = Author::of(conn, &story.row).await?;
    Ok(Shown {
        story,
        author,
        is_own: seen == Seen::Own,
    })
}

/// What a story's picture shows.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = stories, check_for_backend(diesel::pg::Pg))]
pub struct Headline {
    pub status: Status,
    pub language: Language,
    pub title: String,
    pub path: Vec<String>,
    pub path_dates: Vec<String>,
}

/// The headline of a story that anyone may read.
///
/// # Errors
/// [`Error::Gone`] for a withdrawn one; [`Error::NotFound`] for everything else that not everyone may see.
pub async fn headline(conn: &mut Conn, slug: &str) -> Result<Headline> {
    if slug.contains('\0') {
        return Err(Error::NotFound);
    }
    let found: Headline = stories::table
        .filter(stories::slug.eq(slug))
        .filter(gate::opened_by_anyone())
        .select(Headline::as_select())
        .first(conn)
        .await?;
    match found.status {
        Status::Withdrawn => Err(Error::Gone),
        _ => Ok(found),
    }
}

/// A story as moderators read it: what readers see, or would if it were not hidden.
pub async fn read_moderated(conn: &mut Conn, id: StoryId) -> Result<Shown> {
    let row = Row::query()
        .filter(stories::id.eq(id))
        .filter(gate::moderated());
    let row = row.first(conn).await?;
    to_others(conn, row).await
}

/// A story as it is shown to whoever did not write it.
pub(super) async fn to_others(conn: &mut Conn, row: Row) -> Result<Shown> {
    let story = Story::with_parts(conn, row).await?;
    let author = Author::of(conn, &story.row).await?;
    Ok(Shown {
        story,
        author,
        is_own: false,
    })
}

/// The id and the title of a story that anyone can read now.
///
/// # Errors
/// [`Error::NotFound`] for everything else.
pub async fn public_title(conn: &mut Conn, slug: &str) -> Result<(StoryId, String)> {
    if slug.contains('\0') {
        return Err(Error::NotFound);
    }
    let (id, title, status): (StoryId, String, Status) = stories::table
        .filter(stories::slug.eq(slug))
        .filter(gate::opened_by_anyone())
        .select((stories::id, stories::title, stories::status))
        .first(conn)
        .await?;
    match status.is_public() {
        true => Ok((id, title)),
        false => Err(Error::NotFound),
    }
}

/// The author's own story; anyone else's is not found.
pub async fn read_own(conn: &mut Conn, author: PersonId, id: StoryId) -> Result<Shown> {
    let mut story = Story::own(conn, author, id).await?;
    if render::is_outdated(&story) {
        renew(conn, &mut story).await?;
    }
    let author = Author::of(conn, &story.row).await?;
    Ok(Shown {
        story,
        author,
        is_own: true,
    })
}

/// The version of a story that is the author's own.
///
/// # Errors
/// [`Error::NotFound`] where it is not, without telling which of both.
pub async fn own_version(conn: &mut Conn, author: PersonId, id: StoryId) -> Result<i32> {
    let found = stories::table
        .filter(stories::id.eq(id))
        .filter(gate::owned_by(author))
        .select(stories::version);
    Ok(found.first(conn).await?)
}

/// The title of the author's own story.
///
/// # Errors
/// As [`own_version`].
pub async fn own_title(conn: &mut Conn, author: PersonId, id: StoryId) -> Result<String> {
    let found = stories::table
        .filter(stories::id.eq(id))
        .filter(gate::owned_by(author))
        .select(stories::title);
    Ok(found.first(conn).await?)
}

/// Renders again under the policy of today and keeps the result, unless somebody saved in between.
async fn renew(conn: &mut Conn, story: &mut Story) -> Result<()> {
    let row = &story.row;
    let (rendered, faults) = render::render(story.parts.clone(), row.reflection_md.clone()).await?;
    if !faults.is_empty() {
        tracing::warn!(story = %row.id.0, "a text breaks a newer Markdown policy: its old HTML stays");
        return Ok(());
    }
    let Rendered {
        parts,
        reflection_html,
    } = &rendered;
    let same_version = stories::id
        .eq(row.id)
        .and(stories::version.eq(row.version))
        .and(stories::policy.lt(markdown::POLICY));
    conn.transaction(async |conn| {
        let renewed = diesel::update(stories::table.filter(same_version))
            .set((
                stories::reflection_html.eq(reflection_html),
                stories::policy.eq(markdown::POLICY),
            ))
            .execute(conn)
            .await?;
        if renewed == 1 {
            parts.replace(conn, row.id).await?;
        }
        Ok::<_, Error>(())
    })
    .await?;
    story.parts = rendered.parts;
    story.row.reflection_html = rendered.reflection_html;
    Ok(())
}
