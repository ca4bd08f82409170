//! Jobs that fail, panic or take their process with them.

use super::*;
use anyhow::bail;

/// `note` fails after it has written, unless its number is even; `burst` panics then.
fn odd() -> Handlers {
    Handlers::new()
        .on("note", |conn, payload| {
            async move {
                note(conn, payload).await?;
                if payload.as_i64().unwrap() % 2 == 1 {
                    bail!("an odd number");
                }
                Ok(())
            }
            .boxed()
        })
        .on("burst", |conn, payload| {
            async move {
                note(conn, payload).await?;
                panic!("burst with {payload}");
            }
            .boxed()
        })
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_that_fails_leaves_no_effect_and_is_tried_again_later() {
    let mut queue = Queue::new().await;
    let _worker = queue.worker(odd());
    queue.enqueue("note", 1).await;
    queue
        .until("jobs where attempts = 1 and locked_by is null")
        .await;
    assert_eq!(queue.last_error().await, "an odd number");
    assert_eq!(
        queue
            .n("jobs where run_at > created_at + interval '10 seconds'")
            .await,
        1
    );
    assert_eq!(queue.effects().await, [0; 0]);
    queue.sql("update jobs set payload = '2'").await;
    queue.skip_pauses().await;
    queue.has(&[2], PATIENCE).await;
    queue.is_empty().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_that_fails_eight_times_is_dead() {
    let mut queue = Queue::new().await;
    let _worker = queue.worker(odd());
    queue.enqueue("note", 1).await;
    for attempts in 1..=8 {
        queue
            .until(&format!(
                "jobs where attempts = {attempts} and locked_by is null"
            ))
            .await;
        assert_eq!(
            queue.n("jobs where died_at is not null").await,
            i64::from(attempts == 8)
        );
        queue.skip_pauses().await;
    }
    // The workers pass it by.
    queue.enqueue("note", 2).await;
    queue.has(&[2], PATIENCE).await;
    assert_eq!(
        queue
            .n("jobs where attempts = 8 and died_at is not null")
            .await,
        1
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_that_panics_has_failed_and_the_workers_go_on() {
    let mut queue = Queue::new().await;
    let _worker = queue.worker(odd());
    // More of them than there are workers.
    for n in 1..=5 {
        queue.enqueue("burst", n).await;
    }
    queue.until("(select where (select count(*) from jobs where attempts = 1 and locked_by is null) = 5) as it").await;
    queue.enqueue("note", 2).await;
    queue.has(&[2], PATIENCE).await;
    queue.sql("delete from jobs where payload <> '3'").await;
    assert_eq!(queue.last_error().await, "panicked: burst with 3");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_of_a_kind_that_nobody_knows_says_so() {
    let mut queue = Queue::new().await;
    let _worker = queue.worker(notes());
    queue.enqueue("sing", 1).await;
    queue
        .until("jobs where attempts = 1 and locked_by is null")
        .await;
    let error = queue.last_error().await;
    assert!(
        error.contains("`sing`") && error.contains("newer"),
        "{error}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_that_took_its_process_with_it_each_time_is_dead_at_last() {
    let mut queue = Queue::new().await;
    queue.enqueue("note", 2).await;
    // What the eighth killed server leaves.
    queue
        .sql("update jobs set attempts = 8, locked_by = 'killed', locked_until = now()")
        .await;
    let _worker = queue.worker(notes());
    queue
        .until("jobs where died_at is not null and locked_by is null")
        .await;
    assert_eq!(queue.last_error().await, "its worker ended before it did");
    assert_eq!(queue.effects().await, [0; 0]);
}
