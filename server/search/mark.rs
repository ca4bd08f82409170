//! How far an index has read, and of which database: what stands in the index as its position.

use std::fmt;

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Text};
use diesel_async::RunQueryDsl;

use crate::db::Conn;
use crate::events::{self, Position};

#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Mark {
    /// Another one for another database, and for one that was set back to an earlier state.
    pub database: String,
    pub position: Position,
}

impl Mark {
    /// None: an index of something else says so.
    pub fn parse(text: &str) -> Option<Self> {
        let (database, place) = text.split_once(' ')?;
        let (written_by, id) = place.split_once('.')?;
        Some(Self {
            database: database.to_owned(),
            position: Position {
                written_by: written_by.parse().ok()?,
                id: id.parse().ok()?,
            },
        })
    }

    /// Behind all that happened until now and can be read.
    pub async fn latest(conn: &mut Conn) -> QueryResult<Self> {
        Ok(Self {
            database: database(conn).await?,
            position: events::latest_position(conn).await?,
        })
    }

    /// Whether all that happened in this database since then can still be read.
    pub async fn is_continued_by(&self, conn: &mut Conn) -> QueryResult<bool> {
        Ok(self.database == database(conn).await? && is_kept(conn, self.position).await?)
    }
}

impl fmt::Display for Mark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Position { written_by, id } = self.position;
        write!(f, "{} {written_by}.{id}", self.database)
    }
}

/// What PostgreSQL calls its files, the database among them, and the line of history that they are on: a
/// restored backup begins another one.
async fn database(conn: &mut Conn) -> QueryResult<String> {
    #[derive(QueryableByName)]
    struct Named {
        #[diesel(sql_type = Text)]
        name: String,
    }
    let named: Named = diesel::sql_query(
        "select concat_ws('-', system_identifier, timeline_id, pg_database.oid) as name \
         from pg_control_system(), pg_control_checkpoint(), pg_database \
         where datname = current_database()",
    )
    .get_result(conn)
    .await?;
    Ok(named.name)
}

/// Events go after a while, the oldest first: as long as the last one that was read is there, all later ones
/// are. Who has read none must find the first.
async fn is_kept(conn: &mut Conn, position: Position) -> QueryResult<bool> {
    #[derive(QueryableByName)]
    struct Kept {
        #[diesel(sql_type = Bool)]
        is_kept: bool,
    }
    let kept: Kept = diesel::sql_query(
        "select case when $2 = 0 then coalesce((select min(id) from events) = 1, \
                 not (select is_called from events_id_seq)) \
             else exists (select from events where written_by = $1::text::xid8 and id = $2) \
         end as is_kept",
    )
    .bind::<Text, _>(position.written_by.to_string())
    .bind::<BigInt, _>(position.id)
    .get_result(conn)
    .await?;
    Ok(kept.is_kept)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_is_read_as_it_was_written() {
        let mark = Mark {
            database: "7-1-5".to_owned(),
            position: Position {
                written_by: 731,
                id: 12,
            },
        };
        assert_eq!(Mark::parse(&mark.to_string()), Some(mark));
        for strange in ["", "7", "7-1-5 731", "7-1-5 a.b"] {
            assert_eq!(Mark::parse(strange), None, "{strange}");
        }
    }
}
