//! Workers that are killed, or cut off, in the middle of a job.

use super::*;
use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, Command, Stdio};

/// The number of the job that does not end.
const DOOM: i32 = 1;

/// A worker in a process of its own, inside the transaction of a job that never ends.
struct Doomed(Child);

impl Doomed {
    fn on(database: &str) -> Self {
        let room = module_path!().split_once("::").unwrap().1;
        let mut child = Command::new(std::env::current_exe().unwrap())
            .arg("--exact")
            .arg(format!("{room}::a_worker_for_the_other_tests"))
            .args(["--ignored", "--nocapture"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        writeln!(child.stdin.as_mut().unwrap(), "{database}").unwrap();
        Self(child)
    }

    /// Waits until it has done its work and not ended it.
    fn wait_until_inside(&mut self) {
        let output = BufReader::new(self.0.stdout.as_mut().unwrap());
        let mut lines = output.lines().map_while(Result::ok);
        assert!(lines.any(|it| it.contains("inside")));
    }
}

impl Drop for Doomed {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[tokio::test]
#[ignore = "started by other tests, as a process to be killed"]
#[expect(clippy::print_stdout, reason = "the other test reads it")]
async fn a_worker_for_the_other_tests() {
    let mut database = String::new();
    std::io::stdin().read_line(&mut database).unwrap();
    let database = database.trim();
    if database.is_empty() {
        println!("skipped: no database was given");
        return;
    }
    let endless = Handlers::new().on("note", |conn, payload| {
        async move {
            note(conn, payload).await?;
            if *payload == json!(DOOM) {
                println!("inside");
                std::future::pending::<()>().await;
            }
            Ok(())
        }
        .boxed()
    });
    start(database, &endless).ended().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_killed_worker_loses_and_doubles_nothing() {
    let mut queue = Queue::new().await;
    queue.enqueue("note", DOOM).await;
    let mut doomed = Doomed::on(&queue.database);
    doomed.wait_until_inside();
    assert_eq!(queue.effects().await, [0; 0]);
    // Beyond its lease, too, nobody takes a job from a worker that lives.
    queue.until("jobs where locked_until <= now()").await;
    let _worker = queue.worker(notes());
    queue.enqueue("note", 2).await;
    queue.has(&[2], PATIENCE).await;
    assert_eq!(queue.n("jobs where attempts = 1").await, 1);
    drop(doomed);
    queue.has(&[DOOM, 2], PATIENCE).await;
    queue.is_empty().await;
    assert_eq!(queue.effects().await, [DOOM, 2]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_whose_connection_is_cut_is_done_once() {
    let mut queue = Queue::new().await;
    queue.enqueue("note", 1).await;
    let handlers = Handlers::new().on("note", |conn, payload| {
        async move {
            note(conn, payload).await?;
            // Of the first attempt nothing comes back.
            diesel::sql_query(
                "select pg_terminate_backend(pg_backend_pid()) \
                 where not exists (select from pg_class where relname = 'second_attempt')",
            )
            .execute(conn)
            .await?;
            Ok(())
        }
        .boxed()
    });
    let _worker = queue.worker(handlers);
    queue
        .until("jobs where attempts = 1 and last_error is not null")
        .await;
    assert_eq!(queue.effects().await, [0; 0]);
    queue.sql("create table second_attempt ()").await;
    queue.skip_pauses().await;
    queue.has(&[1], PATIENCE).await;
    queue.is_empty().await;
    assert_eq!(queue.effects().await, [1]);
}
