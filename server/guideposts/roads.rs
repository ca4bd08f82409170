//! The roles just before and just after a role, by the people who walked there.

use roaring::RoaringBitmap;

use crate::catalog::Catalog;
use crate::stories::census::{Census, Step};

/// A neighbouring role and how many people took that step.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Road {
    pub role: String,
    pub people: i64,
}

/// The roles from which people came, most travelled first.
pub fn leading_to(census: &Census, catalog: &Catalog, role: &str) -> Vec<Road> {
    let steps = census.steps(catalog).into_iter();
    let leading = steps.filter(|it| it.to == role);
    travelled(census, leading.map(|it| (it.from, it.stories)))
}

/// The roles to which people went on, most travelled first.
pub fn going_on(census: &Census, catalog: &Catalog, role: &str) -> Vec<Road> {
    let steps = census.steps(catalog).into_iter();
    let onward = steps.filter(|it: &Step| it.from == role);
    travelled(census, onward.map(|it| (it.to, it.stories)))
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
