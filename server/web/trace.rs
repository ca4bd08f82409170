//! One log line for each answer, and the span that carries the request's id to every other line.

use std::borrow::Cow;

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::{Error, HttpMessage};
use tracing::Span;
use tracing_actix_web::{RequestId, RootSpanBuilder};

use crate::web::straight::straight;

/// Tells the path without its query, in which addresses may carry secrets.
pub struct Trace;

/// Behind these a secret follows, which is not told either, wherever in a path it stands: who mistypes an
/// address has the secret all the same.
const SECRET: &[&str] = &["/previews/"];

fn told(path: &str) -> Cow<'_, str> {
    let path = straight(path);
    // Of the same length: only ASCII changes.
    let lower = path.to_ascii_lowercase();
    let ends = SECRET
        .iter()
        .filter_map(|it| Some(lower.find(it)? + it.len()));
    match ends.min().and_then(|it| path.get(..it)) {
        Some(told) => Cow::Owned(told.to_owned()),
        None => path,
    }
}

impl RootSpanBuilder for Trace {
    fn on_request_start(request: &ServiceRequest) -> Span {
        let id = request.extensions().get::<RequestId>().copied();
        let id = id.map(|it| it.to_string()).unwrap_or_default();
        tracing::info_span!("request", request_id = id, method = %request.method(), path = %told(request.path()))
    }

    fn on_request_end<B: MessageBody>(span: Span, outcome: &Result<ServiceResponse<B>, Error>) {
        let status = match outcome {
            Ok(response) => response.status(),
            Err(err) => err.as_response_error().status_code(),
        };
        span.in_scope(|| tracing::info!(status = status.as_u16(), "answered"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_secret_is_told_however_its_address_is_mistyped() {
        for (path, line) in [
            ("/previews/secret", "/previews/"),
            ("//previews/secret", "//previews/"),
            ("/x/previews/secret/y", "/x/previews/"),
            ("/stories/../%70reviews/secret", "/stories/../previews/"),
            ("/Previews/secret", "/Previews/"),
            ("/道/previews/secret", "/道/previews/"),
            ("/previews", "/previews"),
            ("/stories/previews", "/stories/previews"),
        ] {
            assert_eq!(told(path), line);
        }
    }
}
