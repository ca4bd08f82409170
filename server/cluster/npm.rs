//! The links between libraries that npm packages cannot carry.

use std::fs;
use std::io;
use std::os::unix::fs::symlink;
use std::path::Path;

#[derive(serde::Deserialize)]
struct Link {
    /// What is linked to, from the root of the package.
    source: String,
    /// The link, from the root of the package.
    target: String,
}

/// Makes those links that the package's postinstall script would have made, had it been allowed to run.
///
/// Does nothing for programs that came another way. May be repeated without harm.
pub(super) fn hydrate(bin: &Path) -> io::Result<()> {
    let Some(native) = bin.parent() else {
        return Ok(());
    };
    let Some(package) = native.parent() else {
        return Ok(());
    };
    let Ok(list) = fs::read(native.join("pg-symlinks.json")) else {
        return Ok(());
    };
    let links: Vec<Link> = serde_json::from_slice(&list)?;
    for Link { source, target } in links {
        let link = package.join(&target);
        if link.symlink_metadata().is_ok() {
            continue;
        }
        let source = Path::new(&source);
        let made = if source.parent() == Path::new(&target).parent() {
            // Relative, so that the folder may be moved.
            symlink(source.file_name().unwrap_or_default(), &link)
        } else {
            symlink(package.join(source), &link)
        };
        match made {
            // Another server did it at the same time.
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            done => done?,
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn missing_links_are_made_and_may_be_made_again() {
        let package = tempfile::tempdir().unwrap();
        let native = package.path().join("native");
        fs::create_dir_all(native.join("lib")).unwrap();
        fs::write(native.join("lib/libicu.so.60.2"), "icu").unwrap();
        let list = r#"[{"source":"native/lib/libicu.so.60.2","target":"native/lib/libicu.so.60"}]"#;
        fs::write(native.join("pg-symlinks.json"), list).unwrap();
        hydrate(&native.join("bin")).unwrap();
        hydrate(&native.join("bin")).unwrap();
        assert_eq!(
            fs::read_to_string(native.join("lib/libicu.so.60")).unwrap(),
            "icu"
        );
    }
}
