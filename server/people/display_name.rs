//! The name that stands beside what a person wrote.

use crate::error::Fault;
use crate::text::clean;

const LONGEST: usize = 60;

/// One line of at most 60 characters; empty where nobody would see any.
pub fn parse(text: &str) -> Result<String, Fault> {
    let at = "/display_name";
    let name = clean::line(text)
        .map_err(|it| Fault::new(at, "forbidden_character").with("character", it))?;
    if name.chars().count() > LONGEST {
        return Err(Fault::new(at, "too_long").with("max", LONGEST));
    }
    Ok(name)
}
