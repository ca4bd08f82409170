//! The lock on a folder: one process at a time has a cluster there.

use std::fs::File;
use std::fs::TryLockError;
use std::io::Read;
use std::io::Write;
use std::process;

use rustix::fs::Mode;
use rustix::fs::OFlags;

use super::ClusterError;
use super::folder::Folder;
use super::folder::open_file;
use super::folder::trouble;

/// Held until dropped; the system lets go of it when the process ends, however it ends.
#[derive(Debug)]
pub(super) struct Lock(File);

impl Lock {
    pub(super) fn take(folder: &Folder) -> Result<Self, ClusterError> {
        let path = folder.lock();
        let mode = Mode::from(0o644);
        let mut file = open_file(&path, OFlags::RDWR, mode)
            .map_err(|error| trouble("open the lock", &path, error))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(ClusterError::InUse {
                    folder: folder.path().to_owned(),
                    pid: holder(&mut file),
                });
            }
            Err(TryLockError::Error(error)) => return Err(trouble("lock", &path, error)),
        }
        // The number only makes a message better, so it may be missing.
        if file.set_len(0).is_ok() {
            writeln!(file, "{}", process::id()).ok();
        }
        Ok(Self(file))
    }

    pub(super) fn file(&self) -> &File {
        &self.0
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // Closing is not enough: a child that another thread forks at this moment has a copy of the file until it becomes its program.
        self.0.unlock().ok();
    }
}

fn holder(file: &mut File) -> Option<u32> {
    let mut text = String::new();
    file.read_to_string(&mut text).ok()?;
    text.trim().parse().ok()
}
