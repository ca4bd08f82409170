//! Where the index lies: a folder with a name of its own for each time it was built, of which a small file
//! names the one in use, so that another can be built beside it and take its place in one step.

use std::fs::{self, File, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use uuid::Uuid;

use crate::search::engine::{Failure, Result};
use crate::search::tantivy::schema::FORMAT;

const CURRENT: &str = "current";
const FORMAT_FILE: &str = "format";
const REBUILDING: &str = "rebuilding";

#[derive(Clone, Debug)]
pub struct Place {
    root: PathBuf,
}

/// As long as it is held nobody else builds an index here.
#[derive(Debug)]
pub struct Building(#[expect(dead_code, reason = "closing it gives the lock away")] File);

impl Place {
    pub fn new(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into() }
    }

    /// The name of the folder in use.
    pub fn current(&self) -> Result<String> {
        let named = match fs::read_to_string(self.root.join(CURRENT)) {
            Ok(named) => named,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Err(Failure::ToBeRebuilt("there is none".to_owned()));
            }
            // Something else stands in its place.
            Err(error)
                if matches!(
                    error.kind(),
                    io::ErrorKind::InvalidData | io::ErrorKind::IsADirectory
                ) =>
            {
                String::new()
            }
            Err(error) => return Err(Failure::Io(error)),
        };
        if Uuid::try_parse(&named).is_err() {
            return Err(Failure::ToBeRebuilt("no folder is in use".to_owned()));
        }
        Ok(named)
    }

    /// Reserves the place for whoever builds a new index, and takes away what earlier ones left.
    ///
    /// # Errors
    /// [`Failure::Locked`] while somebody else builds one.
    pub fn build(&self) -> Result<Building> {
        fs::create_dir_all(&self.root)?;
        for name in [CURRENT, REBUILDING] {
            clear_folder(&self.root.join(name))?;
        }
        let file = File::create(self.root.join(REBUILDING))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(Failure::Locked),
            Err(TryLockError::Error(error)) => return Err(Failure::Io(error)),
        }
        self.sweep();
        Ok(Building(file))
    }

    /// A folder that nobody has used before.
    pub fn new_folder() -> String {
        Uuid::new_v4().simple().to_string()
    }

    pub fn folder(&self, name: &str) -> PathBuf {
        self.root.join(name)
    }

    /// From now on this folder is in use. Whoever looks sees the one or the other, also after a crash.
    pub fn use_folder(&self, _building: &Building, name: &str) -> io::Result<()> {
        write_durably(&self.root, CURRENT, name)?;
        self.sweep();
        Ok(())
    }

    /// Takes away all folders but the one in use. Who still reads one has its files open. What can not be
    /// taken away is tried again by the next one who builds.
    fn sweep(&self) {
        let current = self.current().ok();
        for entry in fs::read_dir(&self.root).into_iter().flatten().flatten() {
            let name = entry.file_name();
            let name = name.to_string_lossy();
            let is_ours = Uuid::try_parse(&name).is_ok();
            if is_ours && current.as_deref() != Some(&*name) {
                let _ = fs::remove_dir_all(entry.path());
            }
        }
    }

    /// Marks a folder as written by this program.
    pub fn write_format(&self, name: &str) -> io::Result<()> {
        write_durably(&self.folder(name), FORMAT_FILE, &format())
    }

    pub fn check_format(&self, name: &str) -> Result<()> {
        let written = fs::read_to_string(self.folder(name).join(FORMAT_FILE));
        let written = written.unwrap_or_else(|_missing| "none".to_owned());
        if written == format() {
            return Ok(());
        }
        let reason = format!("its format is `{}`", written.trim());
        Err(Failure::ToBeRebuilt(reason))
    }

    /// The size of all files in use.
    pub fn bytes(&self, name: &str) -> u64 {
        let entries = fs::read_dir(self.folder(name)).into_iter().flatten();
        let sizes = entries.filter_map(|it| it.ok()?.metadata().ok());
        sizes.map(|it| it.len()).sum()
    }
}

/// What an index depends on: our fields and words, tantivy's files, the dictionary that cuts words.
fn format() -> String {
    format!(
        "guidepost {FORMAT}, tantivy {}, icu_segmenter 2.4\n",
        tantivy::version()
    )
}

/// Where a file of ours is to stand, a folder is nobody's.
fn clear_folder(path: &Path) -> io::Result<()> {
    match path.is_dir() {
        true => fs::remove_dir_all(path),
        false => Ok(()),
    }
}

fn write_durably(folder: &Path, name: &str, text: &str) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    let beside = folder.join(format!("{name}.new"));
    let mut file = File::create(&beside)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    fs::rename(&beside, folder.join(name))?;
    File::open(folder)?.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_all_folders_the_one_in_use_stays() {
        let root = tempfile::tempdir().unwrap();
        let place = Place::new(root.path().join("deeper"));
        assert!(matches!(place.current(), Err(Failure::ToBeRebuilt(_))));
        let building = place.build().unwrap();
        assert!(matches!(place.build(), Err(Failure::Locked)));
        let [first, second] = [Place::new_folder(), Place::new_folder()];
        place.write_format(&first).unwrap();
        place.use_folder(&building, &first).unwrap();
        assert_eq!(place.current().unwrap(), first);
        place.write_format(&second).unwrap();
        drop(building);
        let building = place.build().unwrap();
        assert!(!place.folder(&second).exists());
        place.write_format(&second).unwrap();
        place.use_folder(&building, &second).unwrap();
        assert!(!place.folder(&first).exists());
        place.check_format(&second).unwrap();
    }

    #[test]
    fn another_format_is_told() {
        let root = tempfile::tempdir().unwrap();
        let place = Place::new(root.path());
        assert!(matches!(
            place.check_format("a"),
            Err(Failure::ToBeRebuilt(_))
        ));
        place.write_format("a").unwrap();
        place.check_format("a").unwrap();
        fs::write(root.path().join("a/format"), "guidepost 0").unwrap();
        let told = place.check_format("a").unwrap_err().to_string();
        assert!(told.contains("guidepost 0"), "{told}");
    }
}
