//! Refuses forms that another site makes a reader's browser send.

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::{Method, header};
use actix_web::middleware::Next;

use crate::error::Error;
use crate::web::site::base_of;

/// The API never reads cookies, so a forged request to it carries nobody's rights.
pub async fn refuse_cross_site(
    req: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> actix_web::Result<ServiceResponse<BoxBody>> {
    let is_safe = matches!(*req.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if !is_safe && !req.path().starts_with("/api/") && is_cross_site(&req) {
        return Ok(req.error_response(Error::CrossSite));
    }
    Ok(next.call(req).await?.map_into_boxed_body())
}

/// Browsers say where a request comes from (`Sec-Fetch-Site`, older ones `Origin`); programs that
/// send neither carry no cookies of a reader.
fn is_cross_site(req: &ServiceRequest) -> bool {
    let text = |name| {
        req.headers()
            .get(name)
            .and_then(|it: &header::HeaderValue| it.to_str().ok())
    };
    if let Some(site) = text("sec-fetch-site") {
        return !matches!(site, "same-origin" | "none");
    }
    let Some(origin) = text("origin") else {
        return false;
    };
    let Some((scheme, host)) = origin.split_once("://") else {
        return true;
    };
    // A server that people reach by http may share its name with another that they reach by https.
    let base = base_of(req.request());
    let is_ours = base.split_once("://").is_none_or(|it| it.0 == scheme);
    !is_ours || Some(host) != text("host")
}
