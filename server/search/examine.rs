//! How the index on the disk stands, for whoever only looks.

use std::path::PathBuf;

use time::{Duration, OffsetDateTime};

use crate::db::Conn;
use crate::events;
use crate::search::mark::Mark;
use crate::search::tantivy::Embedded;
use crate::search::trouble::Trouble;

#[derive(Clone, Copy, Debug)]
pub struct Examined {
    pub bytes: u64,
    /// How many events it has not read.
    pub behind: i64,
    /// How long ago the oldest of them happened.
    pub lag: Option<Duration>,
}

/// # Errors
/// [`Trouble::to_be_rebuilt`] where there is none, or none of this database.
pub async fn examine(conn: &mut Conn, folder: PathBuf) -> Result<Examined, Trouble> {
    let (bytes, position) = Embedded::look(folder)?;
    let strange = || Trouble::to_be_rebuilt("it is not of this database");
    let mark = Mark::parse(&position).ok_or_else(strange)?;
    if !mark.is_continued_by(conn).await? {
        return Err(strange());
    }
    let (behind, since) = events::behind(conn, mark.position).await?;
    Ok(Examined {
        bytes,
        behind,
        lag: since.map(|it| OffsetDateTime::now_utc() - it),
    })
}
