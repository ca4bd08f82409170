//! What a story lacks before it can be published. Every gap comes back at once.

use crate::error::Fault;
use crate::stories::content::Content;
use crate::stories::path;

/// What is missing before it can be published.
pub fn gaps(content: &Content) -> Vec<Fault> {
    let mut gaps = Vec::new();
    let mut need = |there: bool, pointer: String| {
        if !there {
            gaps.push(Fault::new(pointer, "missing"));
        }
    };
    need(!content.title.is_empty(), "/title".to_owned());
    need(!content.summary.is_empty(), "/summary".to_owned());
    need(!content.transitions.is_empty(), "/transitions".to_owned());
    for (n, it) in content.transitions.iter().enumerate() {
        need(
            it.from_role.is_some(),
            format!("/transitions/{n}/from_role"),
        );
        need(it.to_role.is_some(), format!("/transitions/{n}/to_role"));
        need(it.route.is_some(), format!("/transitions/{n}/route"));
    }
    for (n, it) in content.challenges.iter().enumerate() {
        need(it.kind.is_some(), format!("/challenges/{n}/kind"));
        need(it.approach.is_some(), format!("/challenges/{n}/approach"));
    }
    for (n, it) in content.practices.iter().enumerate() {
        need(it.practice.is_some(), format!("/practices/{n}/practice"));
        need(
            !it.applied_to.is_empty(),
            format!("/practices/{n}/applied_to"),
        );
    }
    for (n, it) in content.tips.iter().enumerate() {
        need(it.audience.is_some(), format!("/tips/{n}/audience"));
        need(!it.text_md.is_empty(), format!("/tips/{n}/text_md"));
    }
    if content.challenges.is_empty() && content.tips.is_empty() {
        gaps.push(Fault::new("/challenges", "missing_challenge_or_tip"));
    }
    for n in path::breaks(&content.transitions) {
        gaps.push(Fault::new(
            format!("/transitions/{n}/from_role"),
            "path_broken",
        ));
    }
    gaps
}
