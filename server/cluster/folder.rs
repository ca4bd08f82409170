//! Where the parts of a cluster lie on disk, and what a full disk under them looks like.

use std::fs;
use std::fs::File;
use std::io;
use std::path::Path;
use std::path::PathBuf;

use rustix::fs::Mode;
use rustix::fs::OFlags;

use super::ClusterError;

/// Less than this left is taken for a full disk, whatever PostgreSQL managed to say (its log lies there too).
const NOTHING_LEFT: u64 = 1 << 20;

/// By the system, and by PostgreSQL when only half a page was written.
const FULL: [&str; 3] = [
    "No space left on device",
    "Disk quota exceeded",
    "Check free disk space",
];

/// Invariant: an absolute path of an existing folder, without links.
#[derive(Clone, Debug)]
pub(super) struct Folder(PathBuf);

impl Folder {
    pub(super) fn open(root: &Path) -> Result<Self, ClusterError> {
        let trouble = |source| trouble("make the folder", root, source);
        fs::create_dir_all(root).map_err(trouble)?;
        root.canonicalize().map(Self).map_err(trouble)
    }

    pub(super) fn path(&self) -> &Path {
        &self.0
    }

    pub(super) fn cluster(&self) -> PathBuf {
        self.0.join("pg")
    }

    pub(super) fn run(&self) -> PathBuf {
        self.0.join("run")
    }

    pub(super) fn lock(&self) -> PathBuf {
        self.0.join("guidepost.lock")
    }

    pub(super) fn log(&self) -> PathBuf {
        self.0.join("postgres.log")
    }

    /// The major version that made the cluster; `None` if there is no cluster yet.
    pub(super) fn major(&self) -> Result<Option<u32>, ClusterError> {
        let path = self.cluster().join("PG_VERSION");
        match fs::read_to_string(&path) {
            Ok(text) => parse_major(&text).map(Some).ok_or_else(|| {
                let source = io::Error::new(
                    io::ErrorKind::InvalidData,
                    "it does not hold a version number",
                );
                trouble("read", &path, source)
            }),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(trouble("read", &path, error)),
        }
    }

    /// What PostgreSQL's failure means: a full disk, or whatever it said.
    pub(super) fn failed(&self, step: &'static str, output: &str) -> ClusterError {
        let free = free(&self.0);
        if says_full(output) || free.is_some_and(|free| free < NOTHING_LEFT) {
            return ClusterError::DiskFull {
                folder: self.0.clone(),
                step,
                free,
            };
        }
        ClusterError::Failed {
            step,
            output: output.trim_end().to_owned(),
            log: self.log(),
        }
    }
}

/// The error for a path of ours that could not be used.
pub(super) fn trouble(step: &'static str, path: &Path, source: io::Error) -> ClusterError {
    match source.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => ClusterError::DiskFull {
            folder: path.parent().unwrap_or(path).to_owned(),
            step,
            free: path.ancestors().find_map(free),
        },
        _ => ClusterError::Path {
            step,
            path: path.to_owned(),
            source,
        },
    }
}

/// Opens or makes a file of ours; never through a link, because root may be at work in the folder of another user.
pub(super) fn open_file(path: &Path, flags: OFlags, mode: Mode) -> io::Result<File> {
    let flags = flags | OFlags::CREATE | OFlags::NOFOLLOW | OFlags::CLOEXEC;
    let file = rustix::fs::open(path, flags, mode)?;
    Ok(File::from(file))
}

fn free(path: &Path) -> Option<u64> {
    let disk = rustix::fs::statvfs(path).ok()?;
    Some(disk.f_bavail.saturating_mul(disk.f_frsize))
}

fn says_full(output: &str) -> bool {
    output
        .lines()
        // A full /dev/shm says the same, but is not this disk.
        .filter(|line| !line.contains("shared memory"))
        .any(|line| FULL.iter().any(|words| line.contains(words)))
}

/// "15", but also "9.6".
fn parse_major(text: &str) -> Option<u32> {
    text.trim().split('.').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_disk_is_known_by_what_postgresql_says() {
        assert!(says_full(
            "performing bootstrap\nFATAL:  could not write file: No space left on device\n"
        ));
        assert!(!says_full(
            "FATAL:  could not resize shared memory segment: No space left on device"
        ));
        assert!(!says_full(""));
    }

    #[test]
    fn the_major_of_a_cluster_is_its_first_number() {
        assert_eq!(parse_major("15\n"), Some(15));
        assert_eq!(parse_major("9.6\n"), Some(9));
        assert_eq!(parse_major(""), None);
    }
}
