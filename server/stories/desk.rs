//! An author's desk: the story as it is saved, and what was typed since.

use diesel_async::AsyncConnection;
use time::OffsetDateTime;

use crate::catalog::Catalog;
use crate::db::Conn;
use crate::db::ids::{PersonId, StoryId};
use crate::error::{Error, Fault, Result};
use crate::stories::arrange::List;
use crate::stories::content::{Byline, Content};
use crate::stories::create;
use crate::stories::manuscript::Manuscript;
use crate::stories::save;
use crate::stories::story::Story;
use crate::stories::undo::{self, Undo};
use crate::stories::working_copy::{self, Keep, Read};
use crate::text::address;

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
    /// What was taken away and can be brought back, the last one last.
    pub undo: Vec<Undo>,
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
                undo: Vec::new(),
            });
        };
        let revision = copy.read.revision;
        let mut typed = copy.content;
        // The hour is decided elsewhere.
        typed.publish_at = saved.publish_at;
        let is_unsaved = typed != saved;
        Ok(Self {
            story,
            typed,
            // Whoever sees both texts may save over the newer one.
            read: Read { version, revision },
            // Thrown away, it is what is saved.
            kept_at: is_unsaved.then_some(copy.kept_at),
            overtaken_by: (copy.read.version != version && is_unsaved).then_some(saved),
            undo: copy.undo,
        })
    }

    /// Every rule that what was typed breaks: those of its status, and all of publication if asked.
    pub async fn faults(&self, catalog: &Catalog, for_publication: bool) -> Result<Vec<Fault>> {
        let row = &self.story.row;
        let typed = self.typed.clone();
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
        let mut typed = self.typed.clone();
        // What can't be saved leads nowhere yet.
        typed.links.retain(|it| address::is_web(&it.url));
        typed.canonical_url = typed.canonical_url.filter(|it| address::is_web(it));
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
    let kept = working_copy::keep(conn, author, (id, read), &typed, Keep::Typed).await?;
    conn.transaction(async |conn| {
        save::save(conn, catalog, author, (id, read.version), typed).await?;
        working_copy::forget(conn, id, kept).await?;
        Ok::<_, Error>(())
    })
    .await
}

/// A story that was begun with a text.
#[derive(Clone, Copy, Debug)]
pub struct Begun {
    pub id: StoryId,
    /// Whether the text keeps every rule, so that it could be saved.
    pub is_saved: bool,
}

/// Begins a story with what somebody has written already. Where it breaks rules, the story is
/// begun empty and the text lies on the desk, whole.
pub async fn begin(
    conn: &mut Conn,
    catalog: &Catalog,
    author: PersonId,
    content: Content,
) -> Result<Begun> {
    match create::create(conn, catalog, author, content.clone()).await {
        Err(Error::Invalid(_)) => {}
        begun => {
            return Ok(Begun {
                id: begun?,
                is_saved: true,
            });
        }
    }
    let empty = Content {
        language: content.language,
        ..Content::default()
    };
    conn.transaction(async |conn| {
        let id = create::create(conn, catalog, author, empty).await?;
        let read = Read {
            version: 1,
            revision: 0,
        };
        working_copy::keep(conn, author, (id, read), &content, Keep::Typed).await?;
        Ok(Begun {
            id,
            is_saved: false,
        })
    })
    .await
}

/// Throws away what was typed and not saved. It can be brought back.
///
/// # Errors
/// [`Error::Stale`] when another window kept or saved something in between.
pub async fn discard(
    conn: &mut Conn,
    author: PersonId,
    (id, read): (StoryId, Read),
    typed: Content,
) -> Result<()> {
    let desk = Desk::open(conn, author, id).await?;
    let saved = desk.story.content();
    if typed == saved {
        return Ok(());
    }
    let undo = undo::one_more(desk.undo, Undo::Whole(Box::new(typed)));
    working_copy::keep(conn, author, (id, read), &saved, Keep::Undo(undo)).await?;
    Ok(())
}

/// Brings back what was taken away last. Where a part stands again that had been removed.
///
/// # Errors
/// [`Error::Stale`] when another window kept or saved something in between.
pub async fn undo(
    conn: &mut Conn,
    author: PersonId,
    (id, read): (StoryId, Read),
    typed: Content,
) -> Result<Option<(List, usize)>> {
    let copy = working_copy::find(conn, id).await?;
    let mut undo = copy.map(|it| it.undo).unwrap_or_default();
    let last = undo.pop();
    let place = match &last {
        Some(Undo::Part { list, at, .. }) => Some((*list, *at)),
        _ => None,
    };
    let (typed, rest) = match last {
        Some(last) => last.apply(typed),
        None => (typed, None),
    };
    undo.extend(rest);
    working_copy::keep(conn, author, (id, read), &typed, Keep::Undo(undo)).await?;
    Ok(place)
}

/// A new draft with the same words and without the name, for what was published under it.
pub async fn copy_anonymously(
    conn: &mut Conn,
    catalog: &Catalog,
    author: PersonId,
    id: StoryId,
) -> Result<StoryId> {
    let story = Story::own(conn, author, id).await?;
    let content = Content {
        byline: Byline::Anonymous,
        // It would lead to the name.
        canonical_url: None,
        publish_at: None,
        ..story.content()
    };
    create::create(conn, catalog, author, content).await
}
