//! The HTML of a story's texts, made once for each save and again when the Markdown policy changed.

use crate::db::ids::StoryId;
use crate::error::{Fault, Result};
use crate::stories::parts::Parts;
use crate::stories::rules::MAX_MD;
use crate::stories::story::Story;
use crate::text::{clean, markdown};

/// Texts with their HTML.
#[derive(Clone, Debug)]
pub struct Rendered {
    pub parts: Parts,
    pub reflection_html: String,
}

/// Renders every text, off the threads that answer requests. With it a fault for every text that
/// nests too deep.
pub async fn render(parts: Parts, reflection_md: String) -> Result<(Rendered, Vec<Fault>)> {
    let work = tokio::task::spawn_blocking(move || render_here(parts, &reflection_md));
    Ok(work.await?)
}

/// As [`render`], on the caller's thread, which must not be one that answers requests.
pub fn render_here(parts: Parts, reflection_md: &str) -> (Rendered, Vec<Fault>) {
    let mut brush = Brush { faults: Vec::new() };
    let rendered = brush.story(parts, reflection_md);
    (rendered, brush.faults)
}

/// Whether the stored HTML was made under an older policy.
pub fn is_outdated(story: &Story) -> bool {
    story.row.policy < markdown::POLICY
}

/// Tips of several stories stand on one page: their ids tell the stories apart.
fn short(story: StoryId) -> String {
    story.0.simple().to_string().chars().take(8).collect()
}

struct Brush {
    faults: Vec<Fault>,
}

impl Brush {
    fn story(&mut self, mut parts: Parts, reflection_md: &str) -> Rendered {
        for (n, it) in parts.transitions.iter_mut().enumerate() {
            it.story_html = self.html(
                &it.story_md,
                || format!("/transitions/{n}/story_md"),
                &format!("t{n}-"),
            );
        }
        for (n, it) in parts.challenges.iter_mut().enumerate() {
            it.faced_html = self.html(
                &it.faced_md,
                || format!("/challenges/{n}/faced_md"),
                &format!("c{n}f-"),
            );
            it.response_html = self.html(
                &it.response_md,
                || format!("/challenges/{n}/response_md"),
                &format!("c{n}r-"),
            );
            let at = || format!("/challenges/{n}/hindsight_md");
            it.hindsight_html = it
                .hindsight_md
                .as_ref()
                .map(|md| self.html(md, at, &format!("c{n}h-")));
        }
        for (n, it) in parts.practices.iter_mut().enumerate() {
            it.how_html = self.html(
                &it.how_md,
                || format!("/practices/{n}/how_md"),
                &format!("p{n}h-"),
            );
            let at = || format!("/practices/{n}/caveat_md");
            it.caveat_html = it
                .caveat_md
                .as_ref()
                .map(|md| self.html(md, at, &format!("p{n}c-")));
        }
        for (n, it) in parts.tips.iter_mut().enumerate() {
            it.text_html = self.html(
                &it.text_md,
                || format!("/tips/{n}/text_md"),
                &format!("s{}-a{n}-", short(it.story_id)),
            );
        }
        let reflection_html = self.html(reflection_md, || "/reflection_md".to_owned(), "r-");
        Rendered {
            parts,
            reflection_html,
        }
    }

    fn html(&mut self, markdown: &str, at: impl FnOnce() -> String, prefix: &str) -> String {
        // It breaks a rule already; the work of rendering may grow with the square of the length.
        if clean::length(markdown) > MAX_MD {
            return String::new();
        }
        markdown::render(markdown, prefix).unwrap_or_else(|it| {
            let fault = Fault::new(at(), it.code());
            self.faults.push(fault.with("max", markdown::MAX_DEPTH));
            String::new()
        })
    }
}
