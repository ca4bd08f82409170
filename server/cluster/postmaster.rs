//! The process that serves a cluster, as its pid file tells, and what to do with one that was left over.

use std::ffi::OsStr;
use std::fs;
use std::io;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

use rustix::process::Pid;
use rustix::process::Signal;
use tokio::time::Instant;
use tokio::time::sleep;

use super::ClusterError;
use super::folder::Folder;
use super::folder::trouble;

#[derive(Debug, PartialEq, Eq)]
pub(super) struct Postmaster {
    pid: Pid,
    /// The folder of its socket, once it has one.
    pub(super) socket: Option<PathBuf>,
}

/// What the pid file says, true or not.
pub(super) fn read(cluster: &Path) -> Option<Postmaster> {
    parse(&fs::read_to_string(pid_file(cluster)).ok()?)
}

/// Stops a PostgreSQL that outlived its server, and removes what one left that did not.
///
/// It could be taken over instead, but then it would not end with us, nor run with our settings.
pub(super) async fn clear(folder: &Folder) -> Result<(), ClusterError> {
    let cluster = folder.cluster();
    if let Some(Postmaster { pid, .. }) = read(&cluster)
        && serves(pid, &cluster)
    {
        tracing::info!(%pid, "stopping the PostgreSQL that an earlier server left running");
        stop(pid, folder).await?;
    }
    // PostgreSQL would refuse if the number in it is another process of its user by now.
    match fs::remove_file(pid_file(&cluster)) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(trouble("remove the stale file", &pid_file(&cluster), error))
        }
        _ => Ok(()),
    }
}

async fn stop(pid: Pid, folder: &Folder) -> Result<(), ClusterError> {
    // A fast shutdown, then one without a checkpoint (which the next start makes up for).
    for (signal, patience) in [(Signal::INT, 30), (Signal::QUIT, 10)] {
        rustix::process::kill_process(pid, signal).ok();
        let end = Instant::now() + Duration::from_secs(patience);
        while Instant::now() < end {
            if !serves(pid, &folder.cluster()) {
                return Ok(());
            }
            sleep(Duration::from_millis(25)).await;
        }
    }
    Err(folder.failed(
        "be stopped",
        &format!("Process {pid}, left by an earlier server, does not end."),
    ))
}

/// Is this number still the PostgreSQL of this cluster? (It works inside its data folder.)
fn serves(pid: Pid, cluster: &Path) -> bool {
    match fs::read_link(format!("/proc/{pid}/cwd")) {
        Ok(inside) => inside == cluster,
        // Another user's process, or no /proc: its command line is open to all.
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => {
            fs::read(format!("/proc/{pid}/cmdline")).is_ok_and(|line| names(&line, cluster))
        }
        Err(_) if cfg!(target_os = "linux") => false,
        Err(_) => Command::new("ps")
            .args(["-ww", "-o", "command=", "-p", &pid.to_string()])
            .output()
            .is_ok_and(|it| {
                String::from_utf8_lossy(&it.stdout)
                    .contains(&*format!("-D {}", cluster.to_string_lossy()))
            }),
    }
}

fn names(command_line: &[u8], cluster: &Path) -> bool {
    command_line
        .split(|byte| *byte == 0)
        .any(|argument| OsStr::from_bytes(argument) == cluster.as_os_str())
}

/// First line the number, fifth the folder of the socket.
fn parse(text: &str) -> Option<Postmaster> {
    let mut lines = text.lines();
    let number: i32 = lines.next()?.trim().parse().ok()?;
    // A negative one marks a single-user server, which has no socket either.
    let pid = Pid::from_raw(number.checked_abs()?)?;
    let socket = lines
        .nth(3)
        .filter(|it| it.starts_with('/'))
        .map(PathBuf::from);
    Some(Postmaster { pid, socket })
}

fn pid_file(cluster: &Path) -> PathBuf {
    cluster.join("postmaster.pid")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pid_file_is_read_while_it_is_still_being_written() {
        let pid = Pid::from_raw(4711).unwrap();
        let young = parse("4711\n/srv/pg\n1700000000\n5432\n");
        assert_eq!(young, Some(Postmaster { pid, socket: None }));
        let socket = Some(PathBuf::from("/srv/a b/run"));
        let grown = parse("4711\n/srv/pg\n1700000000\n5432\n/srv/a b/run\n\n  0 1\nready   \n");
        assert_eq!(grown, Some(Postmaster { pid, socket }));
        assert_eq!(parse(""), None);
        assert_eq!(parse("0\n"), None);
    }

    #[test]
    fn a_process_that_works_elsewhere_does_not_serve_the_cluster() {
        let folder = tempfile::tempdir().unwrap();
        assert!(!serves(rustix::process::getpid(), folder.path()));
    }

    #[test]
    fn a_command_line_names_its_cluster_as_one_whole_argument() {
        let line = b"/usr/bin/postgres\0-D\0/srv/pg\0";
        assert!(names(line, Path::new("/srv/pg")));
        assert!(!names(line, Path::new("/srv")));
    }
}
