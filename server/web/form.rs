//! What a page's form sent, as pairs in the order of its fields.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use actix_web::dev::Payload;
use actix_web::http::header;
use actix_web::{FromRequest, HttpMessage, HttpRequest};

use crate::error::{Error, Result};
use crate::web::body::collect;
use crate::web::upload::{self, Upload};

/// The largest form, in bytes: a story that is far too long still comes back to its author, and a
/// letter of Japanese takes nine bytes on its way.
pub const MAX_FORM: usize = 4 * 1024 * 1024;

/// More fields than any form of ours has.
const MAX_FIELDS: usize = 2_000;

#[derive(Clone, Debug, Default)]
pub struct Form {
    pairs: Arc<Vec<(String, String)>>,
    uploads: Vec<Upload>,
}

impl Form {
    pub fn parse(body: &[u8]) -> Self {
        let pairs = url::form_urlencoded::parse(body).take(MAX_FIELDS);
        Self {
            pairs: Arc::new(pairs.map(|it| (clean(&it.0), clean(&it.1))).collect()),
            uploads: Vec::new(),
        }
    }

    /// What this request sent, where a face has asked for it.
    pub fn sent(req: &HttpRequest) -> Option<Self> {
        req.extensions().get::<Self>().cloned()
    }

    /// What was chosen in a file field, as it is; `None` where no file was chosen.
    pub fn upload(&self, name: &str) -> Option<&[u8]> {
        let found = self.uploads.iter().find(|it| it.name == name);
        found.map(|it| it.content.as_ref())
    }

    /// Whether nothing was sent at all.
    pub fn is_empty(&self) -> bool {
        self.pairs.is_empty()
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
        self.pairs.iter().map(|it| (it.0.as_str(), it.1.as_str()))
    }
}

/// Without NUL, which nobody types and PostgreSQL can not keep.
pub(super) fn clean(text: &str) -> String {
    text.replace('\0', "")
}

impl FromRequest for Form {
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self>>>>;

    fn from_request(req: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let req = req.clone();
        let payload = payload.take();
        Box::pin(async move {
            let form = read(&req, payload).await?;
            // Whatever comes of it, what was typed can be sent back.
            req.extensions_mut().insert(form.clone());
            Ok(form)
        })
    }
}

async fn read(req: &HttpRequest, payload: Payload) -> Result<Form> {
    let headers = req.headers();
    let body = collect(payload, MAX_FORM).await?;
    let content_type = headers.get(header::CONTENT_TYPE);
    let kind = content_type.and_then(|it| it.to_str().ok()?.split(';').next());
    match kind.map(str::trim) {
        None | Some("application/x-www-form-urlencoded") => Ok(Form::parse(&body)),
        Some("multipart/form-data") => {
            let (pairs, uploads) = upload::parse(headers, body, MAX_FIELDS).await?;
            let pairs = Arc::new(pairs);
            Ok(Form { pairs, uploads })
        }
        Some(_) if body.is_empty() => Ok(Form::default()),
        Some(_) => Err(Error::UnsupportedMediaType),
    }
}
