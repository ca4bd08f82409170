//! `guidepost serve`: the database, the server, and an orderly end.

use actix_web::dev::ServerHandle;
use tokio::signal::unix::{SignalKind, signal};

use crate::access::LocalSignIn;
use crate::app::App;
use crate::cli::database::Database;
use crate::cli::say::say;
use crate::config::{Config, Serve};
use crate::db;
use crate::worker::metrics;

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
    let local_sign_in = LocalSignIn::of(config.database_url(), options);
    let app = App::build(options, pool, local_sign_in)?;
    tokio::spawn(stop_on_signal(app.handle())?);
    announce(options);
    let served = app.run().await;
    if let Some(figures) = figures {
        figures.stop(false).await;
    }
    served
}

fn announce(options: &Serve) {
    let base_url = options.base_url();
    let address = base_url.as_str().trim_end_matches('/');
    say(&format!("Guidepost serves {address} (stop with Ctrl-C)"));
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
