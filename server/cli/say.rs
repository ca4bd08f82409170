//! What commands say to the person at the terminal.

use std::io::Write;

/// A line for the one who asked. A closed pipe is no error: they have read enough.
pub fn say(line: &str) {
    let _ = writeln!(std::io::stdout(), "{line}");
}

/// What went wrong, and why. A cause that the words above it tell already is not told again.
pub fn complain(err: &anyhow::Error) {
    let mut message = err.to_string();
    for cause in err.chain().skip(1).map(ToString::to_string) {
        if !message.contains(&cause) {
            message = format!("{message}: {cause}");
        }
    }
    let _ = writeln!(std::io::stderr(), "guidepost: {message}");
}
