//! A disk that takes no more: search stays as good as it can be, and needs nobody's help afterwards.

use std::fs;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::searching::{Searching, asking, titles};
use crate::support::disk::Disk;
use crate::support::postgres::new_database;
use crate::support::skipped;
use crate::support::stories::short;

const NEEDED: &str = "needs root and mounts";

async fn publish(searching: &Searching, handle: &str, title: &str) {
    let author = searching.app.author(handle).await;
    let story = short(title, "sre", "engineering-manager");
    author.published(&story).await;
}

/// Waits until the index can not be brought up to date.
async fn trouble(searching: &Searching) -> String {
    let began = Instant::now();
    loop {
        if let Some(trouble) = searching.search.standing.known().trouble {
            return trouble;
        }
        assert!(began.elapsed() < Duration::from_secs(60));
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

async fn readiness(searching: &Searching) -> Value {
    searching.app.stranger().json("/readyz").await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_that_can_not_be_written_to_leaves_search_plain_until_it_can() {
    let Some(disk) = Disk::of("256m") else {
        skipped(NEEDED);
        return;
    };
    disk.make_read_only();
    let folder = disk.path().join("search");
    let mut searching = Searching::over_with(new_database().await, folder);
    publish(&searching, "tsuzura", "Gardens").await;
    searching.tend();
    let told = trouble(&searching).await;
    assert!(told.contains("Read-only"), "{told}");
    let answer = searching.found(&asking("gardens")).await;
    assert_eq!(titles(&answer), ["Gardens"]);
    assert_eq!(answer["engine"], "postgresql");
    let readiness = readiness(&searching).await;
    assert_eq!(
        (&readiness["status"], &readiness["search"]),
        (&json!("ok"), &json!("degraded"))
    );
    disk.make_writable();
    searching.up_to_date().await;
    let answer = searching.found(&asking("gardens")).await;
    assert_eq!(titles(&answer), ["Gardens"]);
    assert_eq!(answer["engine"], "embedded");
    searching.stop_tending().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_disk_that_fills_up_holds_up_what_is_new_and_nothing_else() {
    let Some(disk) = Disk::of("256m") else {
        skipped(NEEDED);
        return;
    };
    let folder = disk.path().join("search");
    let mut searching = Searching::over_with(new_database().await, folder);
    publish(&searching, "tsuzura", "Gardens").await;
    searching.tend();
    searching.up_to_date().await;
    let filler = disk.fill();
    publish(&searching, "suzushiro", "Tunnels").await;
    trouble(&searching).await;
    let answer = searching.found(&asking("gardens")).await;
    assert_eq!(titles(&answer), ["Gardens"]);
    assert_eq!(answer["engine"], "embedded");
    assert_eq!(readiness(&searching).await["search"], "degraded");
    fs::remove_file(filler).unwrap();
    searching.up_to_date().await;
    assert_eq!(searching.titles("tunnels").await, ["Tunnels"]);
    assert_eq!(searching.titles("gardens").await, ["Gardens"]);
    assert_eq!(readiness(&searching).await["search"], "ok");
    searching.stop_tending().await;
}
