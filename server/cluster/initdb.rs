//! A new cluster: made in a scratch folder and renamed, so that there is a whole one or none.

use std::fs;
use std::fs::DirBuilder;
use std::fs::File;
use std::io;
use std::os::unix::fs::DirBuilderExt;
use std::path::Path;
use std::path::PathBuf;
use std::process;
use std::process::Output;
use std::time::SystemTime;

use super::ClusterError;
use super::Durability;
use super::command::command;
use super::folder::Folder;
use super::folder::trouble;
use super::keeper;
use super::programs::Programs;
use super::run_as::RunAs;

const STEP: &str = "make a new database cluster";
const SCRATCH: &str = "pg.new.";

pub(super) async fn make(
    folder: &Folder,
    programs: &Programs,
    run_as: RunAs,
    durability: Durability,
) -> Result<(), ClusterError> {
    tidy(folder);
    let scratch = scratch(folder);
    let made = fill(folder, programs, run_as, &scratch).await;
    if made.is_err() {
        // So that a full disk is not even fuller.
        fs::remove_dir_all(&scratch).ok();
    }
    made?;
    let trouble = |error| trouble(STEP, folder.path(), error);
    fs::rename(&scratch, folder.cluster()).map_err(trouble)?;
    if durability == Durability::Full {
        sync(folder.path()).map_err(trouble)?;
    }
    Ok(())
}

/// What killed runs left behind.
pub(super) fn tidy(folder: &Folder) {
    for entry in fs::read_dir(folder.path()).into_iter().flatten().flatten() {
        if entry.file_name().to_string_lossy().starts_with(SCRATCH) {
            // A dying initdb may still write there; then the next start has it.
            fs::remove_dir_all(entry.path()).ok();
        }
    }
}

/// A name of its own each time, because a killed initdb may still be tidying its folder, and in a container every server has the same number.
fn scratch(folder: &Folder) -> PathBuf {
    let now = SystemTime::now()
        .duration_since(SystemTime::UNIX_EPOCH)
        .unwrap_or_default();
    folder
        .path()
        .join(format!("{SCRATCH}{}.{}", process::id(), now.as_nanos()))
}

async fn fill(
    folder: &Folder,
    programs: &Programs,
    run_as: RunAs,
    scratch: &Path,
) -> Result<(), ClusterError> {
    let trouble = |error| trouble(STEP, folder.path(), error);
    DirBuilder::new()
        .mode(0o700)
        .create(scratch)
        .and_then(|()| run_as.give(&File::open(scratch)?))
        .map_err(trouble)?;
    let mut said = String::new();
    for locale in ["C.UTF-8", "C"] {
        let output = initdb(folder, programs, run_as, (scratch, locale))
            .await
            .map_err(trouble)?;
        if output.status.success() {
            return Ok(());
        }
        said = text(&output);
        // Not every system has the first; PostgreSQL knows best.
        if !said.contains("invalid locale") {
            break;
        }
    }
    Err(folder.failed(STEP, &said))
}

async fn initdb(
    folder: &Folder,
    programs: &Programs,
    run_as: RunAs,
    (scratch, locale): (&Path, &str),
) -> io::Result<Output> {
    let mut initdb = command(&programs.initdb(), run_as, folder.path())?;
    initdb
        .args(["--username=guidepost", "--auth=trust", "--encoding=UTF8"])
        .args(["--no-sync", "--no-instructions"])
        .arg(format!("--locale={locale}"))
        .arg("-D")
        .arg(scratch);
    keeper::output(initdb).await
}

/// initdb tells the reason on one stream and the progress on the other.
fn text(output: &Output) -> String {
    [&output.stdout, &output.stderr]
        .map(|it| String::from_utf8_lossy(it).into_owned())
        .concat()
}

/// One call for the whole disk instead of one for each of a thousand files.
#[cfg(target_os = "linux")]
fn sync(folder: &Path) -> io::Result<()> {
    rustix::fs::syncfs(File::open(folder)?)?;
    Ok(())
}

#[cfg(not(target_os = "linux"))]
fn sync(folder: &Path) -> io::Result<()> {
    rustix::fs::sync();
    File::open(folder)?.sync_all()
}
