//! `guidepost serve`: the database, the server, and an orderly end.

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
use crate::worker::jobs::Stop;
use crate::worker::{handlers, jobs, metrics, tidy};

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
    let figures = metrics::serve(options.metrics_listen, pool.clone())?;
    let ways = ways(config, options);
    let post = Post::new(ways.mail.clone(), pool.clone(), &options.base_url());
    let app = App::build(options, pool.clone(), ways)?;
    tidy::schedule(&mut *pool.get().await?).await?;
    let jobs = jobs::start(url, &handlers(post));
    let patience = Duration::from_secs(options.shutdown_timeout.into());
    tokio::spawn(stop_on_signal(app.handle(), jobs.stop(), patience)?);
    announce(options);
    let served = app.run().await;
    jobs.stop().within(patience);
    jobs.ended().await;
    if let Some(figures) = figures {
        figures.stop(false).await;
    }
    served
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
