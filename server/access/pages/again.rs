//! A form that arrived when nobody was signed in any more, or somebody else, or too often: kept, to be sent
//! again.

use actix_web::http::{StatusCode, header};
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
    why: Why,
    fields: Vec<(&'f str, &'f str)>,
    /// Those of the fields that one would be sorry to lose.
    texts: Vec<&'f str>,
}

/// Why it was not done.
#[derive(Clone, Copy, Debug)]
enum Why {
    SignedOut,
    /// Somebody is signed in, whose it is not.
    Other,
    /// They signed in too long ago for it.
    Stale,
    /// The seconds to wait.
    TooOften(u64),
}

/// Everything that was typed, in a page that sends it again to where it was sent.
pub fn again(req: &HttpRequest, form: &Form) -> Result<HttpResponse> {
    let why = match Reader::of(req) {
        Some(_) => Why::Other,
        None => Why::SignedOut,
    };
    answer(req, form, why)
}

/// The same for whoever has to sign in again before.
pub(super) fn again_fresh(req: &HttpRequest, form: &Form) -> Result<HttpResponse> {
    answer(req, form, Why::Stale)
}

/// The same for what came too often.
pub(super) fn again_later(req: &HttpRequest, form: &Form, seconds: u64) -> Result<HttpResponse> {
    let mut response = answer(req, form, Why::TooOften(seconds))?;
    let headers = response.headers_mut();
    headers.insert(header::RETRY_AFTER, seconds.into());
    Ok(response)
}

fn answer(req: &HttpRequest, form: &Form, why: Why) -> Result<HttpResponse> {
    let is_long = |it: &&str| it.contains('\n') || it.chars().count() > LONG;
    let template = Again {
        site: Site::of(req, None, ""),
        action: action(req),
        can_sign_in: sign_in::is_open(req),
        why,
        fields: form.pairs().collect(),
        texts: form.pairs().map(|it| it.1).filter(is_long).collect(),
    };
    let mut response = page(req, &template, Audience::Personal)?;
    *response.status_mut() = match why {
        Why::SignedOut | Why::Stale => StatusCode::UNAUTHORIZED,
        Why::Other => StatusCode::NOT_FOUND,
        Why::TooOften(_) => StatusCode::TOO_MANY_REQUESTS,
    };
    Ok(response)
}

impl Again<'_> {
    fn title(&self) -> String {
        match self.why {
            Why::SignedOut | Why::Stale => self.site.t("again"),
            Why::Other => self.site.t("again-other"),
            Why::TooOften(_) => self.site.t("problem-rate_limited"),
        }
    }

    fn lede(&self) -> String {
        match self.why {
            Why::SignedOut if self.fields.is_empty() => self.site.t("again-nothing"),
            Why::SignedOut => self.site.t("again-kept"),
            Why::Other => self.site.t("again-other-kept"),
            Why::Stale => self.site.t("again-fresh"),
            Why::TooOften(seconds) => self.site.with("again-later", "seconds", seconds),
        }
    }

    /// Whether signing in helps.
    fn is_about_signing_in(&self) -> bool {
        !matches!(self.why, Why::TooOften(_))
    }

    fn first_step(&self) -> String {
        match self.why {
            Why::Other => self.site.t("again-other-sign-in"),
            _ => self.site.t("again-step-sign-in"),
        }
    }
}

/// Where the form was sent. A path that begins with two slashes would be another host.
fn action(req: &HttpRequest) -> String {
    let path = req.path().trim_start_matches(['/', '\\']);
    match req.query_string() {
        "" => format!("/{path}"),
        query => format!("/{path}?{query}"),
    }
}
