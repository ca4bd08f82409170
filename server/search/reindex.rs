//! Building the whole index anew, beside the one that is asked meanwhile.

use crate::catalog::Catalog;
use crate::db::Conn;
use crate::db::ids::StoryId;
use crate::search::engine::Engine;
use crate::search::gather;
use crate::search::mark::Mark;
use crate::search::trouble::Trouble;

/// How many stories are read and written at once.
const AT_ONCE: i64 = 50;

/// Indexes all that may be listed. `told` hears how many stories are indexed and of how many.
///
/// Returns how many there were.
pub async fn reindex(
    conn: &mut Conn,
    engine: &dyn Engine,
    mut told: impl FnMut(u64, u64),
) -> Result<u64, Trouble> {
    let mut index = engine.rebuild().await?;
    // Read first: what changes from here on is applied again when the index is in use.
    let mark = Mark::latest(conn).await?;
    let catalog = Catalog::load(conn).await?;
    let all = u64::try_from(gather::count(conn).await?).unwrap_or_default();
    let mut done = 0;
    let mut after = None;
    loop {
        told(done, all);
        let stories = gather::page(conn, &catalog, after, AT_ONCE).await?;
        let Some(last) = stories.last() else {
            break;
        };
        after = Some(StoryId(last.id));
        done += u64::try_from(stories.len()).unwrap_or_default();
        index.add(stories).await?;
    }
    index.finish(mark.to_string()).await?;
    Ok(done)
}
