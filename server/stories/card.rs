//! A story in a list.

use std::collections::HashMap;

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use time::OffsetDateTime;

use crate::db::Conn;
use crate::db::ids::{PersonId, StoryId};
use crate::db::schema::{people, stories};
use crate::i18n::Language;
use crate::stories::content::Byline;
use crate::stories::gate;
use crate::stories::shown::shown_at;
use crate::stories::story::Status;

#[derive(Clone, Debug, HasQuery)]
#[diesel(table_name = stories)]
pub struct CardRow {
    pub id: StoryId,
    pub author_id: PersonId,
    pub slug: Option<String>,
    pub language: Language,
    pub title: String,
    pub summary: String,
    pub byline: Byline,
    pub status: Status,
    pub path: Vec<String>,
    pub path_dates: Vec<String>,
    pub practices: Vec<String>,
    pub challenges: Vec<String>,
    pub published_at: Option<OffsetDateTime>,
    pub updated_at: OffsetDateTime,
    pub listed_at: Option<OffsetDateTime>,
    /// Another one after each change.
    pub stamp: i64,
}

/// The name beside a card.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct CardAuthor {
    pub handle: String,
    pub display_name: String,
}

impl CardAuthor {
    /// What stands on the person's seal.
    pub fn initial(&self) -> String {
        self.display_name.chars().take(1).collect()
    }
}

#[derive(Clone, Debug)]
pub struct Card {
    pub row: CardRow,
    /// `None` for an anonymous story.
    pub author: Option<CardAuthor>,
}

impl Card {
    /// Adds the authors of those that show one, in one query for all.
    pub async fn of(conn: &mut Conn, rows: Vec<CardRow>) -> QueryResult<Vec<Self>> {
        let named = rows.iter().filter(|it| gate::shows_author(it.byline));
        let ids: Vec<PersonId> = named.map(|it| it.author_id).collect();
        let authors: HashMap<PersonId, CardAuthor> = people::table
            .filter(people::id.eq_any(ids))
            .select((people::id, people::handle, people::display_name))
            .load::<(PersonId, String, String)>(conn)
            .await?
            .into_iter()
            .map(|(id, handle, display_name)| {
                (
                    id,
                    CardAuthor {
                        handle,
                        display_name,
                    },
                )
            })
            .collect();
        let card = |row: CardRow| {
            let author =
                gate::shows_author(row.byline).then(|| authors.get(&row.author_id).cloned());
            Self {
                author: author.flatten(),
                row,
            }
        };
        Ok(rows.into_iter().map(card).collect())
    }

    pub fn published_at(&self) -> Option<OffsetDateTime> {
        self.row
            .published_at
            .map(|it| shown_at(self.row.byline, it))
    }

    pub fn updated_at(&self) -> OffsetDateTime {
        shown_at(self.row.byline, self.row.updated_at)
    }
}
