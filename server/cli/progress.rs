//! A bar for what takes long, where there is a terminal.

use indicatif::{ProgressBar, ProgressStyle};

#[expect(clippy::expect_used, reason = "the template is a constant")]
pub fn progress(what: &'static str, n: u64) -> ProgressBar {
    let style = ProgressStyle::with_template("{msg:8} {bar:40} {pos}/{len} {eta} left");
    ProgressBar::new(n)
        .with_message(what)
        .with_style(style.expect("a template"))
}
