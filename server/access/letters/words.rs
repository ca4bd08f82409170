//! The parts that all mails are put together of.

use crate::i18n::Words;
use crate::mail::Post;

/// Paragraphs of a mail, with the name and the address of the site below them.
pub(super) fn body(words: Words, post: &Post, paragraphs: &[String]) -> String {
    let site = words.get("site-name");
    let below = format!("-- \n{site}\n{}\n", post.to("/"));
    let mut parts = paragraphs.to_vec();
    parts.push(below);
    parts.join("\n\n")
}

/// By their handle, which is all that stands in an address of theirs.
pub(super) fn greeting(words: Words, handle: &str) -> String {
    words.fill("mail-greeting", &[("handle", handle.to_owned())])
}
