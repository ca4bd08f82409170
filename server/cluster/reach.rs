//! The cluster for a command: beside the server that holds it, or started for the while.

use std::time::Duration;

use tokio::time::Instant;
use tokio::time::sleep;

use super::Cluster;
use super::ClusterError;
use super::Options;
use super::database;
use super::folder::Folder;
use super::postmaster;

/// A server may still be making its cluster.
const PATIENCE: Duration = Duration::from_secs(60);

#[derive(Debug)]
pub enum Access {
    /// Nobody had it; to be stopped when the command is done.
    Started(Cluster),
    /// A server has it, and this is the address of its database.
    Beside(String),
}

impl Access {
    pub fn url(&self) -> String {
        match self {
            Self::Started(cluster) => cluster.url(),
            Self::Beside(url) => url.clone(),
        }
    }

    /// Stops what was started; leaves a server's cluster alone.
    pub async fn close(self) -> Result<(), ClusterError> {
        match self {
            Self::Started(cluster) => cluster.stop().await,
            Self::Beside(_) => Ok(()),
        }
    }
}

/// For commands that may run beside a server: gives its database as soon as it answers, else starts the cluster.
pub async fn reach(options: &Options) -> Result<Access, ClusterError> {
    let end = Instant::now() + PATIENCE;
    loop {
        // Tried again each time, because the holder may go away meanwhile.
        let (folder, pid) = match Cluster::start(options).await {
            Ok(cluster) => return Ok(Access::Started(cluster)),
            Err(ClusterError::InUse { folder, pid }) => (folder, pid),
            Err(other) => return Err(other),
        };
        let held = Folder::open(&folder)?;
        if let Some(socket) = postmaster::read(&held.cluster()).and_then(|it| it.socket) {
            let url = database::url(&socket, database::NAME);
            if database::answers(&url).await {
                return Ok(Access::Beside(url));
            }
        }
        if Instant::now() > end {
            let log = held.log();
            return Err(ClusterError::Silent { folder, pid, log });
        }
        sleep(Duration::from_millis(100)).await;
    }
}
