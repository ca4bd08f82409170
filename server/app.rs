//! The front door: builds the state and tells each room where its addresses begin.

use std::future::pending;
use std::net::SocketAddr;
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use actix_cors::Cors;
use actix_web::dev::{Server, ServerHandle};
use actix_web::http::header;
use actix_web::middleware::{Compress, from_fn};
use actix_web::web::{Data, PathConfig, ServiceConfig, resource, scope, to};
use actix_web::{App as Actix, HttpRequest, HttpResponse, HttpServer};
use anyhow::Context;
use tracing_actix_web::TracingLogger;

use crate::access::{Visit, Ways, visit};
use crate::catalog::Shelf;
use crate::config::{RateLimits, Serve};
use crate::db::Pool;
use crate::error::{Error, Result};
use crate::search::Search;
use crate::sharing::Pictures;
use crate::stories::pages::again::{again, again_in_api};
use crate::stories::pages::reading::Shared;
use crate::web::health::Watched;
use crate::web::limits::{self, Limits};
use crate::web::site::BaseUrl;
use crate::web::straight::straighten;
use crate::web::timeout::{self, RequestTimeout};
use crate::web::trace::Trace;
use crate::web::{Audience, assets, errors, forgery, headers, health, json, measure, reading};
use crate::{access, guideposts, openapi, reference, safety, search, sharing, stories};

/// How long a client may take to send the head of its request.
const REQUEST_HEAD: Duration = Duration::from_secs(10);
const KEEP_ALIVE: Duration = Duration::from_secs(75);

pub struct App {
    server: Server,
    address: SocketAddr,
    limits: Data<Option<Limits>>,
}

impl App {
    /// Binds, so that a running `App` is a working one. The database must be migrated.
    pub fn build(
        options: &Serve,
        pool: Pool,
        ways: Ways,
        search: Arc<Search>,
    ) -> anyhow::Result<Self> {
        let watched = Arc::clone(&search);
        let search = Data::from(search);
        Self::with_routes(options, pool, ways, move |cfg| {
            let watched = Arc::clone(&watched);
            let is_well = Watched(Arc::new(move || watched.standing.known().is_well()));
            cfg.app_data(search.clone()).app_data(Data::new(is_well));
            routes(cfg);
        })
    }

    /// Other faces behind the same front door, for measuring what stands before ours.
    pub fn with_routes(
        options: &Serve,
        pool: Pool,
        ways: Ways,
        routes: impl Fn(&mut ServiceConfig) + Clone + Send + 'static,
    ) -> anyhow::Result<Self> {
        let ways = Data::new(ways);
        let shared = Shared::new(&pool);
        let (pool, shelf) = (Data::new(pool), Data::new(Shelf::default()));
        let base_url = Data::new(BaseUrl(options.base_url()));
        let pictures = Data::new(Pictures::default());
        let told = told(options);
        let limits = Data::new(limits(options));
        let counted = limits.clone();
        let server = HttpServer::new(move || {
            Actix::new()
                .app_data(pool.clone())
                .app_data(shelf.clone())
                .configure(|cfg| shared.provide(cfg))
                .app_data(pictures.clone())
                .app_data(base_url.clone())
                .configure(&told)
                .app_data(counted.clone())
                .app_data(ways.clone())
                .app_data(PathConfig::default().error_handler(|_, _| Error::NotFound.into()))
                // The last one is the first that a request meets.
                .wrap(from_fn(access::pages::carry))
                .wrap(from_fn(timeout::limit))
                .wrap(from_fn(forgery::refuse_cross_site))
                .wrap(Compress::default())
                .wrap(from_fn(again))
                .wrap(from_fn(straighten))
                .wrap(from_fn(limits::limit))
                .wrap(from_fn(errors::dress))
                .wrap(headers::security(&base_url.0))
                .wrap(from_fn(measure::count))
                .wrap(TracingLogger::<Trace>::new())
                .configure(&routes)
                .default_service(to(nowhere))
        });
        let server = match options.workers {
            0 => server,
            workers => server.workers(workers),
        }
        .client_request_timeout(REQUEST_HEAD)
        .keep_alive(KEEP_ALIVE)
        // An answer goes out in several writes; the last must not wait 40 ms for the first to be acknowledged.
        .tcp_nodelay(true)
        .shutdown_timeout(options.shutdown_timeout.into())
        .disable_signals()
        .bind(options.listen)
        .with_context(|| not_ours(options.listen))?;
        let address = server.addrs().into_iter().next().unwrap_or(options.listen);
        Ok(Self {
            server: server.run(),
            address,
            limits,
        })
    }

    pub fn address(&self) -> SocketAddr {
        self.address
    }

    pub fn handle(&self) -> ServerHandle {
        self.server.handle()
    }

    /// Serves until it is stopped by its handle.
    pub async fn run(self) -> anyhow::Result<()> {
        let sweep = async {
            match self.limits.as_ref() {
                Some(limits) => limits.sweep().await,
                None => pending().await,
            }
        };
        tokio::select! {
            served = self.server => Ok(served?),
            never = sweep => never,
        }
    }
}

/// What faces and middleware read of the options.
fn told(options: &Serve) -> impl Fn(&mut ServiceConfig) + Clone + Send + use<> {
    let links = Data::new(options.links.clone());
    let limit = Data::new(RequestTimeout::of_seconds(options.request_timeout));
    move |cfg| {
        cfg.app_data(links.clone()).app_data(limit.clone());
    }
}

fn not_ours(listen: SocketAddr) -> String {
    format!("listen on {listen} (is another server running there?)")
}

fn limits(options: &Serve) -> Option<Limits> {
    let RateLimits::On(rates) = options.rate_limits else {
        return None;
    };
    let proxies = options.trusted_proxies.clone();
    Some(Limits::new(rates, proxies, visit::credentials))
}

fn routes(cfg: &mut ServiceConfig) {
    cfg.service(
        scope("/api/v1")
            .wrap(from_fn(again_in_api))
            .wrap(cors())
            .service(resource("/openapi.json").route(reading().to(describe)))
            .configure(stories::api::routes)
            .configure(search::api::routes)
            .configure(guideposts::api::routes)
            .configure(access::api::routes),
    )
    .configure(access::pages::routes)
    .configure(sharing::pages::routes)
    .configure(safety::pages::routes)
    .configure(stories::pages::routes)
    .configure(search::pages::routes)
    .configure(guideposts::pages::routes)
    .configure(reference::pages::routes)
    .configure(assets::routes)
    .configure(health::routes);
}

/// Other sites may read what is public, from a browser too; they never carry a reader's cookies.
fn cors() -> Cors {
    Cors::default()
        .allow_any_origin()
        .send_wildcard()
        .disable_vary_header()
        .allowed_methods(["GET", "HEAD"])
        .allowed_headers([
            header::ACCEPT,
            header::ACCEPT_LANGUAGE,
            header::IF_NONE_MATCH,
        ])
        .expose_headers([
            "ETag",
            "Link",
            "Location",
            "Retry-After",
            "RateLimit-Limit",
            "RateLimit-Remaining",
            "RateLimit-Reset",
            "X-Request-Id",
        ])
        .max_age(86_400)
}

async fn nowhere(visit: Visit) -> Result<HttpResponse> {
    visit.greet().await?;
    Err(Error::NotFound)
}

async fn describe(req: HttpRequest) -> Result<HttpResponse> {
    static DOCUMENT: LazyLock<utoipa::openapi::OpenApi> = LazyLock::new(openapi::document);
    json(&req, &*DOCUMENT, Audience::Public)
}
