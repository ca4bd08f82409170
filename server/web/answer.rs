//! Answers with their validators: a page or a JSON document that is sent again only when it changed.

use actix_web::cookie::time::Duration;
use actix_web::cookie::{Cookie, SameSite};
use actix_web::http::{StatusCode, header};
use actix_web::web::Bytes;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::error::{Error, Result};
use crate::i18n::Language;
use crate::web::Query;
use crate::web::site;

/// Who may keep a copy of an answer.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Audience {
    /// The same for everyone who may ask: kept anywhere, asked for again each time.
    Public,
    /// For the one who asked alone: kept nowhere.
    Personal,
}

const VARY_OF_PAGES: &str = "Accept-Language, Accept-Encoding, Cookie";

/// A page for whoever asks. One that names its reader is theirs alone, whatever is on it.
pub fn page(
    req: &HttpRequest,
    template: &impl Template,
    audience: Audience,
) -> Result<HttpResponse> {
    let audience = match site::is_personal(req) {
        true => Audience::Personal,
        false => audience,
    };
    let html = template.render().map_err(anyhow::Error::from)?;
    let etag = format!("\"{}\"", digest(html.as_bytes()));
    let mut response = answer(req, audience, &etag, |mut response| {
        response.content_type("text/html; charset=utf-8").body(html)
    });
    dressed(req, &mut response)?;
    Ok(response)
}

/// Adds what a page says beside itself; JSON is left alone.
pub(super) fn dressed(req: &HttpRequest, response: &mut HttpResponse) -> Result<()> {
    if req.path().starts_with("/api/v1/") {
        return Ok(());
    }
    // Wherever it stands, a page speaks the language that its reader chose before.
    response.headers_mut().insert(
        header::VARY,
        header::HeaderValue::from_static(VARY_OF_PAGES),
    );
    if let Some(language) = site::asked(req) {
        remember(req, response, language)?;
    }
    Ok(())
}

/// Keeps the language that a reader chose, so that the next page speaks it too.
fn remember(req: &HttpRequest, response: &mut HttpResponse, language: Language) -> Result<()> {
    let mut cookie = language_chosen(language.as_str());
    cookie.set_secure(site::base_of(req).starts_with("https:"));
    response.add_cookie(&cookie).map_err(anyhow::Error::from)?;
    Ok(())
}

fn language_chosen(value: &'static str) -> Cookie<'static> {
    Cookie::build(site::LANGUAGE_COOKIE, value)
        .path("/")
        .max_age(Duration::days(365))
        .same_site(SameSite::Lax)
        .http_only(true)
        .finish()
}

/// Takes back what was chosen, for the setting of whoever reads from now on.
pub fn language_forgotten() -> Cookie<'static> {
    let mut cookie = language_chosen("");
    cookie.make_removal();
    cookie
}

/// A JSON document whose validator is its own digest.
pub fn json(req: &HttpRequest, body: &impl Serialize, audience: Audience) -> Result<HttpResponse> {
    let text = serde_json::to_vec(body).map_err(anyhow::Error::from)?;
    let etag = format!("\"{}\"", digest(&text));
    Ok(answer(req, audience, &etag, |mut response| {
        response.content_type("application/json").body(text)
    }))
}

/// A JSON document with a validator of its own, such as `"3-0a1b"`.
pub fn json_tagged(
    req: &HttpRequest,
    body: &impl Serialize,
    audience: Audience,
    etag: &str,
) -> Result<HttpResponse> {
    let text = serde_json::to_vec(body).map_err(anyhow::Error::from)?;
    Ok(answer(req, audience, etag, |mut response| {
        response.content_type("application/json").body(text)
    }))
}

/// A file that is made here, the same for everyone.
pub fn bytes(req: &HttpRequest, content_type: &'static str, body: Bytes) -> HttpResponse {
    let etag = format!("\"{}\"", digest(&body));
    answer(req, Audience::Public, &etag, |mut response| {
        response.content_type(content_type).body(body)
    })
}

/// The same answer for something that was made, and where it stands.
pub fn created(mut response: HttpResponse, location: &str) -> Result<HttpResponse> {
    let location = header::HeaderValue::from_str(location).map_err(anyhow::Error::from)?;
    *response.status_mut() = StatusCode::CREATED;
    response.headers_mut().insert(header::LOCATION, location);
    Ok(response)
}

/// The same answer for a page of a list, and where the next page begins.
pub fn linked(
    mut response: HttpResponse,
    req: &HttpRequest,
    query: &Query,
    next_cursor: Option<&str>,
) -> Result<HttpResponse> {
    if let Some((name, value)) = link(req, query, next_cursor)? {
        response.headers_mut().insert(name, value);
    }
    Ok(response)
}

/// The header that says where the next page of a list begins.
pub fn link(
    req: &HttpRequest,
    query: &Query,
    next_cursor: Option<&str>,
) -> Result<Option<(header::HeaderName, header::HeaderValue)>> {
    let Some(cursor) = next_cursor else {
        return Ok(None);
    };
    let (base, path) = (site::base_of(req), req.path());
    let query = query.with("cursor", Some(cursor));
    let link = format!("<{base}{path}?{query}>; rel=\"next\"");
    let link = header::HeaderValue::from_str(&link).map_err(anyhow::Error::from)?;
    Ok(Some((header::LINK, link)))
}

/// Leads on to another page, which is asked for by GET.
pub fn see_other(address: &str) -> HttpResponse {
    HttpResponse::SeeOther()
        .insert_header((header::LOCATION, address))
        .insert_header((header::CACHE_CONTROL, "private, no-store"))
        .finish()
}

/// Done, and there is nothing to say.
pub fn done() -> HttpResponse {
    HttpResponse::NoContent()
        .insert_header((header::CACHE_CONTROL, "private, no-store"))
        .finish()
}

/// A short fingerprint of what is sent: 64 bits of SHA-256 in hexadecimal.
pub fn digest(bytes: &[u8]) -> String {
    let hash = Sha256::digest(bytes);
    hash.iter()
        .take(8)
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// The version that `If-Match` names: the number before the hyphen of a story's `ETag`.
///
/// # Errors
/// [`Error::PreconditionRequired`] where the header is missing, or is `*`, which would overwrite
/// anything; [`Error::Stale`] where it can not name a version.
pub fn if_match(req: &HttpRequest) -> Result<i32> {
    let header = req
        .headers()
        .get(header::IF_MATCH)
        .filter(|it| it.as_bytes() != b"*")
        .ok_or(Error::PreconditionRequired)?;
    let version = header
        .to_str()
        .ok()
        .and_then(|it| it.trim().trim_start_matches("W/").strip_prefix('"'))
        .and_then(|it| it.strip_suffix('"'))
        .and_then(|it| it.split('-').next())
        .and_then(|it| it.parse().ok());
    version.ok_or(Error::Stale(None))
}

pub(super) fn answer(
    req: &HttpRequest,
    audience: Audience,
    etag: &str,
    full: impl FnOnce(actix_web::HttpResponseBuilder) -> HttpResponse,
) -> HttpResponse {
    let known = audience == Audience::Public && knows(req, etag);
    let mut response = if known {
        HttpResponse::NotModified().finish()
    } else {
        full(HttpResponse::build(StatusCode::OK))
    };
    let cache = match audience {
        Audience::Public => "no-cache",
        Audience::Personal => "private, no-store",
    };
    let vary = if req.path().starts_with("/api/") {
        "Accept-Language, Accept-Encoding"
    } else {
        VARY_OF_PAGES
    };
    let headers = response.headers_mut();
    headers.insert(
        header::CACHE_CONTROL,
        header::HeaderValue::from_static(cache),
    );
    headers.insert(header::VARY, header::HeaderValue::from_static(vary));
    if let Ok(etag) = header::HeaderValue::from_str(etag) {
        headers.insert(header::ETAG, etag);
    }
    response
}

/// Whether the one who asks has this already (RFC 9110, 13.1.2: weak comparison).
fn knows(req: &HttpRequest, etag: &str) -> bool {
    req.headers()
        .get_all(header::IF_NONE_MATCH)
        .filter_map(|it| it.to_str().ok())
        .flat_map(|it| it.split(','))
        .any(|it| it.trim() == "*" || it.trim().trim_start_matches("W/") == etag)
}
