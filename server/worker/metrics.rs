//! The figures for Prometheus, on a listener of their own: they are no business of readers.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use actix_web::dev::ServerHandle;
use actix_web::web::{Data, get};
use actix_web::{App, HttpResponse, HttpServer};
use anyhow::Context;
use metrics::{counter, gauge};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};

use crate::config::MetricsListen;
use crate::db::Pool;
use crate::jobs::Figures;
use crate::search::Search;
use crate::search::standing::Known;
use crate::web::measure::SECONDS;

/// Upper bounds of the histogram of answer times, in seconds.
const BUCKETS: &[f64] = &[
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0,
];

const TIDIED_EVERY: Duration = Duration::from_secs(5);

/// How long the page waits for the database. The other figures are wanted most when it is slow.
const ASKED_FOR: Duration = Duration::from_secs(1);

/// Starts the listener, unless it is off.
pub fn serve(
    listen: MetricsListen,
    pool: Pool,
    search: Arc<Search>,
) -> anyhow::Result<Option<ServerHandle>> {
    let MetricsListen::At(address) = listen else {
        return Ok(None);
    };
    let recorder = recorder()?;
    let (handle, pool) = (Data::new(recorder.clone()), Data::new(pool));
    let search = Data::from(search);
    let server = HttpServer::new(move || {
        App::new()
            .app_data(handle.clone())
            .app_data(pool.clone())
            .app_data(search.clone())
            .route("/metrics", get().to(show))
    })
    .workers(1)
    .disable_signals()
    .bind(address)
    .with_context(|| {
        format!("listen on {address} for metrics (set GUIDEPOST_METRICS_LISTEN, or `off`)")
    })?
    .run();
    let stop = server.handle();
    tokio::spawn(server);
    tokio::spawn(async move {
        loop {
            tokio::time::sleep(TIDIED_EVERY).await;
            recorder.run_upkeep();
        }
    });
    Ok(Some(stop))
}

async fn show(
    recorder: Data<PrometheusHandle>,
    pool: Data<Pool>,
    search: Data<Search>,
) -> HttpResponse {
    let status = pool.status();
    gauge!("guidepost_database_connections").set(count(status.size));
    gauge!("guidepost_database_connections_free").set(count(status.available));
    gauge!("guidepost_database_requests_waiting").set(count(status.waiting));
    tell_jobs(queue(&pool).await);
    tell_search(&search.standing.known());
    HttpResponse::Ok()
        .content_type("text/plain; version=0.0.4; charset=utf-8")
        .body(recorder.render())
}

/// How the queue stands, if the database can tell in time.
async fn queue(pool: &Pool) -> Option<Figures> {
    let asked = async {
        let mut conn = pool.get().await.ok()?;
        Figures::of(&mut conn).await.ok()
    };
    tokio::time::timeout(ASKED_FOR, asked).await.ok().flatten()
}

/// Without an answer they are no number: an old one would look like a new one.
fn tell_jobs(figures: Option<Figures>) {
    let tell = |name: &'static str, value: fn(Figures) -> f64| {
        gauge!(name).set(figures.map_or(f64::NAN, value));
    };
    tell("guidepost_jobs_ready", |it| count(it.ready));
    tell("guidepost_jobs_running", |it| count(it.running));
    tell("guidepost_jobs_dead", |it| count(it.dead));
    tell("guidepost_jobs_oldest_ready_seconds", |it| it.oldest_ready);
}

/// An index that was never up to date has no age.
fn tell_search(known: &Known) {
    gauge!("guidepost_search_documents").set(count(known.figures.documents));
    gauge!("guidepost_search_bytes").set(count(known.figures.bytes));
    let age = known.age().map_or(f64::NAN, |it| it.as_secs_f64());
    gauge!("guidepost_search_lag_seconds").set(age);
    counter!("guidepost_search_failures_total").absolute(known.failures);
}

fn count<N>(n: N) -> f64
where
    u32: TryFrom<N>,
{
    f64::from(u32::try_from(n).unwrap_or(u32::MAX))
}

/// One recorder for the process, however many servers it starts.
fn recorder() -> anyhow::Result<PrometheusHandle> {
    static RECORDER: Mutex<Option<PrometheusHandle>> = Mutex::new(None);
    let mut kept = RECORDER.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(recorder) = &*kept {
        return Ok(recorder.clone());
    }
    let recorder = PrometheusBuilder::new()
        .set_buckets_for_metric(Matcher::Full(SECONDS.to_owned()), BUCKETS)?
        .install_recorder()
        .context("install the recorder of figures")?;
    *kept = Some(recorder.clone());
    Ok(recorder)
}
