//! The browser that signs in, as it tells of itself.

use actix_web::http::header;
use actix_web::{HttpMessage, HttpRequest};

use crate::access::device;
use crate::access::pages::cookie::{self, MARK};
use crate::access::secret::Secret;
use crate::access::sign_in::Browser;

pub(super) struct Sent {
    secret: Option<String>,
    device: String,
    mark: Option<String>,
}

/// What the browser is going to be known by, as soon as it signs in.
pub(super) struct Mark(pub(super) String);

impl Sent {
    pub(super) fn by(req: &HttpRequest) -> Self {
        let user_agent = req.headers().get(header::USER_AGENT);
        let user_agent = user_agent.and_then(|it| it.to_str().ok());
        let new = || Some(Secret::random("").ok()?.reveal().to_owned());
        let mark = MARK.sent(req).or_else(new);
        if let Some(mark) = mark.clone() {
            req.extensions_mut().insert(Mark(mark));
        }
        Self {
            secret: cookie::secret(req),
            device: device::device(user_agent.unwrap_or_default()),
            mark,
        }
    }

    pub(super) fn browser(&self) -> Browser<'_> {
        Browser {
            secret: self.secret.as_deref(),
            device: &self.device,
            mark: self.mark.as_deref(),
        }
    }
    /// What it says it is; empty where it says nothing.
    pub(super) fn device(&self) -> &str {
        &self.device
    }
}
