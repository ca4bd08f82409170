//! One PostgreSQL for all tests of this binary; each test gets a database cloned from a migrated template.

use std::ffi::OsString;
use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};

use diesel_async::SimpleAsyncConnection;
use guidepost::cluster::{Cluster, Durability, Options};
use guidepost::config;
use guidepost::db;
use tokio::sync::{Mutex, OnceCell};

/// Each run has a PostgreSQL of its own, in a folder named after its process.
const FOLDER: &str = "postgres-of-";
const TEMPLATE: &str = "guidepost_template";

static CLUSTER: OnceCell<Cluster> = OnceCell::const_new();
static NEXT: AtomicU32 = AtomicU32::new(0);
/// PostgreSQL refuses to copy a template that is being copied.
static COPYING: Mutex<()> = Mutex::const_new(());

/// The address of a new, migrated database.
pub async fn new_database() -> String {
    let cluster = cluster().await;
    let name = format!("test_{}", NEXT.fetch_add(1, Ordering::Relaxed));
    create(
        cluster,
        &format!("create database {name} template {TEMPLATE}"),
    )
    .await;
    cluster.url_of(&name)
}

/// The address of a new database without any table.
pub async fn empty_database() -> String {
    let cluster = cluster().await;
    let name = format!("test_{}", NEXT.fetch_add(1, Ordering::Relaxed));
    create(cluster, &format!("create database {name}")).await;
    cluster.url_of(&name)
}

async fn create(cluster: &Cluster, sql: &str) {
    let _alone = COPYING.lock().await;
    let mut conn = db::connect(&cluster.url_of("postgres")).await.unwrap();
    conn.batch_execute(sql).await.unwrap();
}

async fn cluster() -> &'static Cluster {
    CLUSTER.get_or_init(start).await
}

async fn start() -> Cluster {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    remove_left_over(folder);
    let root = folder.join(format!("{FOLDER}{}", std::process::id()));
    let cluster = Cluster::start(&options(&root, config::search_path()))
        .await
        .unwrap_or_else(|err| panic!("the tests need PostgreSQL: {err}"));
    let mut conn = db::connect(&cluster.url_of("postgres")).await.unwrap();
    conn.batch_execute(&format!("create database {TEMPLATE}"))
        .await
        .unwrap();
    db::migrate(&cluster.url_of(TEMPLATE)).await.unwrap();
    cluster
}

/// What earlier runs left; a run that is still going on keeps its own.
fn remove_left_over(folder: &Path) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap_or_default();
        let Some(pid) = name.strip_prefix(FOLDER) else {
            continue;
        };
        let alive = Command::new("kill").args(["-0", pid]).output().unwrap();
        if !alive.status.success() {
            let _ = std::fs::remove_dir_all(entry.path());
        }
    }
}

fn options(root: &Path, search_path: Option<OsString>) -> Options {
    Options {
        root: root.to_owned(),
        pg_bin: None,
        search_path,
        durability: Durability::Throwaway,
    }
}
