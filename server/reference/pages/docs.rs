//! `/api/docs`: the API's document as a page.

use std::sync::OnceLock;

use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use crate::error::Result;
use crate::reference::document::Document;
use crate::reference::operation::Needs;
use crate::reference::wording::Piece;
use crate::web::site::base_of;
use crate::web::{Audience, Site, page};

/// What every request and answer keeps to; each has a title and a text.
const CONVENTIONS: [(&str, &str); 7] = [
    ("api-tokens", "api-tokens-text"),
    ("api-errors", "api-errors-text"),
    ("api-lists", "api-lists-text"),
    ("api-changes", "api-changes-text"),
    ("api-repeats", "api-repeats-text"),
    ("api-caching", "api-caching-text"),
    ("api-limits", "api-limits-text"),
];

#[derive(Template)]
#[template(path = "reference/docs.html")]
struct Docs {
    site: Site,
    base: String,
    document: &'static Document,
    conventions: [(&'static str, &'static str); 7],
}

pub(super) async fn show(req: HttpRequest) -> Result<HttpResponse> {
    static DOCUMENT: OnceLock<Document> = OnceLock::new();
    let document = match DOCUMENT.get() {
        Some(document) => document,
        None => {
            let read = Document::read()?;
            DOCUMENT.get_or_init(|| read)
        }
    };
    let docs = Docs {
        site: Site::of(&req, None, ""),
        base: base_of(&req),
        document,
        conventions: CONVENTIONS,
    };
    page(&req, &docs, Audience::Public)
}
