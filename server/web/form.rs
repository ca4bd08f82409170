//! What a page's form sent, as pairs in the order of its fields.

use std::future::Future;
use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::http::header;
use actix_web::{FromRequest, HttpRequest};

use crate::error::{Error, Result};
use crate::web::body::collect;

/// The largest form, in bytes: a story that is far too long still comes back to its author, and a
/// letter of Japanese takes nine bytes on its way.
pub const MAX_FORM: usize = 4 * 1024 * 1024;

/// More fields than any form of ours has.
const MAX_FIELDS: usize = 2_000;

#[derive(Clone, Debug, Default)]
pub struct Form(Vec<(String, String)>);

impl Form {
    pub fn parse(body: &[u8]) -> Self {
        let pairs = url::form_urlencoded::parse(body).into_owned();
        Self(pairs.take(MAX_FIELDS).collect())
    }

    /// The last value of a field, which may be empty.
    pub fn one(&self, name: &str) -> Option<&str> {
        self.pairs().filter(|it| it.0 == name).map(|it| it.1).last()
    }

    /// The last value of a field, without the space around it; empty where there is none.
    pub fn text(&self, name: &str) -> &str {
        self.one(name).unwrap_or_default().trim()
    }

    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|it| (it.0.as_str(), it.1.as_str()))
    }
}

impl FromRequest for Form {
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self>>>>;

    fn from_request(req: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let content_type = req.headers().get(header::CONTENT_TYPE).cloned();
        let payload = payload.take();
        Box::pin(async move {
            let body = collect(payload, MAX_FORM).await?;
            let is_form = content_type
                .as_ref()
                .and_then(|it| it.to_str().ok())
                .and_then(|it| it.split(';').next())
                .is_none_or(|it| it.trim() == "application/x-www-form-urlencoded");
            if is_form || body.is_empty() {
                Ok(Self::parse(&body))
            } else {
                Err(Error::UnsupportedMediaType)
            }
        })
    }
}
