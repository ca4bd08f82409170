//! An author's desk: the story as it is saved, and what was typed since.

use diesel_async::AsyncConnection;
use time::OffsetDateTime;

use crate::catalog::{Catalog, Kind};
use crate::db::Conn;
use crate::db::ids::{PersonId, StoryId};
use crate::error::{Error, Fault, Result};
use crate::stories::content::Content;
use crate::stories::manuscript::Manuscript;
use crate::stories::save;
use crate::stories::story::Story;
use crate::stories::working_copy::{self, Read};

#[derive(Clone, Debug)]
pub struct Desk {
    pub story: Story,
    /// What was typed last, saved or not.
    pub typed: Content,
    /// What a window that shows this has read.
    pub read: Read,
    /// When it was kept, where it is not saved.
    pub kept_at: Option<OffsetDateTime>,
    /// What was saved elsewhere after this was begun.
    pub overtaken_by: Option<Content>,
}

impl Desk {
    /// The desk of the author's own story; anyone else's is not found.
    pub async fn open(conn: &mut Conn, author: PersonId, id: StoryId) -> Result<Self> {
        let story = Story::own(conn, author, id).await?;
        let saved = story.content();
        let version = story.row.version;
        let Some(copy) = working_copy::find(conn, id).await? else {
            let revision = 0;
            return Ok(Self {
                story,
                typed: saved,
                read: Read { version, revision },
                kept_at: None,
                overtaken_by: None,
            });
        };
        let revision = copy.read.revision;
        Ok(Self {
            story,
            typed: copy.content,
            // Whoever sees both texts may save over the newer one.
            read: Read { version, revision },
            kept_at: Some(copy.kept_at),
            overtaken_by: (copy.read.version != version).then_some(saved),
        })
    }

    /// Every rule that what was typed breaks: those of its status, and all of publication if asked.
    pub async fn faults(&self, catalog: &Catalog, for_publication: bool) -> Result<Vec<Fault>> {
        let row = &self.story.row;
        let typed = with_slugs(self.typed.clone(), catalog);
        let (manuscript, mut faults) =
            Manuscript::prepare(typed, catalog, row.language, row.id).await?;
        faults.extend(save::of_its_status(row, &manuscript.content));
        if for_publication && !row.status.is_public() {
            faults.extend(crate::stories::gaps::gaps(&manuscript.content));
        }
        Ok(faults)
    }

    /// The story as it would be if what was typed were saved.
    pub async fn as_saved(&self, catalog: &Catalog) -> Result<Story> {
        let typed = with_slugs(self.typed.clone(), catalog);
        let row = &self.story.row;
        let (manuscript, _) = Manuscript::prepare(typed, catalog, row.language, row.id).await?;
        Ok(manuscript.in_place_of(row))
    }
}

/// Saves what was typed in a window that had read `read`, and clears the desk.
///
/// # Errors
/// [`Error::Stale`] when another window kept or saved something in between; [`Error::Invalid`] with
/// every broken rule: then what was typed is kept.
pub async fn save(
    conn: &mut Conn,
    catalog: &Catalog,
    author: PersonId,
    (id, read): (StoryId, Read),
    typed: Content,
) -> Result<()> {
    // First of all nothing is lost, whatever happens next.
    working_copy::keep(conn, author, id, read, &typed).await?;
    let content = with_slugs(typed, catalog);
    conn.transaction(async |conn| {
        save::save(conn, catalog, author, (id, read.version), content).await?;
        working_copy::forget(conn, id).await?;
        Ok::<_, Error>(())
    })
    .await
}

/// Practices are typed by their names; an unknown one stays as it was typed.
fn with_slugs(mut content: Content, catalog: &Catalog) -> Content {
    for it in &mut content.practices {
        let typed = it.practice.as_deref().unwrap_or_default();
        if let Some(entry) = catalog.named(Kind::Practice, typed) {
            it.practice = Some(entry.slug.clone());
        }
    }
    content
}
