//! Roads that few have taken, each with a story that tells of it.

use std::collections::BTreeMap;

use roaring::RoaringBitmap;

use crate::db::Conn;
use crate::db::ids::StoryId;
use crate::error::Result;
use crate::stories::card::Card;
use crate::stories::census::Census;
use crate::stories::list;

/// Stories that end with the steps which the fewest people took, to the roles which the fewest
/// reached; the newest of equals first, and one for each role.
pub async fn byways(conn: &mut Conn, census: &Census, most: usize) -> Result<Vec<Card>> {
    let ids: Vec<StoryId> = rarest(census)
        .into_iter()
        .take(most)
        .filter_map(|it| census.id(it))
        .map(StoryId)
        .collect();
    list::these(conn, &ids).await
}

/// How many people took the step with which a story ends, how many reached its role, and the story: the
/// smaller, the newer.
type Rank = (i64, i64, u32);

fn rarest(census: &Census) -> Vec<u32> {
    let mut reached: BTreeMap<&str, RoaringBitmap> = BTreeMap::new();
    for it in census.steps() {
        *reached.entry(&it.to).or_default() |= &it.stories;
    }
    let reached: BTreeMap<&str, i64> = reached
        .iter()
        .map(|(to, stories)| (*to, census.people(stories)))
        .collect();
    let mut rarest: BTreeMap<&str, Rank> = BTreeMap::new();
    for it in census.steps() {
        let Some(newest) = it.ending.min() else {
            continue;
        };
        let at_its_end = reached.get(it.to.as_str()).copied().unwrap_or_default();
        let rank = (census.people(&it.stories), at_its_end, newest);
        let best = rarest.entry(&it.to).or_insert(rank);
        *best = rank.min(*best);
    }
    let mut ranks: Vec<Rank> = rarest.into_values().collect();
    ranks.sort_unstable();
    ranks.into_iter().map(|it| it.2).collect()
}
