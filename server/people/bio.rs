//! What a person says of themselves: Markdown, and its HTML, which is made once when it is saved.

use crate::error::{Error, Fault, Result};
use crate::text::{clean, markdown};

const LONGEST: usize = 2_000;
/// The ids of a bio's footnotes begin with this.
const PREFIX: &str = "bio-";
const AT: &str = "/bio_md";

#[derive(Clone, Debug)]
pub struct Bio {
    pub md: String,
    pub html: String,
}

impl Bio {
    /// Renders off the threads that answer requests.
    pub async fn render(text: &str) -> Result<Self> {
        let md = parse(text)?;
        tokio::task::spawn_blocking(move || Self::of(md)).await?
    }

    /// As [`Bio::render`], on the caller's thread, which must not be one that answers requests.
    pub fn render_here(text: &str) -> Result<Self> {
        Self::of(parse(text)?)
    }

    fn of(md: String) -> Result<Self> {
        let html = markdown::render(&md, PREFIX).map_err(|it| {
            let fault = Fault::new(AT, it.code());
            Error::Invalid(vec![fault.with("max", markdown::MAX_DEPTH)])
        })?;
        Ok(Self { md, html })
    }
}

fn parse(text: &str) -> Result<String> {
    let md = clean::paragraphs(text).map_err(|it| {
        let fault = Fault::new(AT, "forbidden_character");
        Error::Invalid(vec![fault.with("character", it)])
    })?;
    if md.chars().count() > LONGEST {
        let fault = Fault::new(AT, "too_long").with("max", LONGEST);
        return Err(Error::Invalid(vec![fault]));
    }
    Ok(md)
}
