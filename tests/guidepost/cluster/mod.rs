//! The embedded PostgreSQL, with real processes: started, killed, crowded, locked out and out of space.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "these helpers belong to tests; a skipped test says so"
)]

mod folders;
mod killed;
mod missing;

use std::ffi::OsString;
use std::fs;
use std::io::BufRead as _;
use std::io::BufReader;
use std::io::Write as _;
use std::os::unix::fs::MetadataExt as _;
use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::path::PathBuf;
use std::process::Child;
use std::process::Command;
use std::process::Stdio;
use std::time::Duration;
use std::time::Instant;

use guidepost::cluster::Access;
use guidepost::cluster::Cluster;
use guidepost::cluster::ClusterError;
use guidepost::cluster::Durability;
use guidepost::cluster::Options;
use guidepost::cluster::reach;
use tempfile::TempDir;
use tokio_postgres::NoTls;

use crate::support::disk::Disk;
use crate::support::skipped;

/// Its owner only may walk in; as root this needs the user namespace.
fn closed_folder() -> TempDir {
    folder_with(0o700)
}

fn open_folder() -> TempDir {
    folder_with(0o755)
}

fn folder_with(mode: u32) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(mode)).unwrap();
    folder
}

fn options(root: impl Into<PathBuf>) -> Options {
    Options {
        root: root.into(),
        pg_bin: None,
        search_path: search_path(),
        durability: Durability::Throwaway,
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "the tests look for the same PostgreSQL as the server"
)]
fn search_path() -> Option<OsString> {
    std::env::var_os("PATH")
}

async fn ask(url: &str, sql: &str) -> String {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await.unwrap();
    tokio::spawn(connection);
    let row = client.query_one(sql, &[]).await.unwrap();
    row.get(0)
}

async fn start(options: &Options) -> Cluster {
    match Cluster::start(options).await {
        Ok(cluster) => cluster,
        Err(error) => panic!("{error}"),
    }
}

async fn failure(options: &Options) -> ClusterError {
    Cluster::start(options).await.unwrap_err()
}

async fn works(options: &Options) {
    let cluster = start(options).await;
    assert_eq!(
        ask(&cluster.url(), "select current_database()::text").await,
        "guidepost"
    );
    cluster.stop().await.unwrap();
}

fn is_root() -> bool {
    fs::metadata("/proc/self").is_ok_and(|it| it.uid() == 0)
}

/// Containers often forbid them.
fn has_user_namespaces() -> bool {
    let tried = Command::new("unshare").args(["-U", "true"]).output();
    tried.is_ok_and(|it| it.status.success())
}

/// A server in a process of its own, to be killed.
struct Server(Child);

impl Server {
    fn in_folder(root: &Path) -> Self {
        Self::spawned(Self::command(), root)
    }

    fn command() -> Command {
        let room = module_path!().split_once("::").unwrap().1;
        let mut command = Command::new(std::env::current_exe().unwrap());
        command
            .arg("--exact")
            .arg(format!("{room}::a_server_for_the_other_tests"))
            .args(["--ignored", "--nocapture"]);
        command
    }

    fn spawned(mut command: Command, root: &Path) -> Self {
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        writeln!(child.stdin.as_mut().unwrap(), "{}", root.display()).unwrap();
        Self(child)
    }

    /// Waits until its database answers, and gives the address.
    fn url(&mut self) -> String {
        let output = BufReader::new(self.0.stdout.as_mut().unwrap());
        let mut lines = output.lines().map_while(Result::ok);
        lines
            .find_map(|line| Some(line.split_once("ready: ")?.1.to_owned()))
            .unwrap()
    }

    fn kill(mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

#[tokio::test]
#[ignore = "started by other tests, as a process to be killed"]
async fn a_server_for_the_other_tests() {
    let mut root = String::new();
    std::io::stdin().read_line(&mut root).unwrap();
    if root.trim().is_empty() {
        skipped("no folder was given");
        return;
    }
    let cluster = start(&options(root.trim_end_matches('\n'))).await;
    println!("ready: {}", cluster.url());
    std::future::pending::<()>().await;
}

/// The number PostgreSQL wrote into the folder of its cluster.
fn postmaster(root: &Path) -> Option<String> {
    let text = fs::read_to_string(root.join("pg/postmaster.pid")).ok()?;
    text.lines().next().map(str::to_owned)
}

fn is_gone_within(pid: &str, patience: Duration) -> bool {
    let begun = Instant::now();
    // One that only waits to be reaped works nowhere any more.
    while Path::new("/proc").join(pid).join("cwd").exists() {
        if begun.elapsed() > patience {
            return false;
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    true
}

fn in_folder_of(root: &Path, start: &str) -> usize {
    fs::read_dir(root)
        .unwrap()
        .flatten()
        .filter(|it| it.file_name().to_string_lossy().starts_with(start))
        .count()
}

#[tokio::test]
async fn a_disk_too_small_for_a_cluster_is_told_and_nothing_is_left_behind() {
    let Some(disk) = Disk::of("20m") else {
        skipped("needs root and mounts");
        return;
    };
    let root = disk.path().join("data");
    let error = failure(&options(&root)).await;
    assert!(
        matches!(&error, ClusterError::DiskFull { free: Some(_), .. }),
        "{error}"
    );
    assert!(
        error.to_string().contains(root.to_str().unwrap()),
        "{error}"
    );
    assert_eq!(in_folder_of(&root, "pg"), 0);
}

#[tokio::test]
async fn a_disk_that_filled_up_is_told_and_freed_is_used_again() {
    let Some(disk) = Disk::of("120m") else {
        skipped("needs root and mounts");
        return;
    };
    let options = options(disk.path().join("data"));
    works(&options).await;
    let filler = disk.fill();
    let error = failure(&options).await;
    assert!(matches!(&error, ClusterError::DiskFull { .. }), "{error}");
    fs::remove_file(filler).unwrap();
    works(&options).await;
}
