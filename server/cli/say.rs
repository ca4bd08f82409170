//! What commands say to the person at the terminal.

use std::io::Write;

/// A line for the one who asked. A closed pipe is no error: they have read enough.
pub fn say(line: &str) {
    let _ = writeln!(std::io::stdout(), "{line}");
}

/// What went wrong.
pub fn complain(message: &str) {
    let _ = writeln!(std::io::stderr(), "guidepost: {message}");
}
