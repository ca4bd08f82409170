//! Figures for Prometheus: how many requests of which route, how they ended, how long they took.

use std::time::Instant;

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::middleware::Next;
use actix_web::{HttpMessage, HttpRequest};
use metrics::{counter, histogram};

pub const REQUESTS: &str = "guidepost_http_requests_total";
pub const SECONDS: &str = "guidepost_http_request_seconds";

/// Methods that clients make up must not make new series.
fn known(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::DELETE => "DELETE",
        Method::PATCH => "PATCH",
        Method::OPTIONS => "OPTIONS",
        _ => "other",
    }
}

/// The pattern that an answer was made for, where it is given again before one is looked for.
pub(super) struct Again(pub(super) Option<String>);

fn route(req: &HttpRequest) -> String {
    let again = req.extensions_mut().remove::<Again>();
    let pattern = again.map_or_else(|| req.match_pattern(), |it| it.0);
    pattern.unwrap_or_else(|| "none".to_owned())
}

pub async fn count(
    req: ServiceRequest,
    next: Next<impl MessageBody>,
) -> actix_web::Result<ServiceResponse<impl MessageBody>> {
    let began = Instant::now();
    let res = next.call(req).await?;
    // The pattern, not the address: addresses are without number.
    let route = route(res.request());
    let method = known(res.request().method());
    let status = res.status().as_u16().to_string();
    counter!(REQUESTS, "method" => method, "route" => route.clone(), "status" => status)
        .increment(1);
    histogram!(SECONDS, "route" => route).record(began.elapsed().as_secs_f64());
    Ok(res)
}
