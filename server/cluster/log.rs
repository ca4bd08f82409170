//! What PostgreSQL writes while it runs.

use std::fs;
use std::fs::File;
use std::io;
use std::io::Read;
use std::io::Seek;
use std::io::SeekFrom;
use std::path::Path;
use std::path::PathBuf;
use std::process::Stdio;

use rustix::fs::Mode;
use rustix::fs::OFlags;

use super::ClusterError;
use super::folder::Folder;
use super::folder::open_file;
use super::folder::trouble;
use super::run_as::RunAs;

const LARGE: u64 = 10 << 20;
/// As much of the log as a message may quote.
const QUOTED: u64 = 4 << 10;

#[derive(Debug)]
pub(super) struct Log {
    path: PathBuf,
    file: File,
    /// Where this run begins.
    start: u64,
}

impl Log {
    pub(super) fn open(folder: &Folder, run_as: RunAs) -> Result<Self, ClusterError> {
        let path = folder.log();
        Self::open_at(&path, run_as).map_err(|error| trouble("open the log", &path, error))
    }

    fn open_at(path: &Path, run_as: RunAs) -> io::Result<Self> {
        if fs::symlink_metadata(path).is_ok_and(|it| it.len() > LARGE) {
            fs::rename(path, path.with_extension("log.1"))?;
        }
        // Statements stand in it, so it is for its owner only.
        let file = open_file(path, OFlags::RDWR | OFlags::APPEND, Mode::from(0o600))?;
        run_as.give(&file)?;
        let start = file.metadata()?.len();
        Ok(Self {
            path: path.to_owned(),
            file,
            start,
        })
    }

    pub(super) fn stdio(&self) -> io::Result<Stdio> {
        Ok(Stdio::from(self.file.try_clone()?))
    }

    /// The end of what this run wrote.
    pub(super) fn tail(&self) -> String {
        self.read_tail().unwrap_or_default()
    }

    fn read_tail(&self) -> io::Result<String> {
        let mut file = File::open(&self.path)?;
        let end = file.metadata()?.len();
        file.seek(SeekFrom::Start(self.start.max(end.saturating_sub(QUOTED))))?;
        let mut bytes = Vec::new();
        file.take(QUOTED).read_to_end(&mut bytes)?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    #[test]
    fn only_this_run_is_quoted_and_only_its_end() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("postgres.log");
        fs::write(&path, "before\n").unwrap();
        let mut log = Log::open_at(&path, RunAs::Myself).unwrap();
        assert_eq!(log.tail(), "");
        log.file.write_all(b"now\n").unwrap();
        assert_eq!(log.tail(), "now\n");
        log.file.write_all(&[b'x'; 10_000]).unwrap();
        assert_eq!(log.tail().len(), 4096);
    }

    #[test]
    fn a_large_log_is_put_aside() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("postgres.log");
        File::create(&path).unwrap().set_len(LARGE + 1).unwrap();
        Log::open_at(&path, RunAs::Myself).unwrap();
        assert_eq!(fs::metadata(&path).unwrap().len(), 0);
        assert!(folder.path().join("postgres.log.1").exists());
    }
}
