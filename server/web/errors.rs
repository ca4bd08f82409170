//! The one place where an [`Error`] becomes an answer, and is logged.

use std::fmt;

use actix_web::body::{BodySize, BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::error::InternalError;
use actix_web::http::{StatusCode, header};
use actix_web::middleware::Next;
use actix_web::{HttpMessage, HttpRequest, HttpResponse, ResponseError};
use askama::Template;
use tracing_actix_web::RequestId;

use crate::error::Error;
use crate::i18n::{Language, Words};
use crate::web::headers::harden;
use crate::web::problem::{Problem, code};
use crate::web::site::{self, Site};

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Internal(err) | Self::Unavailable(err) => write!(f, "{}: {err:#}", code(self)),
            err => f.write_str(code(err)),
        }
    }
}

impl ResponseError for Error {
    fn status_code(&self) -> StatusCode {
        match self {
            Self::Malformed(_) => StatusCode::BAD_REQUEST,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::UnsupportedMediaType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::SignInRequired | Self::SignInAgain => StatusCode::UNAUTHORIZED,
            Self::ScopeMissing(_) | Self::AwaitingApproval | Self::CrossSite | Self::Suspended => {
                StatusCode::FORBIDDEN
            }
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Self::Gone => StatusCode::GONE,
            Self::PreconditionRequired => StatusCode::PRECONDITION_REQUIRED,
            Self::Stale(_) => StatusCode::PRECONDITION_FAILED,
            Self::Conflict(_) => StatusCode::CONFLICT,
            Self::Invalid(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::TooMany(_) => StatusCode::TOO_MANY_REQUESTS,
            Self::Unavailable(_) => StatusCode::SERVICE_UNAVAILABLE,
            Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

/// Dresses a failed answer for its reader: problem+json under `/api`, a page elsewhere. Every answer
/// leaves with the id of its request.
pub async fn dress(
    req: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> actix_web::Result<ServiceResponse<BoxBody>> {
    let asker = Asker::of(&req);
    let mut res = match next.call(req).await {
        Ok(res) => res.map_into_boxed_body(),
        Err(err) => {
            let status = err.as_response_error().status_code();
            let mut answer = asker.answer(&known(&err), status);
            // The middleware further out does not see an answer that comes this way.
            harden(answer.headers_mut());
            return Err(InternalError::from_response(err, answer).into());
        }
    };
    if is_bare(&res) {
        let err = res
            .response()
            .error()
            .map_or_else(|| by_status(res.status()), known);
        // Only now it is known who reads.
        let asker = Asker::new(res.request(), asker.request_id.clone());
        let answer = asker.answer(&err, res.status());
        let (req, bare) = res.into_parts();
        res = ServiceResponse::new(req, answer);
        for (name, value) in bare.headers().iter().filter(|it| is_kept(it.0)) {
            res.headers_mut().append(name.clone(), value.clone());
        }
    }
    asker.sign(res.response_mut());
    Ok(res)
}

/// A failed answer that nobody has put into words yet.
fn is_bare(res: &ServiceResponse<BoxBody>) -> bool {
    let status = res.status();
    let is_failed = status.is_client_error() || status.is_server_error();
    let is_empty = matches!(
        res.response().body().size(),
        BodySize::None | BodySize::Sized(0)
    );
    // The compressor lists what it can do, to nobody in particular.
    let is_refused_encoding = status == StatusCode::NOT_ACCEPTABLE;
    is_failed && (is_refused_encoding || res.response().error().is_some() || is_empty)
}

/// Headers of a bare answer that its reader needs all the same.
fn is_kept(name: &header::HeaderName) -> bool {
    matches!(*name, header::ALLOW | header::SET_COOKIE)
        || ["access-control-", "ratelimit-"]
            .iter()
            .any(|it| name.as_str().starts_with(it))
}

/// Who is to read the answer.
struct Asker {
    request_id: String,
    is_program: bool,
    language: Language,
    site: Site,
}

impl Asker {
    fn of(req: &ServiceRequest) -> Self {
        let request_id = req.extensions().get::<RequestId>().map(ToString::to_string);
        Self::new(req.request(), request_id.unwrap_or_default())
    }

    fn new(req: &HttpRequest, request_id: String) -> Self {
        let is_program = req.path().starts_with("/api/");
        let site = Site::of(req, None, "");
        let language = if is_program {
            site::accepted(req)
        } else {
            site.language
        };
        Self {
            request_id,
            is_program,
            language,
            site,
        }
    }

    fn answer(&self, err: &Error, status: StatusCode) -> HttpResponse {
        if status.is_server_error() {
            tracing::error!(error = %err, "request failed");
        }
        let words = Words(self.language);
        let problem = Problem::new(err, status.as_u16(), self.request_id.clone(), words);
        let mut response = HttpResponse::build(status);
        response.insert_header((header::CACHE_CONTROL, "no-store"));
        match err {
            Error::SignInRequired => response.insert_header((header::WWW_AUTHENTICATE, "Bearer")),
            Error::Unavailable(_) => response.insert_header((header::RETRY_AFTER, "5")),
            Error::TooMany(seconds) => response.insert_header((header::RETRY_AFTER, *seconds)),
            _ => &mut response,
        };
        let mut answer = if self.is_program {
            response
                .content_type("application/problem+json")
                .json(problem)
        } else {
            self.error_page(response, problem)
        };
        self.sign(&mut answer);
        answer
    }

    fn error_page(
        &self,
        mut response: actix_web::HttpResponseBuilder,
        problem: Problem,
    ) -> HttpResponse {
        let site = self.site.clone();
        match (ErrorPage { site, problem }).render() {
            Ok(html) => response.content_type("text/html; charset=utf-8").body(html),
            Err(err) => {
                tracing::error!(error = %err, "the error page can not be rendered");
                response.finish()
            }
        }
    }

    fn sign(&self, response: &mut HttpResponse) {
        if let Ok(id) = header::HeaderValue::from_str(&self.request_id) {
            response
                .headers_mut()
                .insert(header::HeaderName::from_static("x-request-id"), id);
        }
    }
}

/// Our own error behind actix's, or the one of ours that means the same.
fn known(err: &actix_web::Error) -> Error {
    let ours = err.as_error::<Error>().cloned();
    ours.unwrap_or_else(|| by_status(err.as_response_error().status_code()))
}

fn by_status(status: StatusCode) -> Error {
    match status {
        StatusCode::NOT_FOUND => Error::NotFound,
        StatusCode::METHOD_NOT_ALLOWED => Error::MethodNotAllowed,
        StatusCode::PAYLOAD_TOO_LARGE => Error::TooLarge,
        status if status.is_client_error() => Error::Malformed("bad_request"),
        status => anyhow::anyhow!("answered {status}").into(),
    }
}

#[derive(Template)]
#[template(path = "web/error.html")]
struct ErrorPage {
    site: Site,
    problem: Problem,
}
