//! The database that a command works on: the configured one, or the embedded one.

use crate::cluster::{self, Access, Cluster, Durability};
use crate::config::{self, Config};
use crate::db::{self, Conn};

/// A database for as long as a command runs.
pub struct Database {
    pub url: String,
    cluster: Option<Cluster>,
}

impl Database {
    /// Beside a running server it is that server's database; else the embedded one is started.
    pub async fn open(config: &Config) -> anyhow::Result<Self> {
        if let Some(url) = config.database_url() {
            return Ok(Self {
                url: url.to_owned(),
                cluster: None,
            });
        }
        Ok(match cluster::reach(&embedded(config)).await? {
            Access::Beside(url) => Self { url, cluster: None },
            Access::Started(cluster) => Self {
                url: cluster.url(),
                cluster: Some(cluster),
            },
        })
    }

    /// For the server, which keeps the embedded database to itself.
    pub async fn claim(config: &Config) -> anyhow::Result<Self> {
        if let Some(url) = config.database_url() {
            return Ok(Self {
                url: url.to_owned(),
                cluster: None,
            });
        }
        let cluster = Cluster::start(&embedded(config)).await?;
        Ok(Self {
            url: cluster.url(),
            cluster: Some(cluster),
        })
    }

    /// A connection to a database whose schema is up to date.
    pub async fn conn(&self) -> anyhow::Result<Conn> {
        db::migrate(&self.url).await?;
        db::connect(&self.url).await
    }

    /// Waits until the embedded PostgreSQL ends by itself, which it should not. For ever where the
    /// database is somebody else's.
    pub async fn lost(&self) -> anyhow::Error {
        match &self.cluster {
            Some(cluster) => cluster.ended().await.into(),
            None => std::future::pending().await,
        }
    }

    pub async fn close(self) -> anyhow::Result<()> {
        if let Some(cluster) = self.cluster {
            cluster.stop().await?;
        }
        Ok(())
    }
}

/// Opens the database, does the work and closes it again, whatever came of the work.
pub async fn with_conn<T>(
    config: &Config,
    work: impl AsyncFnOnce(&mut Conn) -> anyhow::Result<T>,
) -> anyhow::Result<T> {
    let database = Database::open(config).await?;
    let done = match database.conn().await {
        Ok(mut conn) => work(&mut conn).await,
        Err(err) => Err(err),
    };
    database.close().await?;
    done
}

pub fn embedded(config: &Config) -> cluster::Options {
    cluster::Options {
        root: config.data_dir.join("postgres"),
        pg_bin: config.pg_bin.clone(),
        search_path: config::search_path(),
        durability: Durability::Full,
    }
}
