//! Which PostgreSQL is used: the one that made the cluster, else the first that is good enough.

use std::path::Path;
use std::path::PathBuf;
use std::process::Command;

use super::ClusterError;
use super::Options;
use super::advice;
use super::folder::Folder;
use super::npm;
use super::places;
use super::socket;

/// `recovery_init_sync_method` came with it, and older ones get no fixes any more.
const OLDEST: u32 = 14;

#[derive(Clone, Debug)]
pub(super) struct Programs {
    pub(super) bin: PathBuf,
    pub(super) major: u32,
}

impl Programs {
    pub(super) fn postgres(&self) -> PathBuf {
        self.bin.join("postgres")
    }

    pub(super) fn initdb(&self) -> PathBuf {
        self.bin.join("initdb")
    }

    fn at(bin: &Path) -> Option<Self> {
        let programs = Self {
            bin: bin.to_owned(),
            major: 0,
        };
        if !programs.postgres().is_file() || !programs.initdb().is_file() {
            return None;
        }
        if let Err(error) = npm::hydrate(bin) {
            tracing::warn!(bin = %bin.display(), %error, "could not complete the npm package of PostgreSQL");
        }
        let output = Command::new(programs.postgres())
            .arg("--version")
            .output()
            .ok()?;
        let major = parse_version(&String::from_utf8_lossy(&output.stdout))?;
        Some(Self { major, ..programs })
    }
}

pub(super) fn find(options: &Options, folder: &Folder) -> Result<Programs, ClusterError> {
    if let Some(bin) = &options.pg_bin
        && Programs::at(bin).is_none()
    {
        return Err(ClusterError::NotThere { bin: bin.clone() });
    }
    let made_by = folder.major()?;
    let mut others: Vec<(u32, PathBuf)> = Vec::new();
    for programs in places::all(options).filter_map(|bin| Programs::at(&bin)) {
        if made_by.map_or(programs.major >= OLDEST, |major| major == programs.major) {
            return Ok(programs);
        }
        if !others.iter().any(|(major, _)| *major == programs.major) {
            others.push((programs.major, programs.bin));
        }
    }
    Err(match made_by {
        Some(major) => ClusterError::OtherMajor {
            major,
            folder: folder.cluster(),
            socket: socket::place(folder),
            installed: others,
            install: advice::install_major(major),
        },
        None => ClusterError::NotFound {
            install: advice::install(),
        },
    })
}

/// From "postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)".
fn parse_version(text: &str) -> Option<u32> {
    let version = text.split_once("(PostgreSQL) ")?.1;
    version
        .split(|it: char| !it.is_ascii_digit())
        .next()?
        .parse()
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_is_read_however_it_is_dressed() {
        let debian = "postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)\n";
        assert_eq!(parse_version(debian), Some(15));
        assert_eq!(parse_version("postgres (PostgreSQL) 19beta1"), Some(19));
        assert_eq!(parse_version("something else 15"), None);
    }
}
