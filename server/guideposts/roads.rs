//! The roles before and after a role, by the people who walked there.

use std::collections::BTreeMap;

use roaring::RoaringBitmap;

use crate::catalog::{Catalog, Kind};
use crate::stories::census::Census;

/// Another role, and how many people walked between the two.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Road {
    pub role: String,
    pub people: i64,
}

/// The roles from which people came with one step, most travelled first.
pub fn leading_to(census: &Census, catalog: &Catalog, role: &str) -> Vec<Road> {
    let steps = census.steps(catalog).into_iter();
    let leading = steps.filter(|it| it.to == role);
    travelled(census, leading.map(|it| (it.from, it.stories)))
}

/// The roles to which people went on, at once or by way of others, most travelled first: those whose
/// stories the list from the one to the other shows.
pub fn going_on(census: &Census, catalog: &Catalog, role: &str) -> Vec<Road> {
    let current = |it| catalog.current(Kind::Role, it);
    let mut onward: BTreeMap<&str, RoaringBitmap> = BTreeMap::new();
    for (road, stories) in census.values("road") {
        if let Some((from, to)) = road.split_once('>')
            && current(from) == role
            && current(to) != role
        {
            *onward.entry(current(to)).or_default() |= stories;
        }
    }
    travelled(census, onward.into_iter().map(|it| (it.0.to_owned(), it.1)))
}

fn travelled(census: &Census, steps: impl Iterator<Item = (String, RoaringBitmap)>) -> Vec<Road> {
    let mut roads: Vec<Road> = steps
        .map(|(role, stories)| Road {
            people: census.people(&stories),
            role,
        })
        .collect();
    roads.sort_by(|a, b| b.people.cmp(&a.people).then_with(|| a.role.cmp(&b.role)));
    roads
}
