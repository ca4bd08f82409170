//! Dead jobs, as an operator sees them.

use super::*;
use std::net::TcpListener;
use std::process::{Child, Command, Stdio};

fn guidepost(database: &str, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_guidepost"));
    command
        .args(args)
        .env("DATABASE_URL", database)
        .env("GUIDEPOST_LOG", "off");
    command
}

fn run(queue: &Queue, args: &[&str]) -> String {
    let output = guidepost(&queue.database, args).output().unwrap();
    assert!(output.status.success(), "{args:?}");
    String::from_utf8(output.stdout).unwrap()
}

struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn free_address() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().to_string()
}

/// Waits until the figures have all these lines.
async fn figures(address: &str, lines: &[&str]) {
    let begun = Instant::now();
    loop {
        let page = match reqwest::get(format!("http://{address}/metrics")).await {
            Ok(answer) => answer.text().await.unwrap(),
            Err(_) => String::new(),
        };
        if lines.iter().all(|line| page.lines().any(|it| it == *line)) {
            return;
        }
        assert!(begun.elapsed() < PATIENCE, "{page}");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_figures_tell_how_the_queue_stands() {
    let mut queue = Queue::new().await;
    let figures_at = free_address();
    let mut serve = guidepost(&queue.database, &["serve", "--listen", &free_address()]);
    serve.env("GUIDEPOST_METRICS_LISTEN", &figures_at);
    let _server = Server(serve.stdout(Stdio::null()).spawn().unwrap());
    queue.enqueue("sing", 1).await;
    for attempts in 1..=8 {
        queue
            .until(&format!(
                "jobs where kind = 'sing' and attempts = {attempts} and locked_by is null"
            ))
            .await;
        queue
            .sql("update jobs set run_at = now() where kind = 'sing' and died_at is null; notify guidepost_jobs")
            .await;
    }
    figures(
        &figures_at,
        &[
            "guidepost_jobs_dead 1",
            "guidepost_jobs_ready 0",
            "guidepost_jobs_running 0",
            "guidepost_jobs_oldest_ready_seconds 0",
            "guidepost_jobs_failed_total{kind=\"sing\"} 8",
            "guidepost_jobs_finished_total{kind=\"tidy\"} 1",
        ],
    )
    .await;
    // What can not be asked is no figure, and no reason to be without the others.
    queue.sql("alter table jobs rename to jobs_away").await;
    figures(
        &figures_at,
        &[
            "guidepost_jobs_dead NaN",
            "guidepost_jobs_oldest_ready_seconds NaN",
        ],
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_doctor_names_a_dead_job_until_it_is_retried() {
    let mut queue = Queue::new().await;
    queue.enqueue("sing", 1).await;
    queue.sql("update jobs set attempts = 7").await;
    let old_server = queue.worker(notes());
    queue.until("jobs where died_at is not null").await;
    drop(old_server);

    let doctor = run(&queue, &["doctor"]);
    assert!(doctor.contains("dead jobs: 1"), "{doctor}");
    for output in [doctor, run(&queue, &["jobs", "list"])] {
        for part in [
            ": sing, dead since 20",
            "after 8 attempts: ",
            "does not know jobs of the kind `sing`",
        ] {
            assert!(output.contains(part), "{output}");
        }
    }

    let nobody = guidepost(&queue.database, &["jobs", "retry", "4711"])
        .output()
        .unwrap();
    assert_eq!(nobody.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&nobody.stderr).contains("no dead job 4711"));
    assert_eq!(
        run(&queue, &["jobs", "retry"]).trim(),
        "jobs to be tried again: 1"
    );
    let healthy = run(&queue, &["doctor"]);
    assert!(
        healthy.contains("dead jobs: 0") && !healthy.contains(": sing"),
        "{healthy}"
    );

    let sings = Handlers::new().on("sing", |conn, payload| note(conn, payload).boxed());
    let _newer_server = queue.worker(sings);
    queue.has(&[1], PATIENCE).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dead_job_whose_work_another_does_is_not_retried() {
    let mut queue = Queue::new().await;
    let insert = "insert into jobs (kind, payload, key, attempts, died_at) values ('note', '1', 'the one', 8";
    for _ in 0..2 {
        queue.sql(&format!("{insert}, now())")).await;
    }
    assert_eq!(jobs::retry(&mut queue.conn, None).await.unwrap(), 1);
    assert_eq!(jobs::retry(&mut queue.conn, None).await.unwrap(), 0);
    assert_eq!(
        queue.n("jobs where died_at is null and attempts = 0").await,
        1
    );
}
