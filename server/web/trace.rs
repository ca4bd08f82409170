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

/// Behind these a secret follows, which is not told either.
const SECRET: &[&str] = &["/previews/"];

fn told(path: &str) -> Cow<'_, str> {
    let path = straight(path);
    let secret = SECRET.iter().find(|it| path.starts_with(**it));
    secret.map_or(path, |it| Cow::Borrowed(it))
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
