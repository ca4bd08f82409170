//! An index that is missing, damaged or somebody else's: readers are answered, and it heals by itself.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use diesel_async::SimpleAsyncConnection;
use guidepost::search::tantivy::Embedded;
use serde_json::{Value, json};

use super::searching::{Searching, asking, found, titles};
use crate::support::stories::short;

async fn filled() -> Searching {
    let searching = Searching::start().await;
    let author = searching.app.author("tsuzura").await;
    for title in ["Gardens", "Bridges"] {
        author
            .published(&short(title, "sre", "engineering-manager"))
            .await;
    }
    author
        .draft(&short("Garden drafts", "sre", "engineering-manager"))
        .await;
    searching.up_to_date().await;
    searching
}

fn in_use(folder: &Path) -> PathBuf {
    folder.join(fs::read_to_string(folder.join("current")).unwrap())
}

/// Asks again and again, and is answered each time, until the index finds what is public and nothing else.
async fn heals(searching: &Searching) {
    let began = Instant::now();
    let reader = searching.app.stranger();
    loop {
        let answer = found(&reader, &asking("gardens")).await;
        assert_eq!(titles(&answer), ["Gardens"], "{answer}");
        reader.page("/search?q=gardens").await;
        let is_healed = fs::read_to_string(searching.folder.join("current")).is_ok()
            && Embedded::look(&searching.folder).is_ok()
            && answer["engine"] == "embedded";
        if is_healed {
            break;
        }
        assert!(began.elapsed() < Duration::from_secs(60), "{answer}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let author = searching.app.author("suzushiro").await;
    author
        .published(&short("Tunnels", "sre", "engineering-manager"))
        .await;
    searching.up_to_date().await;
    let all = searching.found("").await;
    assert_eq!(
        (&all["total"], &all["engine"]),
        (&json!(3), &json!("embedded"))
    );
    assert_eq!(searching.titles("tunnels").await, ["Tunnels"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deleted_folder_comes_back() {
    let searching = filled().await;
    fs::remove_dir_all(&searching.folder).unwrap();
    heals(&searching).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deleted_index_comes_back() {
    let searching = filled().await;
    fs::remove_dir_all(in_use(&searching.folder)).unwrap();
    heals(&searching).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_in_the_place_of_a_file_is_taken_away() {
    for name in ["current", "rebuilding"] {
        let searching = filled().await;
        let path = searching.folder.join(name);
        fs::remove_file(&path).unwrap();
        fs::create_dir_all(path.join("deeper")).unwrap();
        if name == "rebuilding" {
            fs::remove_file(searching.folder.join("current")).unwrap();
        }
        heals(&searching).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_index_that_is_cut_short_while_it_runs_is_rebuilt() {
    let searching = filled().await;
    let before = in_use(&searching.folder);
    for entry in fs::read_dir(&before).unwrap() {
        let path = entry.unwrap().path();
        if path
            .extension()
            .is_some_and(|it| it != "json" && it != "lock")
        {
            fs::OpenOptions::new()
                .write(true)
                .open(&path)
                .unwrap()
                .set_len(0)
                .unwrap();
        }
    }
    let began = Instant::now();
    while in_use(&searching.folder) == before {
        let answer = searching.found(&asking("gardens")).await;
        assert_eq!(titles(&answer), ["Gardens"], "{answer}");
        assert!(began.elapsed() < Duration::from_secs(60));
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    heals(&searching).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_index_of_an_older_format_is_rebuilt_at_the_start() {
    let one = filled().await;
    for damage in ["format", "current", "meta.json"] {
        let mut other = Searching::over(one.app.database.clone());
        let (from, to) = (in_use(&one.folder), in_use_of(&one.folder, &other.folder));
        fs::create_dir_all(&to).unwrap();
        for entry in fs::read_dir(from).unwrap() {
            let entry = entry.unwrap();
            fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
        }
        let current = "current";
        fs::copy(one.folder.join(current), other.folder.join(current)).unwrap();
        let file = match damage {
            "current" => other.folder.join(damage),
            file => to.join(file),
        };
        fs::write(file, "of old").unwrap();
        other.tend();
        other.up_to_date().await;
        assert_eq!(other.titles("gardens").await, ["Gardens"], "{damage}");
        assert!(!to.exists(), "{damage}");
    }
}

/// Where an index of one place lies in another.
fn in_use_of(folder: &Path, other: &Path) -> PathBuf {
    other.join(fs::read_to_string(folder.join("current")).unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn an_index_of_another_database_is_not_asked() {
    let one = filled().await;
    let other = Searching::untended().await;
    let mut conn = other.app.conn().await;
    let examined = guidepost::search::examine(&mut conn, one.folder.clone()).await;
    let told = examined.unwrap_err().to_string();
    assert!(told.contains("not of this database"), "{told}");
    let mut conn = one.app.conn().await;
    let examined = guidepost::search::examine(&mut conn, one.folder.clone())
        .await
        .unwrap();
    assert!(examined.behind == 0 && examined.bytes > 0, "{examined:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn where_all_events_have_gone_the_index_is_built_once() {
    let one = filled().await;
    one.app
        .conn()
        .await
        .batch_execute("delete from events")
        .await
        .unwrap();
    let mut other = Searching::over(one.app.database.clone());
    other.tend();
    other.up_to_date().await;
    let built = in_use(&other.folder);
    tokio::time::sleep(Duration::from_secs(1)).await;
    other.up_to_date().await;
    assert_eq!(in_use(&other.folder), built);
    assert_eq!(other.titles("gardens").await, ["Gardens"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn without_an_index_titles_summaries_and_names_are_looked_through() {
    let searching = Searching::untended().await;
    let author = searching.app.author("tsuzura").await;
    author
        .published(&short("Gardens 100%", "sre", "engineering-manager"))
        .await;
    let mut nameless = short("Nameless", "sre", "cto");
    nameless["byline"] = "anonymous".into();
    author.published(&nameless).await;
    author.draft(&short("Garden drafts", "sre", "cto")).await;
    for away in ["unlist", "withdraw"] {
        let gone = author.published(&short("Garden gone", "sre", "cto")).await;
        let taken = author.step(gone["id"].as_str().unwrap(), away).await;
        assert_eq!(taken.status(), 200, "{away}");
    }
    for (words, expected) in [
        ("garden", vec!["Gardens 100%"]),
        ("GARDEN summary", vec!["Gardens 100%"]),
        ("\"100%\"", vec!["Gardens 100%"]),
        ("10_%", vec![]),
        ("tsuzura", vec!["Gardens 100%"]),
        ("author:tsuzura", vec!["Gardens 100%"]),
        ("to:cto", vec!["Nameless"]),
        ("CTO", vec!["Nameless"]),
        ("summary -garden", vec!["Nameless"]),
        ("", vec!["Nameless", "Gardens 100%"]),
    ] {
        let answer = searching.found(&asking(words)).await;
        let mut found = titles(&answer);
        found.sort();
        let mut expected = expected;
        expected.sort_unstable();
        assert_eq!(found, expected, "{words}");
        assert_eq!(answer["engine"], "postgresql");
        assert_eq!(answer["total"], expected.len());
    }
    let page = searching
        .app
        .stranger()
        .page("/search?q=garden&lang=en")
        .await;
    assert!(page.contains("Search is being made ready"), "{page}");
    let ready: Value = searching.app.stranger().json("/readyz").await;
    assert_eq!(
        (&ready["status"], &ready["search"]),
        (&json!("ok"), &json!("degraded"))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_index_that_somebody_else_writes_to_leaves_the_site_as_it_is() {
    let one = filled().await;
    let pool = guidepost::db::pool(&one.app.database, crate::support::LIMITS).unwrap();
    let second = std::sync::Arc::new(guidepost::search::Search::embedded(
        one.folder.clone(),
        pool,
    ));
    let stop = guidepost::worker::Stop::default();
    let task = guidepost::worker::indexing::start(&one.app.database, &second, stop.clone());
    let began = Instant::now();
    while second.standing.known().trouble.is_none() {
        assert!(began.elapsed() < Duration::from_secs(60));
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let trouble = second.standing.known().trouble.unwrap();
    assert!(trouble.contains("in use by another program"), "{trouble}");
    assert!(!second.standing.known().is_good());
    stop.within(Duration::ZERO);
    task.await.unwrap();
    assert_eq!(one.titles("gardens").await, ["Gardens"]);
}
