//! The cookie that carries a session's secret. No script reads it, no other site sends it with a form.

use actix_web::HttpRequest;
use actix_web::cookie::time::{Duration, OffsetDateTime};
use actix_web::cookie::{Cookie, SameSite};

use crate::access::session::Issued;
use crate::web::site::base_of;

/// Under https the browser itself sees to it that no other host and no plain connection sets it.
const SECURE: &str = "__Host-session";
const PLAIN: &str = "session";

/// What the browser sent.
pub fn secret(req: &HttpRequest) -> Option<String> {
    let cookie = req.cookie(name(req))?;
    Some(cookie.value().to_owned()).filter(|it| !it.is_empty())
}

pub(super) fn carrying(req: &HttpRequest, issued: &Issued) -> Cookie<'static> {
    let lasts = issued.expires_at - OffsetDateTime::now_utc();
    cookie(req, issued.secret.reveal().to_owned(), lasts)
}

pub(super) fn removal(req: &HttpRequest) -> Cookie<'static> {
    let mut cookie = cookie(req, String::new(), Duration::ZERO);
    cookie.make_removal();
    cookie
}

fn cookie(req: &HttpRequest, value: String, lasts: Duration) -> Cookie<'static> {
    Cookie::build(name(req), value)
        .path("/")
        .max_age(Duration::seconds(lasts.whole_seconds()))
        .same_site(SameSite::Lax)
        .http_only(true)
        .secure(is_https(req))
        .finish()
}

fn name(req: &HttpRequest) -> &'static str {
    if is_https(req) { SECURE } else { PLAIN }
}

fn is_https(req: &HttpRequest) -> bool {
    base_of(req).starts_with("https:")
}
