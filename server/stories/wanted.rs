//! What a reader wants of a list: which stories, and how many at once.

use crate::catalog::Catalog;
use crate::db::Conn;
use crate::error::{Error, Fault, Result};
use crate::stories::filter::{Asked, Filter};
use crate::stories::list;

/// How many stories a page of a list has when nothing is asked for.
const DEFAULT_LIMIT: u8 = 20;

#[derive(Clone, Debug)]
pub struct Wanted {
    pub filter: Filter,
    /// 1..=100.
    pub limit: u8,
}

impl Wanted {
    /// # Errors
    /// [`Error::Invalid`] with everything that is not understood, at once.
    pub async fn parse(conn: &mut Conn, asked: &Asked<'_>, catalog: &Catalog) -> Result<Self> {
        let (wanted, mut faults) = Self::read(conn, asked, catalog).await?;
        if let Some(sort) = asked.sort
            && !matches!(sort, "newest" | "helpful")
        {
            faults.push(Fault::new("/sort", "unknown_value").nearest(["newest", "helpful"]));
        }
        match faults.as_slice() {
            [] => Ok(wanted),
            _ => Err(Error::Invalid(faults)),
        }
    }

    /// What is understood, and a fault for everything else; the order of a list is for the list to understand.
    pub async fn read(
        conn: &mut Conn,
        asked: &Asked<'_>,
        catalog: &Catalog,
    ) -> Result<(Self, Vec<Fault>)> {
        let (filter, mut faults) = Filter::parse(asked, catalog);
        let limit = asked
            .limit
            .map_or(Some(DEFAULT_LIMIT), |it| it.parse().ok());
        let limit = limit.filter(|it| (1..=100).contains(it));
        if limit.is_none() {
            faults.push(
                Fault::new("/limit", "out_of_range")
                    .with("min", 1)
                    .with("max", 100),
            );
        }
        let are_handles = faults.iter().all(|it| it.pointer != "/author");
        if are_handles && !list::knows_all(conn, &filter.authors).await? {
            faults.push(Fault::new("/author", "unknown_author"));
        }
        let limit = limit.unwrap_or(DEFAULT_LIMIT);
        Ok((Self { filter, limit }, faults))
    }
}
