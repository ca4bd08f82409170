//! The people who made the move to a role, each with the newest of their stories that tells of it.

use roaring::RoaringBitmap;

use crate::db::Conn;
use crate::db::ids::StoryId;
use crate::error::Result;
use crate::stories::card::Card;
use crate::stories::census::Census;
use crate::stories::list;

/// Only those who show their names; who wrote anonymously walks here unseen.
pub async fn walkers(
    conn: &mut Conn,
    census: &Census,
    stories: &RoaringBitmap,
    most: u8,
) -> Result<Vec<Card>> {
    let newest = census.newest_by_author(stories).take(most.into());
    let ids: Vec<StoryId> = newest.filter_map(|it| census.id(it)).map(StoryId).collect();
    list::these(conn, &ids).await
}
