//! The roles before and after a role, by the people who walked there.

use roaring::RoaringBitmap;

use crate::stories::census::Census;

/// Another role, and how many people walked between the two.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Road {
    pub role: String,
    pub people: i64,
}

/// The roles from which people came with one step, most travelled first.
pub fn leading_to(census: &Census, role: &str) -> Vec<Road> {
    let steps = census.steps().filter(|it| it.to == role);
    travelled(census, steps.map(|it| (it.from.as_str(), &it.stories)))
}

/// The roles to which people went on, at once or by way of others, most travelled first: those whose
/// stories the list from the one to the other shows.
pub fn going_on(census: &Census, role: &str) -> Vec<Road> {
    let ends = |(road, stories)| {
        let (from, to) = str::split_once(road, '>')?;
        (from == role && to != role).then_some((to, stories))
    };
    travelled(census, census.values("road").filter_map(ends))
}

fn travelled<'c>(
    census: &Census,
    steps: impl Iterator<Item = (&'c str, &'c RoaringBitmap)>,
) -> Vec<Road> {
    let mut roads: Vec<Road> = steps
        .map(|(role, stories)| Road {
            people: census.people(stories),
            role: role.to_owned(),
        })
        .collect();
    roads.sort_by(|a, b| b.people.cmp(&a.people).then_with(|| a.role.cmp(&b.role)));
    roads
}
