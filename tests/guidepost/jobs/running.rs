//! Jobs run when they are due, and only if the transaction that wanted them was committed.

use super::*;
use diesel_async::AsyncConnection;
use time::Duration as Span;

#[tokio::test(flavor = "multi_thread")]
async fn a_job_runs_as_soon_as_it_is_wanted() {
    let mut queue = Queue::new().await;
    let _worker = queue.worker(notes());
    // The first one shows that the workers are there; the second finds them asleep, or nearly so.
    queue.enqueue("note", 1).await;
    queue.has(&[1], PATIENCE).await;
    queue.enqueue("note", 2).await;
    queue.has(&[1, 2], SOON).await;
    queue.is_empty().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_waits_for_its_time_and_is_not_late() {
    let mut queue = Queue::new().await;
    let _worker = queue.worker(notes());
    queue.enqueue("note", 1).await;
    queue.has(&[1], PATIENCE).await;
    let at = OffsetDateTime::now_utc() + Span::seconds(2);
    queue.enqueue_at("note", 2, at).await;
    queue.has(&[1, 2], SOON).await;
    let early = format!(
        "effects where n = 2 and at < to_timestamp({})",
        at.unix_timestamp()
    );
    assert_eq!(queue.n(&early).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_fell_due_while_no_server_ran_is_done_by_the_next_one() {
    let mut queue = Queue::new().await;
    for days in 1..=3 {
        let at = OffsetDateTime::now_utc() - Span::days(days);
        queue.enqueue_at("note", days.try_into().unwrap(), at).await;
    }
    let _worker = queue.worker(notes());
    queue.has(&[1, 2, 3], PATIENCE).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_wanted_by_a_transaction_that_was_rolled_back_never_runs() {
    let mut queue = Queue::new().await;
    let now = OffsetDateTime::now_utc();
    let rolled_back: Result<(), diesel::result::Error> = queue
        .conn
        .transaction(async |conn| {
            jobs::enqueue(conn, "note", &json!(1), now).await?;
            Err(diesel::result::Error::RollbackTransaction)
        })
        .await;
    assert!(rolled_back.is_err());
    let _worker = queue.worker(notes());
    queue.enqueue("note", 2).await;
    queue.has(&[2], PATIENCE).await;
    queue.is_empty().await;
    assert_eq!(queue.effects().await, [2]);
}

#[tokio::test(flavor = "multi_thread")]
async fn workers_that_lost_their_database_come_back() {
    let mut queue = Queue::new().await;
    let _worker = queue.worker(notes());
    queue.enqueue("note", 1).await;
    queue.has(&[1], PATIENCE).await;
    queue
        .sql(
            "do $$ begin perform pg_terminate_backend(pid) from pg_stat_activity \
             where datname = current_database() and pid <> pg_backend_pid(); end $$",
        )
        .await;
    queue.enqueue("note", 2).await;
    queue.has(&[1, 2], SOON).await;
}
