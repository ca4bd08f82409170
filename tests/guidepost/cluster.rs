//! The embedded PostgreSQL, with real processes: started, killed, crowded, locked out and out of space.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "these helpers belong to tests; a skipped test says so"
)]

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

fn skipped(why: &str) {
    println!("skipped: {why}");
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
async fn a_cluster_starts_stops_and_keeps_what_was_written() {
    let folder = open_folder();
    let root = folder.path().join("deep/down/data");
    let mut options = options(&root);
    options.durability = Durability::Full;
    let cluster = start(&options).await;
    let postgres = cluster.url_of("postgres");
    for (setting, value) in [
        ("fsync", "on"),
        ("max_connections", "100"),
        ("shared_buffers", "128MB"),
        ("listen_addresses", ""),
        ("server_encoding", "UTF8"),
    ] {
        assert_eq!(ask(&postgres, &format!("show {setting}")).await, value);
    }
    let (client, connection) = tokio_postgres::connect(&cluster.url(), NoTls)
        .await
        .unwrap();
    tokio::spawn(connection);
    client
        .batch_execute("create table notes as select 'kept' as note")
        .await
        .unwrap();
    let pid = postmaster(&root).unwrap();
    // With an open connection, too.
    cluster.stop().await.unwrap();
    assert!(is_gone_within(&pid, Duration::ZERO));

    let cluster = start(&options).await;
    assert_eq!(ask(&cluster.url(), "select note from notes").await, "kept");
    cluster.stop().await.unwrap();
}

#[tokio::test]
async fn only_root_can_reach_the_folder_and_it_works() {
    if !is_root() || !has_user_namespaces() {
        skipped("needs root and user namespaces");
        return;
    }
    let folder = closed_folder();
    let options = options(folder.path());
    works(&options).await;
    assert_eq!(fs::metadata(folder.path().join("pg")).unwrap().uid(), 0);
    works(&options).await;
}

#[tokio::test]
async fn a_path_with_a_space_quotes_and_a_comma_works() {
    let folder = open_folder();
    works(&options(folder.path().join("it's \"a\", b"))).await;
}

#[tokio::test]
async fn a_path_too_long_for_a_socket_works_and_the_socket_stays_private() {
    let folder = open_folder();
    let root = folder.path().join("long".repeat(30));
    let cluster = start(&options(&root)).await;
    assert!(!root.join("run").exists());
    let url = cluster.url().replace("%2F", "/");
    let address = url.trim_start_matches("postgres://guidepost@");
    let socket = address.trim_end_matches("/guidepost").to_owned();
    assert!(socket.starts_with("/tmp/guidepost-"), "{socket}");
    let mode = fs::metadata(&socket).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o700);
    cluster.stop().await.unwrap();
    assert!(!Path::new(&socket).exists());
}

#[tokio::test]
async fn an_ordinary_user_can_start_it() {
    if !is_root() {
        // Then all the other tests show it.
        skipped("needs root to become another user");
        return;
    }
    let folder = open_folder();
    let root = folder.path().join("data");
    fs::create_dir(&root).unwrap();
    std::os::unix::fs::chown(&root, Some(65534), Some(65534)).unwrap();
    let mut command = Server::command();
    command.uid(65534).gid(65534).current_dir("/");
    let reachable = Command::new(std::env::current_exe().unwrap())
        .arg("--list")
        .stdout(Stdio::null())
        .uid(65534)
        .gid(65534)
        .current_dir("/")
        .status()
        .is_ok_and(|it| it.success());
    if !reachable {
        skipped("user nobody cannot reach the test program");
        return;
    }
    let mut server = Server::spawned(command, &root);
    server.url();
    assert_eq!(fs::metadata(root.join("pg")).unwrap().uid(), 65534);
    let pid = postmaster(&root).unwrap();
    server.kill();
    assert!(is_gone_within(&pid, Duration::from_secs(10)));
    // And root may use it afterwards without taking it away from its owner.
    works(&options(&root)).await;
    assert_eq!(
        fs::metadata(root.join("pg/PG_VERSION")).unwrap().uid(),
        65534
    );
    assert_eq!(fs::metadata(root.join("run")).unwrap().uid(), 65534);
}

#[tokio::test]
async fn a_killed_server_takes_postgresql_with_it_and_the_next_one_starts() {
    // As another user, and in a namespace where there are any.
    let second = if has_user_namespaces() {
        closed_folder()
    } else {
        open_folder()
    };
    for (folder, patience) in [(open_folder(), 0), (second, 10)] {
        let mut server = Server::in_folder(folder.path());
        server.url();
        let pid = postmaster(folder.path()).unwrap();
        server.kill();
        if patience > 0 {
            assert!(is_gone_within(&pid, Duration::from_secs(patience)));
        }
        // The other time at once, while the old one may still be going.
        works(&options(folder.path())).await;
        assert!(is_gone_within(&pid, Duration::ZERO));
    }
}

#[tokio::test]
async fn a_second_server_is_told_who_has_the_folder_and_a_command_goes_beside_it() {
    let folder = open_folder();
    let mut server = Server::in_folder(folder.path());
    let options = options(folder.path());
    // While the server is still making its cluster, the command waits; it may also have been quicker.
    let url = server.url();
    let begun = Instant::now();
    let error = failure(&options).await;
    assert!(begun.elapsed() < Duration::from_secs(1));
    let pid = server.0.id();
    assert!(
        matches!(&error, ClusterError::InUse { pid: Some(it), .. } if *it == pid),
        "{error}"
    );
    let access = reach(&options).await.unwrap();
    assert!(matches!(&access, Access::Beside(it) if *it == url));
    access.close().await.unwrap();
    assert_eq!(ask(&url, "select 'still there'").await, "still there");
    server.kill();

    let access = reach(&options).await.unwrap();
    assert!(matches!(access, Access::Started(_)));
    access.close().await.unwrap();
}

#[tokio::test]
async fn a_command_waits_for_a_server_that_is_still_making_its_cluster() {
    let folder = open_folder();
    let mut server = Server::in_folder(folder.path());
    while !folder.path().join("guidepost.lock").exists() || in_folder_of(folder.path(), "pg") == 0 {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let access = reach(&options(folder.path())).await.unwrap();
    assert!(matches!(&access, Access::Beside(_)));
    assert_eq!(access.url(), server.url());
    server.kill();
}

#[tokio::test]
async fn a_server_killed_while_making_its_cluster_leaves_nothing_broken() {
    let folder = open_folder();
    for delay in [0, 300] {
        let server = Server::in_folder(folder.path());
        let begun = Instant::now();
        while in_folder_of(folder.path(), "pg.new.") == 0 && begun.elapsed().as_secs() < 5 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        tokio::time::sleep(Duration::from_millis(delay)).await;
        server.kill();
    }
    works(&options(folder.path())).await;
    tokio::time::sleep(Duration::from_millis(300)).await;
    works(&options(folder.path())).await;
    assert_eq!(in_folder_of(folder.path(), "pg.new."), 0);
}

/// A PostgreSQL that no longer has a server, as on a system without a leash.
fn orphan(root: &Path) -> Child {
    let owner = fs::metadata(root.join("pg")).unwrap();
    let line = fs::read_to_string(root.join("pg/postmaster.opts")).unwrap();
    let program = line.split_once(' ').unwrap().0;
    Command::new(program)
        .arg("-D")
        .arg(root.join("pg"))
        .arg("-k")
        .arg(root.join("run"))
        .args(["-c", "listen_addresses="])
        .uid(owner.uid())
        .gid(owner.gid())
        .current_dir("/")
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

#[tokio::test]
async fn a_postgresql_left_running_is_stopped_and_a_stale_pid_file_is_no_obstacle() {
    let folder = open_folder();
    let root = folder.path().canonicalize().unwrap();
    let options = options(&root);
    works(&options).await;

    let mut left = orphan(&root);
    let socket = root.join("run/.s.PGSQL.5432");
    while !socket.exists() {
        assert!(left.try_wait().unwrap().is_none());
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    let reaper = std::thread::spawn(move || left.wait().unwrap());
    works(&options).await;
    assert!(reaper.join().unwrap().success(), "it was stopped cleanly");

    // Another process of the same user has the number now.
    let owner = fs::metadata(root.join("pg")).unwrap().uid();
    let mut other = Command::new("sleep").arg("60").uid(owner).spawn().unwrap();
    let stale = root.join("pg/postmaster.pid");
    fs::write(
        &stale,
        format!("{}\n{}\n", other.id(), root.join("pg").display()),
    )
    .unwrap();
    works(&options).await;
    assert!(other.try_wait().unwrap().is_none(), "it was left alone");
    other.kill().unwrap();
    other.wait().unwrap();

    fs::write(&stale, "").unwrap();
    works(&options).await;
}

#[tokio::test]
async fn a_crashed_postgresql_recovers() {
    let folder = open_folder();
    let options = options(folder.path());
    let cluster = start(&options).await;
    let pid = postmaster(folder.path()).unwrap();
    Command::new("kill").args(["-9", &pid]).status().unwrap();
    let told = cluster.ended().await;
    assert!(matches!(told, ClusterError::Failed { .. }), "{told}");
    drop(cluster);
    works(&options).await;
}

#[tokio::test]
async fn the_major_that_made_the_cluster_is_named_when_it_is_missing() {
    let folder = open_folder();
    fs::create_dir(folder.path().join("pg")).unwrap();
    fs::write(folder.path().join("pg/PG_VERSION"), "11\n").unwrap();
    let error = failure(&options(folder.path())).await;
    assert!(
        matches!(&error, ClusterError::OtherMajor { major: 11, installed, .. } if !installed.is_empty()),
        "{error}"
    );
}

#[tokio::test]
async fn a_folder_without_programs_is_named() {
    let folder = open_folder();
    let mut options = options(folder.path().join("data"));
    options.pg_bin = Some(folder.path().to_owned());
    let error = failure(&options).await;
    assert!(matches!(&error, ClusterError::NotThere { .. }), "{error}");
}

#[tokio::test]
async fn a_system_without_c_utf8_gets_c() {
    let folder = open_folder();
    let root = folder.path().join("data");
    works(&options(&root)).await;
    let line = fs::read_to_string(root.join("pg/postmaster.opts")).unwrap();
    let real = Path::new(line.split_once(' ').unwrap().0).parent().unwrap();
    let bin = folder.path().join("bin");
    fs::create_dir(&bin).unwrap();
    let script = format!(
        "#!/bin/sh\ncase \"$*\" in *C.UTF-8*) echo 'initdb: error: invalid locale name \"C.UTF-8\"' >&2; exit 1;; esac\nexec '{}' \"$@\"\n",
        real.join("initdb").display()
    );
    fs::write(bin.join("initdb"), script).unwrap();
    fs::set_permissions(bin.join("initdb"), fs::Permissions::from_mode(0o755)).unwrap();
    std::os::unix::fs::symlink(real.join("postgres"), bin.join("postgres")).unwrap();
    let mut options = options(folder.path().join("other"));
    options.pg_bin = Some(bin);
    let cluster = start(&options).await;
    assert_eq!(ask(&cluster.url(), "show server_encoding").await, "UTF8");
    let collation = "select datcollate::text from pg_database where datname = 'guidepost'";
    assert_eq!(ask(&cluster.url(), collation).await, "C");
    cluster.stop().await.unwrap();
}

/// A small disk, unmounted when dropped.
struct Disk(TempDir);

impl Disk {
    fn of(size: &str) -> Option<Self> {
        let folder = open_folder();
        let mounted = Command::new("mount")
            .args([
                "-t",
                "tmpfs",
                "-o",
                &format!("size={size},mode=755"),
                "tmpfs",
            ])
            .arg(folder.path())
            .stderr(Stdio::null())
            .status()
            .is_ok_and(|it| it.success());
        mounted.then_some(Self(folder))
    }

    fn fill(&self) -> PathBuf {
        let path = self.0.path().join("filler");
        let mut file = fs::File::create(&path).unwrap();
        while file.write_all(&[0; 4096]).is_ok() {}
        path
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        Command::new("umount")
            .arg("-l")
            .arg(self.0.path())
            .status()
            .ok();
    }
}

#[tokio::test]
async fn a_disk_too_small_for_a_cluster_is_told_and_nothing_is_left_behind() {
    let Some(disk) = Disk::of("20m") else {
        skipped("needs root and mounts");
        return;
    };
    let root = disk.0.path().join("data");
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
    let options = options(disk.0.path().join("data"));
    works(&options).await;
    let filler = disk.fill();
    let error = failure(&options).await;
    assert!(matches!(&error, ClusterError::DiskFull { .. }), "{error}");
    fs::remove_file(filler).unwrap();
    works(&options).await;
}
