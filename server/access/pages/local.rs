//! Whether a request may use what only one's own machine offers.

use actix_web::HttpRequest;
use actix_web::http::header;
use actix_web::web::Data;

use crate::access::Ways;
use crate::access::local::Origin;

/// Asked of each request: that the server stands there does not say where the request comes from.
pub(super) fn is_local(req: &HttpRequest) -> bool {
    let ways = req.app_data::<Data<Ways>>();
    let Some(local) = ways.and_then(|it| it.local) else {
        return false;
    };
    let mut hosts = req.headers().get_all(header::HOST);
    let host = hosts.next().filter(|_| hosts.next().is_none());
    local.admits(Origin {
        peer: req.peer_addr().map(|it| it.ip()),
        host: host.and_then(|it| it.to_str().ok()),
        headers: req.headers().keys().map(header::HeaderName::as_str),
    })
}
