//! `guidepost serve`: the database, the server, and an orderly end.

use std::sync::Arc;
use std::time::Duration;

use actix_web::dev::ServerHandle;
use tokio::signal::unix::{SignalKind, signal};

use crate::access::Ways;
use crate::app::App;
use crate::cli::database::Database;
use crate::cli::say::say;
use crate::config::{Config, Serve, mail, providers};
use crate::db;
use crate::mail::Post;
use crate::search::Search;
use crate::worker::{Stop, handlers, indexing, jobs, metrics, tidy};

pub async fn run(config: &Config, options: &Serve) -> anyhow::Result<()> {
    let database = Database::claim(config).await?;
    let served = tokio::select! {
        served = serve(config, options, &database.url) => served,
        lost = database.lost() => Err(lost),
    };
    let closed = database.close().await;
    served.and(closed)
}

async fn serve(config: &Config, options: &Serve, url: &str) -> anyhow::Result<()> {
    let applied = db::migrate(url).await?;
    tracing::info!(?applied, "the schema is up to date");
    let pool = db::pool(url, db::Limits::of(config))?;
    let search = Arc::new(Search::embedded(config.search_dir(), pool.clone()));
    let figures = metrics::serve(options.metrics_listen, pool.clone(), Arc::clone(&search))?;
    let ways = ways(config, options);
    let post = Post::new(ways.mail.clone(), pool.clone(), &options.base_url());
    let app = App::build(options, pool.clone(), ways, Arc::clone(&search))?;
    tidy::schedule(&mut *pool.get().await?).await?;
    let jobs = jobs::start(url, &handlers(post));
    let indexing = indexing::start(url, &search, jobs.stop());
    let patience = Duration::from_secs(options.shutdown_timeout.into());
    tokio::spawn(stop_on_signal(app.handle(), jobs.stop(), patience)?);
    announce(options);
    let served = app.run().await;
    jobs.stop().within(patience);
    jobs.ended().await;
    indexing.await?;
    stop_figures(figures).await;
    served
}

async fn stop_figures(figures: Option<ServerHandle>) {
    if let Some(figures) = figures {
        figures.stop(false).await;
    }
}

fn ways(config: &Config, options: &Serve) -> Ways {
    let ways = Ways::of(config.database_url(), options, providers::read());
    let ways = ways.with_mail(mail::read());
    if let Some(mistake) = ways.mail.mistake() {
        tracing::warn!(mistake, "no mail is sent");
    }
    ways
}

fn announce(options: &Serve) {
    let base_url = options.base_url();
    let address = base_url.as_str().trim_end_matches('/');
    say(&format!("Guidepost serves {address} (stop with Ctrl-C)"));
}

/// The first signal lets open requests and running jobs finish, the second does not wait for them.
fn stop_on_signal(
    server: ServerHandle,
    jobs: Stop,
    patience: Duration,
) -> anyhow::Result<impl Future<Output = ()>> {
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    Ok(async move {
        let mut next = async || {
            tokio::select! { _ = interrupt.recv() => {}, _ = terminate.recv() => {} }
        };
        next().await;
        tracing::info!("stopping: open requests and running jobs may finish");
        jobs.within(patience);
        tokio::spawn(server.stop(true));
        next().await;
        jobs.within(Duration::ZERO);
        server.stop(false).await;
    })
}
