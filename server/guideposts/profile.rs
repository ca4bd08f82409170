//! A person as the others see them: who they are, where they walked, what they wrote.

use crate::db::Conn;
use crate::db::ids::PersonId;
use crate::error::Result;
use crate::people::{Handle, Person};
use crate::stories::card::Card;
use crate::stories::filter::Filter;
use crate::stories::list;

/// How many of the newest stories stand on a profile.
const NEWEST: u8 = 10;

#[derive(Clone, Debug)]
pub struct Profile {
    pub person: Person,
    pub cards: Vec<Card>,
    pub has_more: bool,
}

impl Profile {
    /// Anonymous stories are neither shown nor counted here, not to their author either.
    pub async fn of(conn: &mut Conn, handle: &Handle) -> Result<Self> {
        let person = Person::by_handle(conn, handle).await?;
        Self::about(conn, person).await
    }

    /// One's own, which shows no more.
    pub async fn of_person(conn: &mut Conn, person: PersonId) -> Result<Self> {
        let person = Person::by_id(conn, person).await?;
        Self::about(conn, person).await
    }

    async fn about(conn: &mut Conn, person: Person) -> Result<Self> {
        let filter = Filter::by(person.handle.clone());
        let found = list::page(conn, &filter, None, NEWEST).await?;
        Ok(Self {
            person,
            has_more: found.next.is_some(),
            cards: found.cards,
        })
    }

    /// The card that tells the longest path; of equal ones the newest.
    pub fn longest(&self) -> Option<&Card> {
        self.cards.iter().rev().max_by_key(|it| it.row.path.len())
    }
}
