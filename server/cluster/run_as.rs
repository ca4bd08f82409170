//! As which user PostgreSQL runs; it refuses to run as root.

use std::fs;
use std::fs::File;
use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::process::Stdio;

use rustix::fs::Gid;
use rustix::fs::Uid;

use super::ClusterError;
use super::command::command;
use super::folder::Folder;
use super::programs::Programs;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Account {
    pub(super) uid: u32,
    pub(super) gid: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RunAs {
    Myself,
    /// Root becomes this user.
    User(Account),
    /// Root stays root for the files but is this user to PostgreSQL: for folders that only root can reach.
    Namespace(Account),
}

impl RunAs {
    /// An existing cluster stays with the owner it has.
    pub(super) fn choose(folder: &Folder, programs: &Programs) -> Result<Self, ClusterError> {
        if !rustix::process::geteuid().is_root() {
            return Ok(Self::Myself);
        }
        choices(folder)
            .into_iter()
            .find(|it| it.can_run(programs, folder.path()))
            .ok_or_else(|| ClusterError::Unreachable {
                folder: folder.path().to_owned(),
                bin: programs.bin.clone(),
            })
    }

    /// Hands a file or folder of ours over to whom PostgreSQL runs as.
    pub(super) fn give(self, file: &File) -> io::Result<()> {
        if let Self::User(Account { uid, gid }) = self {
            rustix::fs::fchown(file, Some(Uid::from_raw(uid)), Some(Gid::from_raw(gid)))?;
        }
        Ok(())
    }

    /// Mode bits, access lists and containers all have a say, so it is tried.
    fn can_run(self, programs: &Programs, folder: &Path) -> bool {
        command(&programs.postgres(), self, folder)
            .and_then(|mut command| {
                command
                    .arg("--version")
                    .stdout(Stdio::null())
                    .stderr(Stdio::null())
                    .status()
            })
            .is_ok_and(|status| status.success())
    }
}

fn choices(folder: &Folder) -> Vec<RunAs> {
    let passwd = fs::read_to_string("/etc/passwd").unwrap_or_default();
    let service = account(&passwd, "postgres").or_else(|| account(&passwd, "nobody"));
    let in_namespace = service.map(RunAs::Namespace);
    match owner(&folder.cluster()) {
        Some(Account { uid: 0, .. }) => in_namespace.into_iter().collect(),
        Some(owner) => vec![RunAs::User(owner)],
        None => {
            // Under `sudo` in someone's closed home, that someone can reach the folder.
            let resident = folder
                .path()
                .ancestors()
                .filter_map(owner)
                .find(|it| it.uid != 0);
            let users = service.map(RunAs::User).into_iter();
            users
                .chain(in_namespace)
                .chain(resident.map(RunAs::User))
                .collect()
        }
    }
}

fn owner(path: &Path) -> Option<Account> {
    let file = fs::symlink_metadata(path).ok()?;
    Some(Account {
        uid: file.uid(),
        gid: file.gid(),
    })
}

fn account(passwd: &str, name: &str) -> Option<Account> {
    passwd.lines().find_map(|line| {
        let mut fields = line.split(':');
        (fields.next()? == name).then_some(())?;
        Some(Account {
            uid: fields.nth(1)?.parse().ok()?,
            gid: fields.next()?.parse().ok()?,
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_is_found_by_its_whole_name() {
        let passwd = "postgresql:x:7:7::/:\npostgres:x:101:104:PostgreSQL,,,:/var/lib:/bin/bash\n";
        assert_eq!(
            account(passwd, "postgres"),
            Some(Account { uid: 101, gid: 104 })
        );
        assert_eq!(account(passwd, "nobody"), None);
    }
}
