//! How often one caller may ask, by class of request.
//!
//! A caller is an account, or else an address. A request counts for an account only when its
//! credentials are known to be good: those who check them say so in [`Found`], and they are remembered
//! for a while after. Everything else counts for the address: no credentials, invented ones, and the
//! first request with good ones. So nobody gets a fresh allowance by inventing tokens, and those who are
//! signed in go on when their address is exhausted, as behind one address in a conference hall.
//!
//! Each server counts for itself: behind `n` servers one may ask `n` times as often.

mod seldom;

use std::cell::Cell;
use std::collections::HashMap;
use std::net::IpAddr;
use std::rc::Rc;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use actix_web::http::{Method, StatusCode};
use actix_web::middleware::Next;
use actix_web::web::Data;
use actix_web::{HttpMessage, HttpRequest};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::config::{PerCaller, Rate, Rates, TrustedProxies};
use crate::error::Error;
use crate::web::address;
use crate::web::allowance::{Allowance, Standing};

pub use seldom::{entering, joining, network, rarely};

/// How long after their last good use credentials are taken for good.
const REMEMBERED: Duration = Duration::from_secs(10 * 60);

/// How often what no longer matters is dropped.
const SWEPT_EVERY: Duration = Duration::from_secs(60);

/// How many forms that came too often are read and given back: whoever presses again and again does not
/// make us carry each of them.
const CARRIED: PerCaller = PerCaller {
    account: Rate::new(20, 120),
    address: Rate::new(100, 600),
};

/// That this form came too often, and the seconds to wait. What was typed is still to be read, and answered.
#[derive(Clone, Copy, Debug)]
pub struct Refused(pub u64);

/// The account whose credentials a request turned out to carry.
#[derive(Clone, Debug, Default)]
pub struct Found(Rc<Cell<Option<Uuid>>>);

/// The secret with which a request says who asks, good or not.
pub type Credentials = fn(&HttpRequest) -> Option<String>;

pub struct Limits {
    reads: Allowance,
    writes: Allowance,
    rare: Allowance,
    rare_for_others: Allowance,
    entries: Allowance,
    joining: Allowance,
    carried: Allowance,
    proxies: TrustedProxies,
    credentials: Credentials,
    good: Mutex<HashMap<Fingerprint, Good>>,
}

type Fingerprint = [u8; 32];

/// Whose credentials they are, and when they were last found good.
struct Good {
    account: Uuid,
    at: Instant,
}

impl Found {
    /// The one of this request.
    pub fn of(req: &HttpRequest) -> Self {
        let mut extensions = req.extensions_mut();
        if let Some(found) = extensions.get::<Self>() {
            return found.clone();
        }
        let found = Self::default();
        extensions.insert(found.clone());
        found
    }

    /// Says that the request's credentials are good, and whose they are.
    pub fn is(&self, account: Uuid) {
        self.0.set(Some(account));
    }
}

impl Limits {
    pub fn new(rates: Rates, proxies: TrustedProxies, credentials: Credentials) -> Self {
        Self {
            reads: Allowance::new(rates.reads),
            writes: Allowance::new(rates.writes),
            rare: Allowance::new(seldom::RARE),
            rare_for_others: Allowance::of_each(seldom::RARE_FOR_OTHERS),
            entries: Allowance::new(rates.entries),
            joining: Allowance::of_each(rates.joining),
            carried: Allowance::new(CARRIED),
            proxies,
            credentials,
            good: Mutex::default(),
        }
    }

    /// Drops what no longer matters, for ever: addresses are without number.
    pub async fn sweep(&self) -> ! {
        loop {
            tokio::time::sleep(SWEPT_EVERY).await;
            for class in [
                &self.reads,
                &self.writes,
                &self.rare,
                &self.rare_for_others,
                &self.entries,
                &self.joining,
                &self.carried,
            ] {
                class.forget_rested();
            }
            self.good().retain(|_, it| it.at.elapsed() < REMEMBERED);
        }
    }

    fn count(&self, req: &HttpRequest, credentials: Option<Fingerprint>) -> Standing {
        let class = if is_reading(req.method()) {
            &self.reads
        } else {
            &self.writes
        };
        self.count_in(class, req, credentials)
    }

    fn count_in(
        &self,
        class: &Allowance,
        req: &HttpRequest,
        credentials: Option<Fingerprint>,
    ) -> Standing {
        match credentials.and_then(|it| self.account(it)) {
            Some(account) => class.count_account(account),
            None => class.count_address(self.address(req)),
        }
    }

    /// Whether what was typed into a refused form is given back.
    fn carries(&self, req: &HttpRequest, credentials: Option<Fingerprint>) -> bool {
        let is_form = *req.method() == Method::POST && !req.path().starts_with("/api/");
        is_form
            && self
                .count_in(&self.carried, req, credentials)
                .wait
                .is_none()
    }

    fn address(&self, req: &HttpRequest) -> IpAddr {
        address::of(req.peer_addr(), req.headers(), &self.proxies)
    }

    fn credentials(&self, req: &HttpRequest) -> Option<Fingerprint> {
        let secret = (self.credentials)(req)?;
        Some(Sha256::digest(secret.as_bytes()).into())
    }

    fn account(&self, credentials: Fingerprint) -> Option<Uuid> {
        let good = self.good();
        let known = good.get(&credentials);
        known
            .filter(|it| it.at.elapsed() < REMEMBERED)
            .map(|it| it.account)
    }

    /// Keeps what the answer has shown: whose the credentials are, or that they are good no longer.
    fn learn(&self, credentials: Fingerprint, found: &Found, status: StatusCode) {
        if let Some(account) = found.0.get() {
            let at = Instant::now();
            self.good().insert(credentials, Good { account, at });
        } else if status == StatusCode::UNAUTHORIZED {
            self.good().remove(&credentials);
        }
    }

    fn good(&self) -> MutexGuard<'_, HashMap<Fingerprint, Good>> {
        self.good.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Counts a request, and refuses it when its caller has asked too often.
pub async fn limit(
    req: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> actix_web::Result<ServiceResponse<BoxBody>> {
    let limits = req.app_data::<Data<Option<Limits>>>().cloned();
    let limits = limits.as_ref().and_then(|it| it.as_ref().as_ref());
    let Some(limits) = limits.filter(|_| !is_free(req.path())) else {
        return Ok(next.call(req).await?.map_into_boxed_body());
    };
    let credentials = limits.credentials(req.request());
    let found = Found::of(req.request());
    let standing = limits.count(req.request(), credentials);
    let mut res = match standing.wait {
        Some(seconds) if limits.carries(req.request(), credentials) => {
            req.extensions_mut().insert(Refused(seconds));
            next.call(req).await?.map_into_boxed_body()
        }
        Some(seconds) => refuse(req, seconds),
        None => next.call(req).await?.map_into_boxed_body(),
    };
    if let Some(credentials) = credentials {
        limits.learn(credentials, &found, res.status());
    }
    tell(res.headers_mut(), &standing);
    Ok(res)
}

/// What costs nothing to answer, and what watches over the server.
fn is_free(path: &str) -> bool {
    path.starts_with("/assets/") || matches!(path, "/favicon.svg" | "/healthz" | "/readyz")
}

fn is_reading(method: &Method) -> bool {
    matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS)
}

fn refuse(req: ServiceRequest, seconds: u64) -> ServiceResponse<BoxBody> {
    let is_api = req.path().starts_with("/api/");
    let mut res = req.error_response(Error::TooMany(seconds));
    if is_api {
        // A script of another site must see why; the middleware that says so is not reached.
        for (name, value) in [
            (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
            (
                header::ACCESS_CONTROL_EXPOSE_HEADERS,
                "retry-after, ratelimit-limit, ratelimit-remaining, ratelimit-reset",
            ),
        ] {
            res.headers_mut()
                .insert(name, HeaderValue::from_static(value));
        }
    }
    res
}

fn tell(headers: &mut HeaderMap, standing: &Standing) {
    for (name, value) in [
        ("ratelimit-limit", u64::from(standing.limit)),
        ("ratelimit-remaining", u64::from(standing.remaining)),
        ("ratelimit-reset", standing.reset),
    ] {
        headers.insert(HeaderName::from_static(name), HeaderValue::from(value));
    }
}
