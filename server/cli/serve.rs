//! `guidepost serve`: the database, the server, and an orderly end.

use actix_web::dev::ServerHandle;
use tokio::signal::unix::{SignalKind, signal};

use crate::app::App;
use crate::cli::database::Database;
use crate::cli::say::say;
use crate::config::{Config, Serve};
use crate::db;
use crate::worker::metrics;

pub async fn run(config: &Config, options: &Serve) -> anyhow::Result<()> {
    let database = Database::claim(config).await?;
    let served = serve(config, options, &database.url).await;
    database.close().await?;
    served
}

async fn serve(config: &Config, options: &Serve, url: &str) -> anyhow::Result<()> {
    for migration in db::migrate(url).await? {
        tracing::info!(migration, "schema brought up to date");
    }
    let limits = db::Limits::of(config);
    let pool = db::pool(url, limits)?;
    let figures = metrics::serve(options.metrics_listen, pool.clone())?;
    let app = App::build(options, pool)?;
    tracing::info!(address = %app.address(), base_url = %options.base_url, "serving");
    say(&format!(
        "Guidepost serves {} (stop with Ctrl-C)",
        options.base_url.as_str().trim_end_matches('/')
    ));
    tokio::spawn(stop_on_signal(app.handle())?);
    let served = app.run().await;
    if let Some(figures) = figures {
        figures.stop(false).await;
    }
    tracing::info!("stopped");
    served
}

/// The first signal lets open requests finish, the second does not wait for them.
fn stop_on_signal(server: ServerHandle) -> anyhow::Result<impl Future<Output = ()>> {
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    Ok(async move {
        let mut next = async || {
            tokio::select! { _ = interrupt.recv() => {}, _ = terminate.recv() => {} }
        };
        next().await;
        tracing::info!("stopping: open requests may finish");
        let stopping = tokio::spawn(server.stop(true));
        tokio::select! {
            () = next() => server.stop(false).await,
            _ = stopping => {}
        }
    })
}
