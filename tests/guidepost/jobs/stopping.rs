//! A server that stops lets its running job finish, for as long as it was told.

use super::*;
use std::sync::Arc;
use tokio::sync::Semaphore;

/// `note` writes and then waits for a permit.
fn held(gate: &Arc<Semaphore>) -> Handlers {
    let gate = Arc::clone(gate);
    Handlers::new().on("note", move |conn, payload| {
        let gate = Arc::clone(&gate);
        async move {
            note(conn, payload).await?;
            gate.acquire().await?.forget();
            Ok(())
        }
        .boxed()
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn the_running_job_is_finished_and_no_other_begun() {
    let mut queue = Queue::new().await;
    let gate = Arc::new(Semaphore::new(0));
    let worker = queue.worker(held(&gate));
    queue.enqueue("note", 1).await;
    queue.until("jobs where attempts = 1").await;
    worker.stop().within(PATIENCE);
    // Nobody is left but us and the one that runs the job.
    queue
        .until(
            "(select where 2 = (select count(*) from pg_stat_activity \
             where datname = current_database() and backend_type = 'client backend')) as it",
        )
        .await;
    queue.enqueue("note", 2).await;
    gate.add_permits(2);
    worker.ended().await;
    assert_eq!(queue.effects().await, [1]);
    assert_eq!(
        queue.n("jobs where payload = '2' and attempts = 0").await,
        1
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_that_does_not_finish_in_time_is_left_as_it_was_for_the_next_server() {
    let mut queue = Queue::new().await;
    let gate = Arc::new(Semaphore::new(0));
    let worker = queue.worker(held(&gate));
    queue.enqueue("note", 1).await;
    queue.until("jobs where attempts = 1").await;
    worker.stop().within(PATIENCE);
    worker.stop().within(Duration::ZERO);
    tokio::time::timeout(PATIENCE, worker.ended())
        .await
        .unwrap();
    assert_eq!(queue.effects().await, [0; 0]);
    let _next = queue.worker(notes());
    queue.has(&[1], PATIENCE).await;
    queue.is_empty().await;
}
