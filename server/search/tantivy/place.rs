//! Where the index lies: two folders, of which a small file names the one in use, so that another can be
//! built beside it and take its place in one step.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::search::engine::{Failure, Result};
use crate::search::tantivy::schema::FORMAT;

const FOLDERS: [&str; 2] = ["a", "b"];
const CURRENT: &str = "current";
const FORMAT_FILE: &str = "format";

#[derive(Clone, Debug)]
pub struct Place {
    root: PathBuf,
}

impl Place {
    pub fn new(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into() }
    }

    /// The name of the folder in use.
    pub fn current(&self) -> Result<&'static str> {
        let named = match fs::read_to_string(self.root.join(CURRENT)) {
            Ok(named) => named,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Err(Failure::ToBeRebuilt("there is none".to_owned()));
            }
            Err(error) => return Err(Failure::Io(error)),
        };
        let folder = FOLDERS.into_iter().find(|it| *it == named.trim());
        folder.ok_or_else(|| Failure::ToBeRebuilt("no folder is in use".to_owned()))
    }

    /// The folder that is not in use.
    pub fn spare(&self) -> Result<&'static str> {
        Ok(match self.current() {
            Ok("a") => "b",
            Ok(_) | Err(Failure::ToBeRebuilt(_)) => "a",
            Err(failure) => return Err(failure),
        })
    }

    pub fn folder(&self, name: &str) -> PathBuf {
        self.root.join(name)
    }

    /// From now on this folder is in use. Whoever looks sees the one or the other, also after a crash.
    pub fn use_folder(&self, name: &str) -> io::Result<()> {
        write_durably(&self.root, CURRENT, name)
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
    fn the_folders_take_turns() {
        let root = tempfile::tempdir().unwrap();
        let place = Place::new(root.path().join("deeper"));
        assert!(matches!(place.current(), Err(Failure::ToBeRebuilt(_))));
        assert_eq!(place.spare().unwrap(), "a");
        place.use_folder("a").unwrap();
        assert_eq!(
            (place.current().unwrap(), place.spare().unwrap()),
            ("a", "b")
        );
        place.use_folder("b").unwrap();
        assert_eq!(
            (place.current().unwrap(), place.spare().unwrap()),
            ("b", "a")
        );
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
