//! The way to PostgreSQL: a pool, a connection and the migrations.

pub mod fixed;
pub mod ids;
pub mod keyset;
pub mod migrate;
pub mod named;
pub mod schema;

use std::time::Duration;

use ::deadpool::Runtime;
use anyhow::Context;
use diesel::{ConnectionError, ConnectionResult};
use diesel_async::AsyncPgConnection;
use diesel_async::pooled_connection::deadpool::{self, Object, PoolError};
use diesel_async::pooled_connection::{
    AsyncDieselConnectionManager, ManagerConfig, RecyclingMethod,
};
use futures_util::FutureExt;
use tokio_postgres::NoTls;

use crate::config::Config;

pub use migrate::migrate;

pub type Conn = AsyncPgConnection;
pub type Pool = deadpool::Pool<Conn>;
pub type Pooled = Object<Conn>;

/// How many connections to keep, and how long to wait for what.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    pub connections: usize,
    /// How long one statement may run before PostgreSQL cancels it.
    pub statement: Duration,
    /// How long a request waits for a free connection.
    pub wait: Duration,
}

impl Limits {
    pub fn of(config: &Config) -> Self {
        Self {
            connections: config.pool_size.into(),
            statement: config.statement_timeout(),
            wait: WAIT,
        }
    }
}

/// Longer than this for a free connection, and the answer is that we are too busy.
const WAIT: Duration = Duration::from_secs(5);

/// A pool on a database; nothing is connected before the first use.
pub fn pool(url: &str, limits: Limits) -> anyhow::Result<Pool> {
    let mut config = ManagerConfig::default();
    // Whether a connection was closed its own task knows: asking PostgreSQL each time would double the way.
    config.recycling_method = RecyclingMethod::Fast;
    config.custom_setup = Box::new(move |url| establish(url.to_owned(), limits.statement).boxed());
    let manager = AsyncDieselConnectionManager::new_with_config(url, config);
    Pool::builder(manager)
        .max_size(limits.connections)
        .wait_timeout(Some(limits.wait))
        .create_timeout(Some(limits.wait))
        .runtime(Runtime::Tokio1)
        .build()
        .context("build the connection pool")
}

/// A connection beside the pool, for somebody who keeps it.
pub async fn beside(pool: &Pool) -> anyhow::Result<Conn> {
    use ::deadpool::managed::Manager;
    Ok(pool.manager().create().await?)
}

/// How long a statement of a command may run: a migration of a big table takes its time.
const COMMAND: Duration = Duration::from_secs(3600);

/// One connection outside the pool, for commands.
pub async fn connect(url: &str) -> anyhow::Result<Conn> {
    connect_for(url, COMMAND).await
}

/// One connection outside the pool, on which a statement may run this long.
pub async fn connect_for(url: &str, statement: Duration) -> anyhow::Result<Conn> {
    establish(url.to_owned(), statement)
        .await
        .context("PostgreSQL does not answer at DATABASE_URL")
}

async fn establish(url: String, statement: Duration) -> ConnectionResult<Conn> {
    let bad = |err: tokio_postgres::Error| {
        let cause = std::error::Error::source(&err).map(|it| format!(": {it}"));
        ConnectionError::BadConnection(format!("{err}{}", cause.unwrap_or_default()))
    };
    let mut config: tokio_postgres::Config = url.parse().map_err(bad)?;
    config
        .application_name("guidepost")
        .options(format!("-c statement_timeout={}", statement.as_millis()))
        .connect_timeout(Duration::from_secs(5));
    let (client, connection) = config.connect(NoTls).await.map_err(bad)?;
    AsyncPgConnection::try_from_client_and_connection(client, connection).await
}

/// Whether the pool could not give a connection in time, as opposed to a defect.
pub fn is_exhausted(err: &PoolError) -> bool {
    matches!(err, PoolError::Timeout(_) | PoolError::Backend(_))
}
