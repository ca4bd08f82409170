//! A person as the others see them: who they are, where they walked, what they wrote.

use crate::catalog::{Catalog, Kind};
use crate::db::Conn;
use crate::db::ids::PersonId;
use crate::error::Result;
use crate::guideposts::trail::{self, Stop};
use crate::people::{Handle, Person};
use crate::stories::card::Card;
use crate::stories::filter::Filter;
use crate::stories::list;

/// How many of the newest stories stand on a profile.
const NEWEST: u8 = 10;
/// How many of them tell the path.
const TELLING: u8 = 50;

#[derive(Clone, Debug)]
pub struct Profile {
    pub person: Person,
    pub cards: Vec<Card>,
    pub has_more: bool,
    paths: Vec<(Vec<String>, Vec<String>)>,
}

impl Profile {
    /// Anonymous stories are neither shown nor counted here, not to their author either.
    pub async fn of(conn: &mut Conn, handle: &Handle, viewer: Option<PersonId>) -> Result<Self> {
        let person = Person::seen_by(conn, handle, viewer).await?;
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
        let paths = list::paths(conn, &filter, TELLING).await?;
        Ok(Self {
            person,
            paths,
            has_more: found.next.is_some(),
            cards: found.cards,
        })
    }

    /// The path that the stories tell together.
    pub fn path(&self, catalog: &Catalog) -> Vec<Stop> {
        let stops = |(roles, dates): &(Vec<String>, Vec<String>)| {
            let dates = dates
                .iter()
                .cloned()
                .chain(std::iter::repeat(String::new()));
            let stop = |(role, date): (&String, String)| Stop {
                role: catalog.current(Kind::Role, role).to_owned(),
                date,
            };
            roles.iter().zip(dates).map(stop).collect()
        };
        trail::merged(self.paths.iter().map(stops).collect())
    }
}
