//! Several servers on one queue.

use super::*;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

const N_JOBS: i32 = 500;

#[tokio::test(flavor = "multi_thread")]
async fn four_servers_do_each_of_500_jobs_once() {
    let mut queue = Queue::new().await;
    queue
        .sql(&format!(
            "insert into jobs (kind, payload) select 'note', to_jsonb(n) from generate_series(1, {N_JOBS}) as n"
        ))
        .await;
    let begun = Arc::new(AtomicUsize::new(0));
    let counted = {
        let begun = Arc::clone(&begun);
        Handlers::new().on("note", move |conn, payload| {
            begun.fetch_add(1, Ordering::Relaxed);
            note(conn, payload).boxed()
        })
    };
    let _servers: Vec<Jobs> = (0..4).map(|_| queue.worker(counted.clone())).collect();
    let all: Vec<i32> = (1..=N_JOBS).collect();
    queue.has(&all, PATIENCE).await;
    queue.is_empty().await;
    assert_eq!(queue.effects().await, all);
    let begun = AtomicUsize::load(&begun, Ordering::Relaxed);
    assert_eq!(begun, 500, "none was begun twice");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_that_must_not_wait_twice_waits_once() {
    let mut queue = Queue::new().await;
    let later = OffsetDateTime::now_utc() + time::Duration::hours(1);
    let enqueuing = (0..8).map(|_| {
        let database = queue.database.clone();
        tokio::spawn(async move {
            let mut conn = db::connect(&database).await.unwrap();
            jobs::enqueue_once(&mut conn, "the one", "note", &json!(1), later)
                .await
                .unwrap();
        })
    });
    for enqueued in enqueuing.collect::<Vec<_>>() {
        enqueued.await.unwrap();
    }
    assert_eq!(queue.n("jobs where key = 'the one'").await, 1);
    // A dead one does not stand in the way of the next.
    queue.sql("update jobs set died_at = now()").await;
    jobs::enqueue_once(&mut queue.conn, "the one", "note", &json!(1), later)
        .await
        .unwrap();
    assert_eq!(queue.n("jobs where key = 'the one'").await, 2);
}
