//! Whether what was made of stories is still good: the stamps that the database gave them.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use crate::db::Conn;
use crate::db::ids::StoryId;
use crate::db::schema::{list_stamps, stories};
use crate::error::{Error, Result};
use crate::stories::filter::{Choice, Filter};
use crate::stories::gate;
use crate::stories::story::Status;

/// The stamps of a story, which is named first, and of those that are shown beside it, as far as
/// anyone may see them: the story's, then the others in the order of their ids.
///
/// # Errors
/// [`Error::Gone`] for a withdrawn one; [`Error::NotFound`] for one that not everyone may see.
pub async fn of_story(conn: &mut Conn, shown: &[Uuid]) -> Result<Vec<i64>> {
    let (own, beside) = shown.split_first().ok_or(Error::NotFound)?;
    let story = stories::table
        .filter(stories::id.eq(StoryId(*own)))
        .filter(gate::opened_by_anyone())
        .select((stories::id, stories::status, stories::stamp));
    let beside = stories::table
        .filter(stories::id.eq_any(beside))
        .filter(gate::listed())
        .select((stories::id, stories::status, stories::stamp));
    let mut found: Vec<(StoryId, Status, i64)> = story.union_all(beside).load(conn).await?;
    let story = found.iter().position(|it| it.0.0 == *own);
    let story = story.map(|at| found.swap_remove(at));
    let (_, status, stamp) = story.ok_or(Error::NotFound)?;
    if status == Status::Withdrawn {
        return Err(Error::Gone);
    }
    found.sort_by_key(|it| it.0.0);
    let beside = found.into_iter().map(|it| it.2);
    Ok([stamp].into_iter().chain(beside).collect())
}

/// What a list depends on: for each thing that it is narrowed to, the keys of its stamps.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Keys(Vec<Vec<String>>);

impl Keys {
    /// What authors a list is narrowed to needs no key: their stories have the others' too.
    pub fn of(filter: &Filter) -> Self {
        let one = |name: &str, choice: &Choice| -> Vec<String> {
            choice
                .slugs
                .iter()
                .map(|it| format!("{name}:{it}"))
                .collect()
        };
        let mut keys = vec![vec![String::new()]];
        keys.extend(filter.from.iter().map(|it| one("from", it)));
        keys.extend(filter.to.iter().map(|it| one("to", it)));
        keys.extend(filter.practices.iter().map(|it| one("practice", it)));
        keys.extend(filter.challenges.iter().map(|it| one("challenge", it)));
        keys.extend(
            filter
                .language
                .iter()
                .map(|it| vec![format!("language:{it}")]),
        );
        Self(keys)
    }
}

/// For each thing that a list is narrowed to the stamp of the last change of a story that has it.
///
/// A story in the list has all of them, so the list is as it was while **any** stays the same. Of
/// several slugs that mean one thing the newest counts: whoever stamps holds the lock of the empty key,
/// so later stamps are greater.
pub async fn of_list(conn: &mut Conn, keys: &Keys) -> Result<Vec<i64>> {
    let all: Vec<&String> = keys.0.iter().flatten().collect();
    let found: Vec<(String, i64)> = list_stamps::table
        .filter(list_stamps::key.eq_any(all))
        .load(conn)
        .await?;
    let stamp = |key: &String| found.iter().find(|it| it.0 == *key).map_or(0, |it| it.1);
    let newest = |keys: &Vec<String>| keys.iter().map(stamp).max().unwrap_or(0);
    Ok(keys.0.iter().map(newest).collect())
}
