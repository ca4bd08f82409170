//! The folder of the socket: private, and short enough for a socket's address.

use std::fs::DirBuilder;
use std::fs::File;
use std::io;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::DirBuilderExt;
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::path::PathBuf;

use rustix::fs::Mode;
use rustix::fs::OFlags;
use sha2::Digest;
use sha2::Sha256;

use super::ClusterError;
use super::folder::Folder;
use super::folder::trouble;
use super::run_as::Account;
use super::run_as::RunAs;

/// macOS has room for 103 bytes and an end, Linux for 107.
const LONGEST: usize = 103;

/// Makes the folder ready: it is ours, and no one else may enter it.
pub(super) fn prepare(folder: &Folder, run_as: RunAs) -> Result<PathBuf, ClusterError> {
    let path = place(folder);
    secure(&path, run_as)?;
    Ok(path)
}

/// Beside the cluster, or under /tmp if that address is too long, cannot stand in a URL, or is a list to `psql`.
///
/// Always the same for the same folder, whatever TMPDIR says.
pub(super) fn place(folder: &Folder) -> PathBuf {
    let beside = folder.run();
    let length = beside.join(".s.PGSQL.5432").as_os_str().len();
    if length <= LONGEST && beside.to_str().is_some_and(|it| !it.contains(',')) {
        return beside;
    }
    let digest = Sha256::digest(folder.path().as_os_str().as_bytes());
    let name: String = digest
        .iter()
        .take(8)
        .map(|byte| format!("{byte:02x}"))
        .collect();
    Path::new("/tmp").join(format!("guidepost-{name}"))
}

/// Under /tmp another user may have made the folder, or a link in its place, before us: then it is refused.
fn secure(path: &Path, run_as: RunAs) -> Result<(), ClusterError> {
    let trouble = |error| trouble("make the socket folder", path, error);
    match DirBuilder::new().mode(0o700).create(path) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(trouble(error)),
        _ => {}
    }
    let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
    let folder = rustix::fs::open(path, flags, Mode::empty())
        .map(File::from)
        .map_err(|error| trouble(error.into()))?;
    let owner = folder.metadata().map_err(trouble)?.uid();
    let expected = match run_as {
        RunAs::User(Account { uid, .. }) => uid,
        RunAs::Myself | RunAs::Namespace(_) => rustix::process::geteuid().as_raw(),
    };
    // Root's own one was made a moment ago, or by an earlier run as another user.
    if owner != expected && !(owner == 0 && rustix::process::geteuid().is_root()) {
        return Err(ClusterError::NotOurs {
            path: path.to_owned(),
            owner,
        });
    }
    rustix::fs::fchmod(&folder, Mode::RWXU).map_err(|error| trouble(error.into()))?;
    run_as.give(&folder).map_err(trouble)
}

#[cfg(test)]
#[expect(clippy::print_stdout, reason = "a skipped test says so")]
mod tests {
    use std::fs;
    use std::os::unix::fs::PermissionsExt;
    use std::os::unix::fs::symlink;

    use super::*;

    #[test]
    fn an_open_folder_is_closed_to_others() {
        let parent = tempfile::tempdir().unwrap();
        let path = parent.path().join("run");
        fs::create_dir(&path).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o777)).unwrap();
        secure(&path, RunAs::Myself).unwrap();
        assert_eq!(
            fs::metadata(&path).unwrap().permissions().mode() & 0o777,
            0o700
        );
    }

    #[test]
    fn a_link_in_its_place_is_refused() {
        let parent = tempfile::tempdir().unwrap();
        let path = parent.path().join("run");
        symlink("/tmp", &path).unwrap();
        assert!(matches!(
            secure(&path, RunAs::Myself),
            Err(ClusterError::Path { .. })
        ));
    }

    #[test]
    fn the_folder_of_another_user_is_refused() {
        if !rustix::process::geteuid().is_root() {
            println!("skipped: needs root");
            return;
        }
        let parent = tempfile::tempdir().unwrap();
        let path = parent.path().join("run");
        fs::create_dir(&path).unwrap();
        std::os::unix::fs::chown(&path, Some(12345), None).unwrap();
        assert!(matches!(
            secure(&path, RunAs::Myself),
            Err(ClusterError::NotOurs { owner: 12345, .. })
        ));
    }
}
