//! The name beside a story, where it may stand there.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use crate::db::Conn;
use crate::db::schema::people;
use crate::stories::card::CardAuthor;
use crate::stories::gate;
use crate::stories::story::Row;

/// The author of a story as its readers see them.
#[derive(Clone, Debug, Eq, HasQuery, PartialEq)]
#[diesel(table_name = people)]
pub struct Author {
    pub handle: String,
    pub display_name: String,
    pub bio_html: String,
}

impl Author {
    pub fn name(&self) -> CardAuthor {
        CardAuthor {
            handle: self.handle.clone(),
            display_name: self.display_name.clone(),
        }
    }

    /// What stands on the person's seal.
    pub fn initial(&self) -> String {
        self.display_name
            .chars()
            .next()
            .map(String::from)
            .unwrap_or_default()
    }

    /// Nobody for an anonymous story: the name does not even leave the database.
    pub async fn of(conn: &mut Conn, row: &Row) -> QueryResult<Option<Self>> {
        if !gate::shows_author(row.byline) {
            return Ok(None);
        }
        let author = Self::query()
            .filter(people::id.eq(row.author_id))
            .first(conn)
            .await?;
        Ok(Some(author))
    }
}
