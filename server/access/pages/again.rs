//! A form that arrived when nobody was signed in any more, or somebody else: kept, to be sent again.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use crate::access::pages::sign_in;
use crate::error::Result;
use crate::web::site::Reader;
use crate::web::{Audience, Form, Site, page};

/// Shorter texts of one line are typed again faster than they are copied.
const LONG: usize = 80;

#[derive(Template)]
#[template(path = "access/again.html")]
struct Again<'f> {
    site: Site,
    action: String,
    can_sign_in: bool,
    /// Whether somebody is signed in, whose it is not.
    is_other: bool,
    fields: Vec<(&'f str, &'f str)>,
    /// Those of the fields that one would be sorry to lose.
    texts: Vec<&'f str>,
}

/// Everything that was typed, in a page that sends it again to where it was sent.
pub fn again(req: &HttpRequest, form: &Form) -> Result<HttpResponse> {
    let is_long = |it: &&str| it.contains('\n') || it.chars().count() > LONG;
    let is_other = Reader::of(req).is_some();
    let template = Again {
        site: Site::of(req, None, ""),
        action: action(req),
        can_sign_in: sign_in::is_open(req),
        is_other,
        fields: form.pairs().collect(),
        texts: form.pairs().map(|it| it.1).filter(is_long).collect(),
    };
    let mut response = page(req, &template, Audience::Personal)?;
    *response.status_mut() = match is_other {
        true => StatusCode::NOT_FOUND,
        false => StatusCode::UNAUTHORIZED,
    };
    Ok(response)
}

/// Where the form was sent. A path that begins with two slashes would be another host.
fn action(req: &HttpRequest) -> String {
    let path = req.path().trim_start_matches(['/', '\\']);
    match req.query_string() {
        "" => format!("/{path}"),
        query => format!("/{path}?{query}"),
    }
}
