//! Search: what is found and what is not, an index that heals, and how relevant the answers are with the catalogue as it
//! is shipped.

mod finding;
mod healing;
mod hidden;
mod measure;
mod relevance;
mod searching;
mod set;
mod unwritable;

use std::path::Path;

use guidepost::catalog::Catalog;
use guidepost::db;
use guidepost::search::Vocabulary;

use crate::support::postgres::new_database;

#[tokio::test(flavor = "multi_thread")]
async fn relevance_is_above_its_floors() {
    let database = new_database().await;
    let mut conn = db::connect(&database).await.unwrap();
    let vocabulary = Vocabulary::of(&Catalog::load(&mut conn).await.unwrap());
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/relevance");
    relevance::run(&folder, vocabulary);
}
