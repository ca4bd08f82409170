//! Keeping the search index up to date, beside the requests and on a connection of its own.

use std::sync::Arc;
use std::time::Duration;

use diesel::QueryResult;
use tokio::task::JoinHandle;
use tokio::time::Instant;

use crate::db::Conn;
use crate::search::{Search, Tending};
use crate::worker::reach::Reach;
use crate::worker::stop::Stop;

/// What looks damaged is not read from beginning to end more often than so.
const CHECKED_EVERY: Duration = Duration::from_secs(20);

/// Tends the index until it is told to stop; what is half done then is done anew at the next start.
pub fn start(url: &str, search: &Arc<Search>, stop: Stop) -> JoinHandle<()> {
    let reach = Reach::new(url, "search");
    let search = Arc::clone(search);
    tokio::spawn(async move {
        let tending = Tending::new(&search);
        tokio::select! {
            () = tend(reach, &search, tending) => {}
            () = stop.has_begun() => {}
        }
    })
}

async fn tend(reach: Reach, search: &Search, mut tending: Tending) {
    loop {
        let mut conn = reach.connect().await;
        if let Err(error) = tend_on(&mut conn, search, &mut tending).await {
            reach.lost(&error).await;
        }
    }
}

/// As long as this connection is good for it.
async fn tend_on(conn: &mut Conn, search: &Search, tending: &mut Tending) -> QueryResult<()> {
    let mut not_before = Instant::now();
    let mut is_suspected = false;
    loop {
        let pause = tending.step(conn).await?;
        tokio::select! {
            () = tokio::time::sleep(pause) => {}
            () = search.standing.suspected() => is_suspected = true,
        }
        // Meanwhile it is kept up to date.
        if is_suspected && Instant::now() >= not_before {
            tending.check().await;
            is_suspected = false;
            not_before = Instant::now() + CHECKED_EVERY;
        }
    }
}
