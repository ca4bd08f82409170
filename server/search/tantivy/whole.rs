//! Whether the files of an index are whole, read piece by piece: the library reads each at once, and the largest is
//! larger than all else that is in memory.

use std::path::{Path, PathBuf};

use tantivy::directory::footer::Footer;
use tantivy::{Directory, HasLen, Index};

use crate::search::engine::{Failure, Result};
use crate::search::tantivy::files::Files;

/// Bytes that are read at once.
const PIECE: usize = 1 << 20;

/// Reads all files: what was cut short or changed is found by the checksums that the library writes behind them.
pub fn verify(files: &Files, index: &Index) -> Result<()> {
    let segments = index.searchable_segment_metas()?;
    let of_segment = |path: &PathBuf| {
        let name = path.to_string_lossy();
        let is_of = |id: String| name.starts_with(&id);
        segments.iter().any(|it| is_of(it.id().uuid_string()))
    };
    let mut n_damaged = 0;
    let files_of_index = index.directory().list_managed_files().into_iter();
    for path in files_of_index.filter(of_segment) {
        n_damaged += usize::from(!is_whole(files, &path)?);
    }
    if n_damaged == 0 {
        return Ok(());
    }
    let reason = format!("{n_damaged} of its files are damaged");
    Err(Failure::ToBeRebuilt(reason))
}

fn is_whole(files: &Files, path: &Path) -> Result<bool> {
    let file = files.open_read(path).map_err(tantivy::TantivyError::from)?;
    let Ok((footer, body)) = Footer::extract_footer(file) else {
        return Ok(false);
    };
    let mut checksum = crc32fast::Hasher::new();
    for from in (0..body.len()).step_by(PIECE) {
        let piece = body.read_bytes_slice(from..body.len().min(from + PIECE))?;
        checksum.update(&piece);
    }
    Ok(checksum.finalize() == footer.crc)
}
