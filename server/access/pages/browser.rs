//! The browser that signs in, as it tells of itself.

use actix_web::HttpRequest;
use actix_web::http::header;

use crate::access::device;
use crate::access::pages::cookie;
use crate::access::sign_in::Browser;

pub(super) struct Sent {
    secret: Option<String>,
    device: String,
}

impl Sent {
    pub(super) fn by(req: &HttpRequest) -> Self {
        let user_agent = req.headers().get(header::USER_AGENT);
        let user_agent = user_agent.and_then(|it| it.to_str().ok());
        Self {
            secret: cookie::secret(req),
            device: device::device(user_agent.unwrap_or_default()),
        }
    }

    pub(super) fn browser(&self) -> Browser<'_> {
        Browser {
            secret: self.secret.as_deref(),
            device: &self.device,
        }
    }
    /// What it says it is; empty where it says nothing.
    pub(super) fn device(&self) -> &str {
        &self.device
    }
}
