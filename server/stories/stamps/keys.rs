//! What a list depends on.

use diesel::QueryResult;

use crate::catalog::{Catalog, Kind};
use crate::db::Conn;
use crate::db::ids::PersonId;
use crate::stories::filter::{Choice, Filter};
use crate::stories::stamps::{Of, asking};

/// For each thing that a list is narrowed to, the keys of its stamps.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Keys(Vec<Vec<String>>);

impl Keys {
    /// Whatever is public.
    pub fn everything() -> Self {
        Self(vec![vec![String::new()]])
    }

    /// What authors a list is narrowed to needs no key: their stories have the others' too.
    pub fn of(filter: &Filter) -> Self {
        let one = |name: &str, choice: &Choice| named(name, &choice.slugs);
        let mut keys = Self::everything().0;
        keys.extend(filter.from.iter().map(|it| one("from", it)));
        keys.extend(filter.to.iter().map(|it| one("to", it)));
        keys.extend(filter.practices.iter().map(|it| one("practice", it)));
        keys.extend(filter.challenges.iter().map(|it| one("challenge", it)));
        let language = filter.language.iter();
        keys.extend(language.map(|it| vec![format!("language:{it}")]));
        Self(keys)
    }

    /// What is told of a role: the stories that reach it, and those that set out from it.
    pub fn of_role(catalog: &Catalog, role: &str) -> Self {
        let family = catalog.family(Kind::Role, role);
        let family: Vec<String> = family.into_iter().map(str::to_owned).collect();
        let mut keys = named("to", &family);
        keys.extend(named("from", &family));
        Self(vec![keys])
    }

    /// A person, and what stands under the person's name.
    pub fn of_person(person: PersonId) -> Self {
        Self(vec![vec![format!("by:{}", person.0)]])
    }

    /// The stamps as they are now.
    ///
    /// Of several keys that mean one thing the newest counts: whoever stamps holds the lock of the empty
    /// key, so later stamps are greater. To be asked for **before** that which is made of the list.
    pub async fn stamped(self, conn: &mut Conn) -> QueryResult<Of> {
        let all = self.0.iter().flatten().cloned().collect();
        let found = asking::lists(conn, all).await?;
        let newest = |keys: Vec<String>| {
            let stamp = asking::newest(&keys, &found);
            (keys, stamp)
        };
        Ok(Of::List(self.0.into_iter().map(newest).collect()))
    }
}

fn named(name: &str, values: &[String]) -> Vec<String> {
    values.iter().map(|it| format!("{name}:{it}")).collect()
}

/// The stamp of everything that is public.
pub async fn of_everything(conn: &mut Conn) -> QueryResult<i64> {
    let key = String::new();
    let found = asking::lists(conn, vec![key.clone()]).await?;
    Ok(asking::newest(&[key], &found))
}
