//! Beginning a story. It is a draft until its author publishes it, whatever else was asked for.

use diesel::prelude::*;
use diesel_async::{AsyncConnection, RunQueryDsl};

use crate::catalog::Catalog;
use crate::db::Conn;
use crate::db::ids::{PersonId, StoryId};
use crate::db::schema::{people, stories};
use crate::error::{Error, Result};
use crate::stories::content::Content;
use crate::stories::manuscript::Manuscript;

pub async fn create(
    conn: &mut Conn,
    catalog: &Catalog,
    author: PersonId,
    content: Content,
) -> Result<StoryId> {
    let language = people::table
        .find(author)
        .select(people::language)
        .first(conn)
        .await?;
    let story = StoryId::random();
    let (manuscript, faults) = Manuscript::prepare(content, catalog, language, story).await?;
    if !faults.is_empty() {
        return Err(Error::Invalid(faults));
    }
    conn.transaction(async |conn| {
        diesel::insert_into(stories::table)
            .values((
                stories::id.eq(story),
                stories::author_id.eq(author),
                manuscript.columns(),
            ))
            .execute(conn)
            .await?;
        manuscript.rendered.parts.insert(conn).await?;
        manuscript.keep_version(conn, story, 1).await?;
        Ok::<_, Error>(())
    })
    .await?;
    Ok(story)
}
